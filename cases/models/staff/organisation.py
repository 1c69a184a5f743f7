"""Who works where: departments, their units, people, and who heads what."""

from collections.abc import Hashable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models.reference_data import Named
from cases.models.staff.absence import stood_in_for
from cases.models.staff.access_profile import AccessProfile, access_profile_of


class Department(Named):
    """A part of the municipality that answers for cases."""

    short_th = models.CharField(_("Thai abbreviation"), max_length=20, blank=True)
    head_title_th = models.CharField(_("title of the head, Thai"), max_length=200, blank=True)
    head_title_en = models.CharField(_("title of the head, English"), max_length=200, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("The municipality has confirmed this proposal.")
    )

    class Meta(Named.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class Unit(Named):
    """A team within a department."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="units", verbose_name=_("department")
    )
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("The municipality has confirmed this proposal.")
    )

    class Meta(Named.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class User(AbstractUser):
    """A member of staff. Citizens have no account. Deactivated when they leave, never deleted."""

    class Language(models.TextChoices):
        THAI = "th", _("Thai")
        ENGLISH = "en", _("English")

    language = models.CharField(
        _("language of letters"), max_length=2, choices=Language.choices, default=Language.THAI
    )

    digest = models.BooleanField(
        _("one letter each morning"),
        default=False,
        help_text=_("Instead of a letter for each deadline: one on the morning of each working day."),
    )

    must_change_password = models.BooleanField(
        _("has to change the password"),
        default=False,
        help_text=_("Somebody else has set it: at the next log-in a new one is asked for."),
    )
    # The last day without a second factor, since the need was first met.
    factor_due = models.DateField(_("second factor needed from"), null=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=["th", "en"]), name="user_language_known")
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, **kwargs: Any) -> None:
        """Store the person; whoever is switched off hands back the open cases in the same transaction
        (cases.actions.offboarding)."""
        if kwargs.get("update_fields") is not None:
            return super().save(**kwargs)
        with transaction.atomic():
            return super().save(**kwargs)

    @property
    def standing(self) -> Hashable:
        """All that the conditions on cases depend on of this person, on this day."""
        return self.pk, self.is_superuser, self.access_profile

    @cached_property
    def access_profile(self) -> AccessProfile:
        """Departments, named request types and the roles' sets, read once per object."""
        return access_profile_of(self.pk)

    @property
    def roles(self) -> dict[int, str]:
        """Department id to role."""
        return self.access_profile.departments

    @cached_property
    def acting_for(self) -> frozenset[int]:
        """The people who are away today and for whom this person stands in. It holds for the cases of a
        department in which this person works too (workflows.rights)."""
        return stood_in_for(self.pk, self.away_today)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """As Django says; the permissions are read with the standing, in its one statement."""
        if self.is_active and not self.is_superuser and not hasattr(self, "_perm_cache"):
            self._perm_cache = set(self.access_profile.permissions | self.access_profile.lent)
        return super().has_perm(perm, obj)

    @property
    def away_today(self) -> dict[int, int]:
        """Who of all people is away today, and whom each has named to stand in."""
        return self.access_profile.away

    def heads(self, department_id: int | None) -> bool:
        """Whether this person heads the department, by the own office."""
        return self.roles.get(department_id or 0) == Membership.Role.HEAD

    @property
    def headed(self) -> list[int]:
        """The departments that this person heads, by the own office."""
        return [pk for pk in self.roles if self.heads(pk)]

    @property
    def decided(self) -> list[int]:
        """The departments about whose cases this person decides today: as head, or as a head's deputy."""
        return sorted({*self.headed, *self.access_profile.deputised})

    @property
    def departments(self) -> list[int]:
        """The departments in whose cases this person has a part today: as a member, or as a head's deputy."""
        return sorted({*self.roles, *self.access_profile.deputised})

    @property
    def own_work(self) -> models.Q:
        """The cases of which this person is the officer in charge, or stands in for who is in a department of
        both."""
        own = models.Q(officer=self)
        if not self.acting_for:
            return own
        return own | models.Q(officer__in=sorted(self.acting_for), department__in=list(self.roles))

    @property
    def unrestricted(self) -> models.Q:
        """The cases of request types that are not restricted: by the request types' keys, which each case has
        itself."""
        return ~models.Q(request_type__in=sorted(self.access_profile.restricted))

    @property
    def decides(self) -> models.Q:
        """The cases about which this person decides: by the own office, and as a head's deputy those of the
        head's department, without the own work (see `cases.access.decision_makers`)."""
        profile, found = self.access_profile, self.decides_by_office
        if not profile.deputised:
            return found
        others = models.Q(department__in=sorted(profile.deputised))
        return found | others & ~models.Q(request_type__in=sorted(profile.named)) & ~self.own_work

    @property
    def decides_by_office(self) -> models.Q:
        """The cases of which this person is a head: those of the own departments without the request types
        that somebody else was named for, and all of the request types that this person was named for."""
        own = models.Q(department__in=self.headed) & ~models.Q(
            request_type__in=sorted(self.access_profile.closed)
        )
        return own | models.Q(request_type__in=sorted(self.access_profile.named_for))

    @property
    def belonging(self) -> models.Q:
        """The cases that this person answers for or looks over: see `CaseQuerySet.belonging_to`."""
        mine = models.Q(officer=self) | self.decides
        if self.has_perm("cases.view_every_case"):
            return self.unrestricted | mine
        colleagues = [pk for pk in self.roles if not self.heads(pk)]
        return mine | models.Q(department__in=colleagues) & self.unrestricted


class Membership(models.Model):
    """A person's place in a department; a person can belong to several."""

    class Role(models.TextChoices):
        HEAD = "head", _("department head")
        OFFICER = "officer", _("officer")

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("department")
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("unit"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    hears_of_new_cases = models.BooleanField(
        _("gets letters about new cases"),
        default=False,
        db_default=False,
        help_text=_("As the head does; never about restricted kinds."),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "department"], name="one_membership_per_department"),
            models.CheckConstraint(
                condition=models.Q(role__in=["head", "officer"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.department} ({self.get_role_display()})"

    def save(self, **kwargs: Any) -> None:
        """Store the membership; who leaves a department by it hands back the open cases in the same
        transaction (cases.actions.offboarding)."""
        with transaction.atomic():
            super().save(**kwargs)
