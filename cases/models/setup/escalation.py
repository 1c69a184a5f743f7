"""The table of reminders: what happens to a case that stands still, and who is told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

LONGEST = 250


# What is about a step of an outside party (`cases.actions.party_reminders`).
PARTY_RULES = ("outside_due", "outside_late")


class EscalationRule(models.Model):
    """When a case is in this state for so many working days, these people are told, once for each deadline.
    Read by `cases.actions.reminders` and, of outside parties, `cases.actions.party_reminders` alone."""

    class When(models.TextChoices):
        UNASSIGNED = "unassigned", _("without an officer for so many working days")
        DUE_IN = "due_in", _("due within so many working days")
        DUE_TODAY = "due_today", _("due today")
        LATE = "late", _("late by so many working days")
        REPLY_LATE = "reply_late", _("first reply overdue by so many working days")
        REOPEN_DUE = "reopen_due", _("“still not fixed” is to be answered within so many working days")
        OUTSIDE_DUE = "outside_due", _("an outside party’s step is due within so many working days")
        OUTSIDE_LATE = "outside_late", _("an outside party’s step is late by so many working days")

    class To(models.TextChoices):
        HEAD = "head", _("department head")
        OFFICER = "officer", _("officer in charge")
        CLERK = "clerk", _("clerks")
        EXECUTIVE = "executive", _("executives")
        OUTSIDE = "outside", _("the outside party")

    when = models.CharField(_("when the case is"), max_length=12, choices=When.choices)
    days = models.PositiveSmallIntegerField(
        _("working days"), default=1, help_text=_("0 where the case is due today, at least 1 elsewhere.")
    )
    to = models.CharField(_("tell"), max_length=10, choices=To.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders and escalation")
        constraints = [
            models.UniqueConstraint(
                fields=["when", "days", "to"],
                name="escalation_rule_once",
                violation_error_message=_("There is such a reminder already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    when__in=[
                        *["unassigned", "due_in", "due_today", "late", "reply_late", "reopen_due"],
                        *PARTY_RULES,
                    ]
                )
                & Q(to__in=["head", "officer", "clerk", "executive", "outside"]),
                name="escalation_rule_known",
            ),
            models.CheckConstraint(
                condition=Q(when="due_today", days=0) | (~Q(when="due_today") & Q(days__range=(1, LONGEST))),
                name="escalation_rule_days",
                violation_error_message=_("0 where the case is due today, at least 1 elsewhere."),
            ),
            models.CheckConstraint(
                condition=~Q(when__in=["unassigned", "reply_late"], to="officer"),
                name="escalation_rule_has_reader",
                violation_error_message=_("Such a case has no officer yet. Tell the head."),
            ),
            models.CheckConstraint(
                condition=~Q(to="outside") | Q(when__in=PARTY_RULES),
                name="escalation_rule_of_party",
                violation_error_message=_("An outside party is reminded of its own steps alone."),
            ),
        ]

    def __str__(self) -> str:
        return _now("%(when)s (%(days)s) → %(to)s") % {
            "when": self.get_when_display(),
            "days": self.days,
            "to": self.get_to_display(),
        }
