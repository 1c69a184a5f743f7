"""By which way the citizen wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.contact_preference import offered, way_of
from cases.fields.text import needed
from cases.models import Case, Contact, ContactChannel


class TellForm(forms.Form):
    """The ways that are possible for this case now, with where each leads."""

    way = forms.ChoiceField(
        label=gettext_lazy("Tell me by"),
        widget=forms.RadioSelect,
        error_messages=needed(gettext_lazy("Choose one of the ways.")),
    )

    def __init__(self, *args: Any, case: Case, contact: Contact | None, **options: Any) -> None:
        options["initial"] = {"way": way_of(case, contact), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(way.value, _label(way, case)) for way in offered(case, contact)]


def _label(way: ContactChannel, case: Case) -> str:
    if way == ContactChannel.EMAIL:
        return _("E-mail to %(address)s") % {"address": case.email}
    if way == ContactChannel.SMS:
        return _("SMS to %(number)s, in few words") % {"number": case.telephone}
    return _("LINE, in few words")
