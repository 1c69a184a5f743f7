"""The name of a saved view, and with whom it is shared."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.db.insert_once import put
from cases.models import Department, User
from cases.text.normalization import cleaned
from workflows.forms.filters import Choices, query_of, sealed
from workflows.inbox import saved_views
from workflows.models import SavedView

TOO_MANY = _("You have saved as many views as there is room for. Remove one first.")


class SaveForm(forms.Form):
    """A name for what the inbox shows now; one that is used already is given a new meaning."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name of the view"), max_length=40, error_messages={"required": _("Give the view a name.")}
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Who sees it"), required=False, empty_label=_("Only I")
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, user: User, query: str = "", departments: Choices | None = None
    ) -> None:
        super().__init__(data, label_suffix="", initial={"query": query}, auto_id="save_%s")
        self.user = user
        field: Any = self.fields["department"]
        field.queryset = Department.objects.filter(pk__in=user.roles)
        if departments is not None:
            # The page has read them already: one statement less.
            own = [(key, name) for key, name in departments if int(key) in user.roles]
            field.widget.choices = [("", field.empty_label), *own]

    def clean_name(self) -> str:
        """The name without what cannot be seen; a limit to how many there are."""
        name = cleaned(self.cleaned_data["name"])
        others = SavedView.objects.filter(owner=self.user).exclude(name=name)
        if others.count() >= saved_views.MOST_OWN:
            raise forms.ValidationError(TOO_MANY)
        return name

    def clean_query(self) -> str:
        """What an address of the inbox may hold, and no more; words to look for are kept sealed."""
        query = QueryDict(self.cleaned_data["query"], mutable=True)
        if typed := query.pop("q", None):
            query["find"] = sealed(typed[-1])
        kept = query_of(query)
        if len(kept) > saved_views.LONGEST:
            raise forms.ValidationError(_("There are more filters than can be saved."))
        return kept

    def save(self) -> SavedView:
        """Keep it under its name."""
        kept = {"query": self.cleaned_data["query"], "department": self.cleaned_data["department"]}
        found = SavedView(owner=self.user, name=self.cleaned_data["name"], **kept)
        put(found, key=["owner", "name"], update=list(kept))
        return found
