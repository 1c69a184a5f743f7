"""What can be asked for, and the words of the office: request types, channels, titles, results, agencies."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.lib.setup_cache import shared
from cases.models.reference_data import Named, in_reader_language
from cases.models.setup.assets import AssetSort
from cases.models.setup.pictograms import Pictogram
from cases.models.setup.work_plans import WorkPlan
from cases.models.staff.organisation import Department, Unit

# So many working days a head may take at most to look at “still not fixed”.
LONGEST_LOOK = 10
# So many years contact data stay after the end of a case, unless the kind says otherwise; and at most.
CONTACT_YEARS, LONGEST_CONTACT = 2, 30


class Urgency(models.TextChoices):
    """The four speeds of Thai official letters."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")
    VERY_URGENT = "very_urgent", _("Very urgent")
    MOST_URGENT = "most_urgent", _("Most urgent")


class PersonFields(models.TextChoices):
    """What has to be known of the person who asks; every other field may be filled in, and need not be."""

    CONTACT = "contact", _("Only a way to answer")
    NAME = "name", _("Name, and a way to answer")
    FULL = "full", _("All fields: title, name, address, and a way to answer")


class Category(Named):
    """A group of request types on the first page."""

    pictogram = models.CharField(
        _("pictogram"),
        max_length=40,
        choices=Pictogram.choices,
        default=Pictogram.LIST,
        db_default=Pictogram.LIST,
        help_text=_("Stands beside its name and on the tiles of its kinds."),
    )

    class Meta(Named.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class Channel(Named):
    """How a case came in."""

    class Meta(Named.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    @classmethod
    def named(cls, code: str) -> "Channel":
        """The channel with this code. Raises KeyError where there is none."""
        return shared("channels", lambda: {one.code: one for one in cls.objects.all()})[code]


class Title(Named):
    """A form of address, printed before a name."""

    OTHER = "other"

    class Meta(Named.Meta):
        verbose_name = _("title")
        verbose_name_plural = _("titles")


class ResultCode(Named):
    """What came of a case."""

    needs_photo = models.BooleanField(
        _("shows work"),
        default=False,
        help_text=_("Work was done: where the kind asks for it, a photo has to show it."),
    )

    class Meta(Named.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")


class ExternalAgency(Named):
    """An agency outside the municipality that a citizen can be sent to."""

    hotline = models.CharField(_("hotline"), max_length=40, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("external agency")
        verbose_name_plural = _("external agencies")


class RequestType(Named):
    """A request type: who answers for it, by when, and what it needs to know."""

    # The one that is offered where words find none.
    OTHER = "other"

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="kinds", verbose_name=_("category")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="kinds", verbose_name=_("department")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="kinds", verbose_name=_("unit")
    )
    work_plan = models.ForeignKey(
        WorkPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kinds",
        verbose_name=_("work plan"),
        help_text=_(
            "The stages and steps of the work; without one the officer works until there is a result."
        ),
    )
    target_working_days = models.PositiveSmallIntegerField(
        _("target"), help_text=_("Working days until the result.")
    )
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    needs_map = models.BooleanField(_("needs a location"), default=False)
    asset_sort = models.CharField(
        _("is about a thing with a number"),
        max_length=8,
        choices=AssetSort.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "The form asks for the number on it, where the set-up knows such things on the map. "
            "Then no question of your own needs to ask for the number."
        ),
    )
    needs_photo = models.BooleanField(_("needs a photo"), default=False)
    needs_after_photo = models.BooleanField(
        _("needs a photo of the work done"),
        default=False,
        help_text=_("A result that says that work was done is taken only with such a photo."),
    )
    needs_approval = models.BooleanField(
        _("the head approves the result"),
        default=False,
        help_text=_("The officer proposes the result; the citizen hears of it when the head has approved."),
    )
    # 0: the citizen opens it at once.
    look_again_days = models.PositiveSmallIntegerField(
        _("the head looks first at “still not fixed”, days"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(LONGEST_LOOK)],
        help_text=_(
            "So many working days the head has to open the case again or to refuse; then it opens by itself. "
            "0: it opens at once."
        ),
    )
    needs_cause = models.BooleanField(
        _("the result names a cause"),
        default=False,
        help_text=_(
            "A result is taken only with a cause of the list below. Without a list nothing is asked."
        ),
    )
    person_fields = models.CharField(
        _("needs of the person"),
        max_length=10,
        choices=PersonFields.choices,
        default=PersonFields.FULL,
        db_default=PersonFields.FULL,
        help_text=_("What has to be filled in. The other fields stand behind it, for those who like to."),
    )
    allows_unnamed = models.BooleanField(
        _("takes reports without a name"),
        default=False,
        db_default=False,
        help_text=_("Whoever likes to gives neither name nor address nor a way to answer."),
    )
    needs_national_id = models.BooleanField(_("needs the national ID"), default=False)
    needs_address = models.BooleanField(
        _("needs an address in Thailand"),
        default=False,
        help_text=_("Without it, people who live here without such an address can file as well."),
    )
    contact_years = models.PositiveSmallIntegerField(
        _("contact data stay, years"),
        default=CONTACT_YEARS,
        db_default=CONTACT_YEARS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_CONTACT)],
        help_text=_(
            "So many years after the end of a request, name, address, telephone, e-mail and national ID are "
            "removed, also from its letters. What was asked and what was done stay. A lawyer must confirm "
            "the number."
        ),
    )
    restricted = models.BooleanField(
        _("restricted"),
        default=False,
        help_text=_(
            "Only the people named below and the officer in charge may read such cases; while nobody is "
            "named, the department's heads."
        ),
    )
    licence = models.BooleanField(_("licence"), default=False)
    on_public_map = models.BooleanField(
        _("on the public map"),
        default=False,
        db_default=False,
        help_text=_(
            "Everybody sees where such cases are, to within 50 m, and how far they have come. Words and "
            "photos are shown only after somebody of the staff has cleared them."
        ),
    )
    agency = models.ForeignKey(
        ExternalAgency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("agency in charge"),
        help_text=_("Shown before the form where another agency is in charge."),
    )
    stop_th = models.TextField(
        _("before anything is typed, Thai"),
        blank=True,
        help_text=_("What to do at once, or whom to call first: shown above the form."),
    )
    stop_en = models.TextField(_("before anything is typed, English"), blank=True)
    call_first = models.ForeignKey(
        ExternalAgency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agency to call first"),
        help_text=_("Its number stands beside that text; without it, that of the agency in charge."),
    )
    refers_only = models.BooleanField(
        _("only refers"),
        default=False,
        help_text=_("There is no form: the other agency alone is in charge."),
    )
    accepts_pdf = models.BooleanField(
        _("takes PDF files"), default=False, help_text=_("Documents may be sent beside the photos.")
    )
    letter_editable = models.BooleanField(
        _("officers may add to letters"),
        default=False,
        help_text=_("With a question, a result or a refusal: words of their own in the citizen's letter."),
    )
    synonyms = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("synonyms")
    )
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("The municipality has confirmed this proposal.")
    )

    class Meta(Named.Meta):
        verbose_name = _("kind of request")
        verbose_name_plural = _("kinds of request")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target_working_days__gte=1), name="kind_target_at_least_one_day"
            ),
            models.CheckConstraint(condition=models.Q(urgency__in=Urgency.values), name="kind_urgency_known"),
            models.CheckConstraint(
                condition=models.Q(look_again_days__range=(0, LONGEST_LOOK)), name="kind_look_again_days"
            ),
            models.CheckConstraint(
                condition=models.Q(contact_years__range=(1, LONGEST_CONTACT)), name="kind_contact_years"
            ),
            models.CheckConstraint(
                condition=models.Q(refers_only=False)
                | models.Q(agency__isnull=False)
                | models.Q(call_first__isnull=False),
                name="kind_refers_to_somebody",
                violation_error_message=_("Name the agency that people are referred to."),
            ),
            models.CheckConstraint(
                condition=models.Q(person_fields__in=PersonFields.values), name="kind_person_fields_known"
            ),
            models.CheckConstraint(
                condition=models.Q(person_fields=PersonFields.FULL)
                | models.Q(needs_national_id=False, needs_address=False),
                name="kind_identity_needs_all_fields",
                violation_error_message=_(
                    "A kind that needs the national ID or an address in Thailand needs all fields of the "
                    "person."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(allows_unnamed=False)
                | models.Q(needs_national_id=False, needs_address=False, licence=False),
                name="kind_unnamed_needs_no_identity",
                violation_error_message=_(
                    "A kind that needs the national ID or an address, or is a licence, takes no reports "
                    "without a name."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(on_public_map=False)
                | models.Q(
                    needs_map=True,
                    needs_national_id=False,
                    needs_address=False,
                    licence=False,
                    restricted=False,
                ),
                name="kind_on_public_map_is_about_a_place",
                violation_error_message=_(
                    "The public map shows only kinds that need a location, are neither restricted nor a "
                    "licence, and ask for neither the national ID nor an address."
                ),
            ),
        ]

    @classmethod
    def in_use(cls) -> "list[RequestType]":
        """The request types that can be asked for, with their category, in the office's order."""
        rows = cls.objects.filter(active=True).select_related("category")
        return shared("request types", lambda: list(rows))

    @classmethod
    def restricted_keys(cls) -> list[int]:
        """The keys of the request types that figures leave out."""
        rows = cls.objects.filter(restricted=True).order_by("pk")
        return shared("restricted request types", lambda: [*rows.values_list("pk", flat=True)])

    def clean(self) -> None:
        """Whoever answers for a request type in use is in use, and the unit is one of the department."""
        if self.department_id and self.active and not self.department.active:
            raise ValidationError({"department": _("This department is switched off. Choose another one.")})
        if self.department_id and self.unit and self.unit.department_id != self.department_id:
            raise ValidationError({"unit": _("This unit belongs to another department.")})

    @property
    def stop(self) -> str:
        """What stands above the form, in the reader's language."""
        return in_reader_language(self.stop_th, self.stop_en)

    @property
    def to_call(self) -> ExternalAgency | None:
        """Whose number stands beside it."""
        return self.call_first or self.agency


class Cause(Named):
    """Why the matter of a request type arose, as the department found: for figures of the staff."""

    request_type = models.ForeignKey(
        RequestType, on_delete=models.PROTECT, related_name="causes", verbose_name=_("kind of request")
    )

    class Meta(Named.Meta):
        verbose_name = _("cause")
        verbose_name_plural = _("causes")
