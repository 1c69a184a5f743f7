"""The form of a row: the admin's own form and rules, in the look of our pages, and what it was made from."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core import signing
from django.db import models
from django.db.models import Max
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.groups import offered
from cases.change_log.tables import Table, table_of
from cases.change_log.values import differences, logged
from cases.fields.text import Line, Paragraphs
from cases.models import SetupChange
from cases.questionnaires.definitions import free_key
from workflows.setup.lists.tables import SmallList

SALT = "a row of a small list"
KEY = 40
VERBS = {
    "add": gettext_lazy("Add: %(what)s"),
    "change": gettext_lazy("Change: %(what)s"),
    "delete": gettext_lazy("Remove: %(what)s"),
    "view": gettext_lazy("Look at: %(what)s"),
}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """What our pages add to a form of the admin."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        for field in self.fields.values():
            label = str(field.label)
            field.label = label[:1].upper() + label[1:]

    def save(self, commit: bool = True) -> Any:
        """Store it; a new one comes last, and gets the code by which files know it."""
        row, model = self.instance, self._meta.model
        if not row.pk and hasattr(row, "position"):
            last = model._default_manager.aggregate(last=Max("position"))["last"]
            row.position = 0 if last is None else last + 1
        if not row.pk and hasattr(row, "code"):
            # `new` is an address of its own elsewhere.
            codes = {"new", *model._default_manager.values_list("code", flat=True)}
            row.code = free_key(slugify(row.name_en)[:KEY] or str(model._meta.model_name), codes)
        return super().save(commit)


class PermissionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rights as ticks, each said in words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """What the right allows."""
        verb, _underscore, _model = obj.codename.partition("_")
        model = obj.content_type.model_class()
        if verb in VERBS and model and obj.codename == f"{verb}_{model._meta.model_name}":
            return VERBS[verb] % {"what": model._meta.verbose_name_plural}
        return _(obj.name)


def form_class(one: SmallList) -> type[forms.ModelForm]:  # type: ignore[type-arg]
    """The form of a list: the fields that its table names, judged by the form of the admin."""
    fields = [name for row in one.fields for name in row]
    fields += ["active"] if one.is_switched else []
    page = admin.site.get_model_admin(one.model)
    base = type("ListForm", (RowForm, page.form), {})
    return forms.modelform_factory(one.model, form=base, fields=fields, formfield_callback=_field)


def _field(column: Any, **options: Any) -> Any:
    """Text cleaned as everywhere, choices with a blank in words, rights as ticks."""
    if column.is_relation and column.related_model is Permission:
        return PermissionsField(
            offered(),
            required=False,
            label=column.verbose_name,
            help_text=gettext_lazy("What the role may do."),
        )
    if isinstance(column, models.TextField):
        options.setdefault("form_class", Paragraphs)
        options.setdefault("widget", Paragraphs.widget)
    elif isinstance(column, models.CharField) and not column.choices:
        options.setdefault("form_class", Line)
    return column.formfield(**options)


def table_for(one: SmallList) -> Table:
    """How the change log knows the list."""
    table = table_of(one.model)
    assert table is not None, one.name
    return table


def seal(one: SmallList, row: Any) -> str:
    """What the row is now, for the form to carry: whoever saves says what was on the screen."""
    values = logged(row, table_for(one)) if row.pk else {}
    return signing.dumps(values, salt=SALT, compress=True)


def changed_since(one: SmallList, row: Any, sealed: str) -> SetupChange | None:
    """What somebody else has made of the row since the form was shown, as a line of the log would say it;
    None where nothing was."""
    table = table_for(one)
    try:
        seen = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        seen = {}
    now = logged(row, table)
    # The order is no part of the form.
    fields = {name: pair for name, pair in differences(seen, now, table).items() if name != "position"}
    if not fields:
        return None
    return SetupChange(table=table.name, row=str(row.pk), action=SetupChange.Action.CHANGED, fields=fields)


def may(one: SmallList, verb: str, request: HttpRequest, row: Any = None) -> bool:
    """Whether the admin lets this person do it: view, add, change or delete."""
    page = admin.site.get_model_admin(one.model)
    asked = getattr(page, f"has_{verb}_permission")
    return bool(asked(request) if verb == "add" else asked(request, row))
