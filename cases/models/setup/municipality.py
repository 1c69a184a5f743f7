"""The municipality itself and its days off."""

import copy
import hashlib
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    URLValidator,
    validate_email,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.lib.setup_cache import shared
from cases.models.reference_data import Named, in_reader_language
from cases.models.setup.administrative_areas import District
from cases.text.dates import long_date


def as_contact(typed: str) -> str:
    """Return the address by which security.txt names a contact; raises ValidationError for what is none."""
    if typed.startswith("https://"):
        URLValidator(schemes=["https"])(typed)
        return typed
    validate_email(typed)
    return f"mailto:{typed}"


def need_contact(typed: str) -> None:
    """Refuse what names no contact."""
    as_contact(typed)


class Municipality(Named):
    """One row: name, address, telephone, office hours and the box on the map it answers for."""

    class Licence(models.TextChoices):
        """Under which everybody may use the open data."""

        CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0: whoever uses them names the municipality")
        CC0 = "CC0-1.0", _("CC0 1.0: without any condition")

    short_th = models.CharField(_("short Thai name"), max_length=40, blank=True, default="", db_default="")
    short_en = models.CharField(_("short English name"), max_length=40, blank=True, default="", db_default="")
    address_th = models.CharField(_("Thai address"), max_length=300, blank=True)
    address_en = models.CharField(_("English address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    emergency_phone = models.CharField(
        _("emergency telephone"),
        max_length=40,
        blank=True,
        default="199",
        help_text=_("Answered day and night."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    # Empty for the colour that the site comes with.
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write the colour like #0b5d57."))],
    )
    logo = models.ImageField(_("logo"), upload_to="municipality", blank=True)
    # Empty for the pattern that the site comes with.
    banner = models.ImageField(
        _("picture at the head of the first page"),
        upload_to="municipality",
        blank=True,
        default="",
        db_default="",
    )
    banner_alt_th = models.CharField(
        _("what that picture shows, Thai"), max_length=200, blank=True, default="", db_default=""
    )
    banner_alt_en = models.CharField(
        _("what that picture shows, English"), max_length=200, blank=True, default="", db_default=""
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("default district")
    )
    latitude = models.FloatField(
        _("latitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    south = models.FloatField(
        _("southern edge"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("The four edges make the box on the map; a place outside it gets a warning."),
    )
    west = models.FloatField(
        _("western edge"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    north = models.FloatField(
        _("northern edge"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    east = models.FloatField(
        _("eastern edge"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    # What /.well-known/security.txt says (RFC 9116); without a contact there is no such page.
    security_contact = models.CharField(
        _("contact for security reports"),
        max_length=200,
        blank=True,
        help_text=_("An e-mail address, or the https address of a page, for whoever finds a weakness."),
        validators=[need_contact],
    )
    security_until = models.DateField(_("the contact holds until"), null=True, blank=True)
    security_languages = models.CharField(
        _("languages for security reports"),
        max_length=40,
        default="th, en",
        validators=[
            RegexValidator(
                r"^[a-z]{2,3}(, ?[a-z]{2,3})*\Z", _("Write the languages' codes with commas, like th, en.")
            )
        ],
    )
    opens = models.TimeField(_("office opens"), default="08:30")
    closes = models.TimeField(_("office closes"), default="16:30")
    first_reply_days = models.PositiveSmallIntegerField(
        _("first reply within"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=_("Working days in which a department takes a new case, or says that it cannot."),
    )

    suggests_from_cases = models.BooleanField(
        _("suggest kinds as learned from closed cases"), default=True, db_default=True
    )
    web_push = models.BooleanField(_("notifications on telephones"), default=False, db_default=False)
    # GeoReport v2 for other systems (`cases.open311`); the jurisdiction is theirs to name, and need not be.
    open311 = models.BooleanField(_("Open311 for other systems"), default=False, db_default=False)
    jurisdiction_id = models.CharField(
        _("jurisdiction_id"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9._-]*\Z",
                _("Write Latin letters, digits, dots and hyphens, like udoncity.go.th."),
            )
        ],
    )
    # The bridge to the national platform (`notifications.traffy`).
    traffy = models.BooleanField(_("Traffy Fondue"), default=False, db_default=False)
    open_data = models.BooleanField(_("open data"), default=False, db_default=False)
    open_data_licence = models.CharField(
        _("licence of the open data"),
        max_length=20,
        choices=Licence.choices,
        default=Licence.CC_BY,
        db_default=Licence.CC_BY,
    )
    # What the mayor's page measures by, and who gets it by mail: people of the council have no account.
    punctual_goal = models.PositiveSmallIntegerField(
        _("goal: done in time, of 100"),
        default=90,
        db_default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    report_addresses = ArrayField(
        models.EmailField(), verbose_name=_("monthly page goes to"), default=list, db_default=[], blank=True
    )
    # The town's websites, which may show a page of ours within theirs: "https://www.example.go.th".
    framed_by = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("websites of the town"),
        default=list,
        db_default=[],
        blank=True,
    )

    class Meta(Named.Meta):
        verbose_name = _("municipality")
        verbose_name_plural = _("municipality")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(south=None, west=None, north=None, east=None)
                | models.Q(
                    south__isnull=False,
                    west__isnull=False,
                    north__gt=models.F("south"),
                    north__isnull=False,
                    east__gt=models.F("west"),
                    east__isnull=False,
                ),
                name="municipality_edges_make_a_box",
                violation_error_message=_("Give all four edges: south below north, west before east."),
            ),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="municipality_opens_before_it_closes",
                violation_error_message=_("The office opens before it closes."),
            ),
            models.CheckConstraint(
                condition=models.Q(security_contact="") | models.Q(security_until__isnull=False),
                name="municipality_security_contact_ends",
                violation_error_message=_("Say until when the contact for security reports holds."),
            ),
            models.CheckConstraint(
                condition=models.Q(first_reply_days__gte=1), name="municipality_replies_within_days"
            ),
            models.CheckConstraint(
                condition=models.Q(open_data_licence__in=["CC-BY-4.0", "CC0-1.0"]),
                name="municipality_licence_known",
            ),
            models.CheckConstraint(
                condition=models.Q(punctual_goal__range=(1, 100)), name="municipality_goal_of_a_hundred"
            ),
        ]

    @property
    def branding_version(self) -> str:
        """A short text that changes with colour, logo and banner: part of addresses that browsers keep."""
        look = f"{self.colour} {self.logo.name} {self.banner.name}"
        return hashlib.sha256(look.encode()).hexdigest()[:10]

    @property
    def short_name(self) -> str:
        """The name where there is little room: the short one, or all of it."""
        return in_reader_language(self.short_th, self.short_en) or self.name

    @property
    def address(self) -> str:
        """Where the office is, in the reader's language; in Thai where there is no other."""
        return in_reader_language(self.address_th, self.address_en)

    @property
    def banner_alt(self) -> str:
        """What the picture at the head shows, in the reader's language; empty where it only adorns."""
        return in_reader_language(self.banner_alt_th, self.banner_alt_en)

    @classmethod
    def current(cls) -> Self:
        """The municipality of this installation; an unnamed one before the reference data is loaded."""
        # A copy: a form may fill its object with what is not to be stored.
        return copy.copy(shared("municipality", cls._read))

    @classmethod
    def _read(cls) -> Self:
        return cls.objects.select_related("district").first() or cls.unnamed()

    @classmethod
    def unnamed(cls) -> Self:
        """What stands in its place before the reference data is loaded."""
        return cls(code="unnamed", name_th="เทศบาล", name_en="Municipality")


class Holiday(models.Model):
    """A day on which the offices are closed besides the weekend; the cabinet adds some during the year."""

    day = models.DateField(_("date"), unique=True)
    name_th = models.CharField(_("Thai name"), max_length=200, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("Until then it is a proposal, and deadlines run on that day."),
    )

    class Meta:
        ordering = ["day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{long_date(self.day)} {in_reader_language(self.name_th, self.name_en)}".strip()
