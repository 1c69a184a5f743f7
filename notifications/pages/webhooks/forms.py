"""What administrators type about a webhook: where it goes, and what it tells."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.dates import ThaiDateField
from cases.fields.text import Line, needed
from cases.lib.inner_network import Inside, NameUnknown, host_of, judged_addresses
from cases.models import CaseEvent, Department, RequestType
from notifications.letters.webhooks import EVENT_TYPES
from notifications.models import WebhookEndpoint


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]
    """Another system: its name and address, and of which events it hears."""

    use_required_attribute = False

    address = Line(
        label=gettext_lazy("Address"),
        max_length=500,
        help_text=gettext_lazy("As the other system names it; it begins with https://"),
        error_messages=needed(gettext_lazy("Enter the address.")),
    )
    event_types = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "address", "event_types", "kinds", "departments", "restricted"]
        field_classes = {"name": Line}
        labels = {
            "name": gettext_lazy("Name of the other system"),
            "kinds": gettext_lazy("Kinds of request"),
            "departments": gettext_lazy("Departments"),
            "restricted": gettext_lazy("Restricted kinds too, where they are chosen above"),
        }
        widgets = {
            "kinds": forms.CheckboxSelectMultiple,
            "departments": forms.CheckboxSelectMultiple,
        }
        error_messages = {
            "name": {"unique": gettext_lazy("There is a webhook of this name already.")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        there, fields = self.instance, self.fields
        kinds = there.kinds.values("pk") if there.pk else []
        departments = there.departments.values("pk") if there.pk else []
        fields["event_types"].choices = event_choices()  # type: ignore[attr-defined]
        chosen = RequestType.objects.filter(Q(active=True) | Q(pk__in=kinds))
        fields["kinds"].queryset = chosen  # type: ignore[attr-defined]
        fields["kinds"].label_from_instance = _kind  # type: ignore[attr-defined]
        kept = Department.objects.filter(Q(active=True) | Q(pk__in=departments))
        fields["departments"].queryset = kept  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        """An https address outside of the inner network, or in a network that the settings name. A name that
        is not found may be there tomorrow; where it leads is judged at each message."""
        address: str = self.cleaned_data["address"]
        try:
            host_of(address)
        except Inside as error:
            text = _("Enter an address that begins with https://, without a user name and without #.")
            raise ValidationError(text) from error
        try:
            judged_addresses(address, also=settings.WEBHOOK_NETWORKS)
        except Inside as error:
            text = _(
                "This address lies in the inner network. Only the settings of the service can allow it "
                "(WEBHOOK_NETWORKS)."
            )
            raise ValidationError(text) from error
        except NameUnknown:
            # It may be there tomorrow, and is looked up again for each message.
            return address
        return address

    def clean(self) -> dict[str, Any]:
        """Of restricted kinds it hears only where they are named."""
        data = super().clean() or self.cleaned_data
        if data.get("restricted") and not data.get("kinds"):
            text = _("Choose the kinds: of a restricted kind only what is chosen here is told.")
            self.add_error("kinds", ValidationError(text))
        return data


class SinceForm(forms.Form):
    """From which day on what failed is sent again."""

    use_required_attribute = False

    since = ThaiDateField(label=gettext_lazy("Failed since"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)


def event_choices() -> list[tuple[str, str]]:
    """Every event that can be told: its name in messages, and in words."""
    return [(name, f"{CaseEvent.Kind(kind).label} ({name})") for kind, name in EVENT_TYPES.items()]


def _kind(kind: RequestType) -> str:
    name = str(kind.name)
    return _("%(kind)s (restricted)") % {"kind": name} if kind.restricted else name
