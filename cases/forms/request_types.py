"""The form of a request type, on whichever page of the set-up it is changed: what is refused, and why."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.named import NamedForm
from cases.models import RequestType
from cases.work_plans import texts


class Part(NamedTuple):
    """Fields that stand together: the name of the part, its heading, and the fields."""

    name: str
    title: Any
    fields: tuple[str, ...]


PARTS = (
    Part(
        "names",
        gettext_lazy("Names"),
        ("code", "name_th", "name_en", "category", "position", "active", "confirmed"),
    ),
    Part(
        "answers",
        gettext_lazy("Who answers, and by when"),
        ("department", "unit", "target_working_days", "urgency", "work_plan"),
    ),
    Part(
        "before",
        gettext_lazy("Before anything is typed"),
        ("stop_th", "stop_en", "call_first", "agency", "refers_only"),
    ),
    Part(
        "asks",
        gettext_lazy("What the form asks for"),
        (
            "person_fields",
            "allows_unnamed",
            "needs_national_id",
            "needs_address",
            "needs_photo",
            "accepts_pdf",
            "needs_map",
            "asset_sort",
        ),
    ),
    Part(
        "ends",
        gettext_lazy("How it ends"),
        ("needs_after_photo", "needs_approval", "needs_cause", "look_again_days"),
    ),
    Part("readers", gettext_lazy("Who may know of it"), ("restricted", "on_public_map")),
    Part("keeps", gettext_lazy("How long it is kept"), ("contact_years",)),
    Part("else", gettext_lazy("What else matters"), ("licence", "letter_editable", "synonyms")),
)


class RequestTypeForm(NamedForm):
    """A request type, whose standard texts find their findings in its work plan."""

    def clean_target_working_days(self) -> int | None:
        """Refuse a target of no day."""
        days: int | None = self.cleaned_data["target_working_days"]
        if days is not None and days < 1:
            raise ValidationError(_("At least one working day."))
        return days

    def clean(self) -> dict[str, Any]:
        """Refuse a plan without what a text of the request type asks for."""
        data = super().clean() or self.cleaned_data
        if data.get("active") and {"work_plan", "category", "active"} & set(self.changed_data):
            names = {name: data.get(name) for name in ("name_th", "name_en", "category")}
            plan = data.get("work_plan")
            for said in texts.lost(
                [RequestType(pk=self.instance.pk, **names)], plan if plan and plan.active else None
            ):
                self.add_error("work_plan", said)
        return data
