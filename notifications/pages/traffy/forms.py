"""What is typed about the bridge: how it is set up, which type is which kind, the words of a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.networks import Networks
from cases.fields.text import Line, Paragraphs, needed
from cases.models import RequestType
from notifications.models import TraffyBridge, TraffyKind
from notifications.traffy.filing import offered

EVERY = (5, 10, 15, 30, 60, 120, 240)


class BridgeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who we are there, how often we look, and who may call."""

    use_required_attribute = False

    organisation = Line(
        label=gettext_lazy("Number of our organisation (org_id)"),
        max_length=40,
        error_messages=needed(gettext_lazy("Enter the number of the organisation.")),
    )
    user = Line(
        label=gettext_lazy("User name for the Exchange API"),
        max_length=100,
        error_messages=needed(gettext_lazy("Enter the user name.")),
    )
    password = forms.CharField(
        label=gettext_lazy("Password for the Exchange API"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It is stored encrypted and not shown again. Empty: it stays as it is."),
    )
    every = forms.TypedChoiceField(
        label=gettext_lazy("Look every so many minutes"),
        coerce=int,
        choices=[(one, str(one)) for one in EVERY],
        help_text=gettext_lazy("Each look is one call of the month's quota. Their calls to us cost nothing."),
    )
    networks = Networks(
        label=gettext_lazy("Their calls come only from these networks"),
        required=False,
        help_text=gettext_lazy("One in each line, for example 192.0.2.0/24. Empty: from everywhere."),
    )

    class Meta:
        model = TraffyBridge
        fields = ["organisation", "user", "password", "every", "by_suggestion", "networks"]
        labels = {
            "by_suggestion": gettext_lazy("File what the table below does not know by the suggested kind"),
        }

    def clean_password(self) -> str:
        """The one of before, where none is typed; the first time there has to be one."""
        typed: str = self.cleaned_data["password"]
        if not typed and self.instance._state.adding:
            raise ValidationError(_("Enter the password."))
        return typed or self.initial.get("password", "")


class KindsForm(forms.Form):
    """Which type of theirs is which kind of ours."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        kinds = RequestType.objects.filter(pk__in=[one.pk for one in offered()])
        self.rows = list(TraffyKind.objects.all())
        for row in self.rows:
            self.fields[f"type_{row.pk}"] = forms.ModelChoiceField(
                kinds,
                label=row.name,
                required=False,
                initial=row.request_type_id,
                empty_label=gettext_lazy("Waits at the counter"),
            )

    def save(self) -> None:
        """Store what was chosen."""
        for row in self.rows:
            chosen = self.cleaned_data[f"type_{row.pk}"]
            if row.request_type_id != (chosen and chosen.pk):
                row.request_type = chosen
                row.save(update_fields=["request_type"])


class FileForm(forms.Form):
    """Of which kind a report is."""

    use_required_attribute = False

    kind = forms.ModelChoiceField(
        RequestType.objects.none(),
        label=gettext_lazy("Kind of request"),
        empty_label=gettext_lazy("Choose…"),
        error_messages=needed(gettext_lazy("Choose the kind of request.")),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
        kinds = RequestType.objects.filter(pk__in=[one.pk for one in offered()])
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]


class AsideForm(forms.Form):
    """Why nothing follows from a report here."""

    use_required_attribute = False

    reason = Line(
        label=gettext_lazy("Reason"), max_length=200, error_messages=needed(gettext_lazy("Write the reason."))
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)


class SendForm(forms.Form):
    """In which words a case goes there, why, and to whom."""

    use_required_attribute = False

    words = Paragraphs(
        label=gettext_lazy("What everybody will read"),
        max_length=1500,
        help_text=gettext_lazy("No name, no telephone number, nothing by which a person is known."),
        error_messages=needed(gettext_lazy("Write what is to be done.")),
    )
    organisation = Line(
        label=gettext_lazy("Number of the organisation that shall get it (org_id)"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Empty: Traffy Fondue decides by the place."),
    )
    reason = Line(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("For the history of the case; it does not go there."),
        error_messages=needed(gettext_lazy("Write the reason.")),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
