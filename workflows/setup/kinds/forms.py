"""The forms of a kind of request: the kind itself, its causes, and who reads it where it is restricted."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import Line, OneInALine, Paragraphs
from cases.forms.named import with_code
from cases.forms.request_types import PARTS, RequestTypeForm
from cases.models import Category, Cause, KindReader, RequestType, Unit, User
from cases.questionnaires.definitions import free_key
from cases.text.collation import BY_NAME
from workflows.setup.seen import digest

# What the form carries besides its fields: the seal of the content that its page has shown.
WORD = 100
FIELDS = [name for part in PARTS for name in part.fields]


class Words(OneInALine, Paragraphs):
    """Everyday words, each once."""

    def clean(self, value: Any) -> list[str]:
        """Return the list. Raises ValidationError where a line is too long."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        words = list(dict.fromkeys(line for line in lines if line))
        if any(len(one) > WORD for one in words):
            raise ValidationError(_("Each line has %(most)s characters at most.") % {"most": WORD})
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines are others."""
        return super().has_changed(self.prepare_value(initial), "\n".join((data or "").splitlines()))


class KindForm(RequestTypeForm):
    """A kind of request, in the parts of its page."""

    use_required_attribute = False

    synonyms = Words(
        label=gettext_lazy("Everyday words"),
        required=False,
        max_length=10_000,
        help_text=gettext_lazy("By which citizens look for it, one in each line."),
    )

    class Meta:
        model = RequestType
        fields = FIELDS
        field_classes = {"name_th": Line, "name_en": Line, "stop_th": Paragraphs, "stop_en": Paragraphs}
        number = forms.TextInput(attrs={"inputmode": "numeric", "size": 5})
        text = forms.Textarea(attrs={"rows": 3})
        widgets = {
            "target_working_days": number,
            "position": number,
            "person_fields": forms.RadioSelect,
            "stop_th": text,
            "stop_en": text,
        }
        help_texts = {
            "code": gettext_lazy(
                "Latin letters, in the address of its form; it stays. Empty: made of the English name."
            ),
            "position": gettext_lazy("Its place in the lists: the smallest number stands first."),
            "active": gettext_lazy("Citizens and the counter can ask for it."),
            "licence": gettext_lazy("Something that the municipality permits, such as a building."),
            "needs_map": gettext_lazy("The place has to be described or shown on the map."),
            "needs_photo": gettext_lazy("Asked for first; whoever has none says why."),
            "needs_national_id": gettext_lazy("It is kept encrypted."),
        }

    def __init__(self, *args: Any, may_change: bool = True, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.fields["name_en"].required = False
        unit = self.fields["unit"]
        unit.queryset = unit.queryset.select_related("department")  # type: ignore[attr-defined]
        unit.label_from_instance = _with_department  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["code"]
        else:
            self.fields["code"].required = False
        if not may_change:
            for field in self.fields.values():
                field.disabled = True

    def parts(self) -> Iterator[tuple[str, Any, list[forms.BoundField]]]:
        """The fields that there are, by the parts of the page: name, heading and fields of each."""
        for part in PARTS:
            yield part.name, part.title, [self[name] for name in part.fields if name in self.fields]

    def clean_name_en(self) -> str:
        """The Thai name, where there is no English one."""
        return str(self.cleaned_data["name_en"] or self.cleaned_data.get("name_th", ""))

    def clean(self) -> dict[str, Any]:
        """A new kind without a short name gets a free one."""
        data = super().clean() or self.cleaned_data
        if "code" in self.fields and "code" not in self.errors and not data.get("code"):
            taken = set(RequestType.objects.values_list("code", flat=True))
            data["code"] = free_key(slugify(data.get("name_en") or "")[:40].strip("-") or "kind", taken)
        return data


class CauseRow(forms.ModelForm):  # type: ignore[type-arg]
    """A cause; its short name is made when it is stored."""

    use_required_attribute = False

    class Meta:
        model = Cause
        fields = ["name_th", "name_en", "position", "active"]
        field_classes = {"name_th": Line, "name_en": Line}
        widgets = {"position": forms.TextInput(attrs={"inputmode": "numeric", "size": 4})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.fields["name_en"].required = False

    def clean_name_en(self) -> str:
        """The Thai name, where there is no English one."""
        return str(self.cleaned_data["name_en"] or self.cleaned_data.get("name_th", ""))


class CauseRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The causes of a kind; switched off, never deleted."""

    may_change = True

    def initial_form_count(self) -> int:
        """As many as are stored, whatever was sent."""
        return min(super().initial_form_count(), len(self.get_queryset()))

    def add_fields(self, form: Any, index: int | None) -> None:
        """What is stored can be changed only by who may."""
        super().add_fields(form, index)
        if form.instance.pk and not self.may_change:
            for name in CauseRow.Meta.fields:
                form.fields[name].disabled = True

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """Store a new cause under a free short name."""
        taken = set(Cause.objects.values_list("code", flat=True))
        wanted = f"{self.instance.code}-{slugify(form.cleaned_data['name_en'])}"[:40].strip("-")
        form.instance.code = free_key(wanted, taken)
        return super().save_new(form, commit)


class ReadersForm(forms.Form):
    """Who reads the cases of a restricted kind, and acts as their head."""

    use_required_attribute = False

    stay = forms.ModelMultipleChoiceField(
        KindReader.objects.none(),
        label=gettext_lazy("Named now"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever is not ticked any more may read such cases no longer."),
    )
    added = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Name one more person"),
        required=False,
        empty_label="–",
    )

    def __init__(self, data: Any, *, kind: RequestType, may_add: bool, may_remove: bool) -> None:
        super().__init__(data, label_suffix="", prefix="readers")
        self.kind = kind
        named = KindReader.objects.filter(kind=kind.pk).select_related("user").order_by("pk")
        stay, added = self.fields["stay"], self.fields["added"]
        stay.queryset = named  # type: ignore[attr-defined]
        stay.label_from_instance = lambda reader: str(reader.user)  # type: ignore[attr-defined]
        stay.initial = [one.pk for one in named]
        stay.disabled = not may_remove
        if not stay.initial:
            del self.fields["stay"]
        people = User.objects.filter(is_active=True).exclude(pk__in=[one.user_id for one in named])
        added.queryset = people.order_by(*BY_NAME)  # type: ignore[attr-defined]
        if not may_add:
            del self.fields["added"]

    def save(self, kind: RequestType) -> None:
        """Remove who was not ticked any more, and add who was chosen."""
        if "stay" in self.fields:
            staying = {one.pk for one in self.cleaned_data["stay"]}
            for reader in KindReader.objects.filter(kind=kind).exclude(pk__in=staying):
                reader.delete()
        if person := self.cleaned_data.get("added"):
            KindReader.objects.create(kind=kind, user=person)


class Forms:
    """All that is saved by one press on the page of a kind, as far as this person may see it."""

    def __init__(self, kind: RequestType, user: User, typed: Mapping[str, Any] | None = None) -> None:
        self.user, self.stored = user, kind
        verb = "change" if kind.pk else "add"
        self.may_save = user.has_perm(f"cases.{verb}_requesttype")
        self.kind = KindForm(typed, instance=kind, may_change=self.may_save)
        self.causes = self._causes(kind, typed) if self._may_any("cause") else None
        self.readers = self._readers(kind, typed) if self._may_any("kindreader", "delete") else None

    def are_valid(self) -> bool:
        """Judge all of them, each whatever the others say."""
        judged = [one.is_valid() for one in self._all()]
        return all(judged)

    def __iter__(self) -> Iterator[forms.BoundField]:
        """The fields outside of rows, for the list of what is wrong."""
        yield from self.kind
        yield from self.readers or ()

    @property
    def errors(self) -> Any:
        """What is wrong with them; nothing where they were not sent."""
        return self.kind.errors or (self.readers.errors if self.readers else {})

    def non_field_errors(self) -> Any:
        """What is wrong with no single field."""
        return self.kind.non_field_errors()

    def save(self) -> RequestType:
        """Store the kind with all that belongs to it. Call it in a transaction, when they are valid."""
        saved: RequestType = self.kind.save()
        if self.causes is not None:
            self.causes.save()
        if self.readers is not None:
            self.readers.save(saved)
        return saved

    def _all(self) -> list[Any]:
        return [one for one in (self.kind, self.causes, self.readers) if one is not None]

    def _may(self, verb: str, model: str) -> bool:
        return self.may_save and self.user.has_perm(f"cases.{verb}_{model}")

    def _may_any(self, model: str, *verbs: str) -> bool:
        return any(self.user.has_perm(f"cases.{verb}_{model}") for verb in ("view", "add", "change", *verbs))

    def _causes(self, kind: RequestType, typed: Any) -> CauseRows:
        may_add = self._may("add", "cause")
        made: Any = inlineformset_factory(
            RequestType,
            Cause,
            form=CauseRow,
            formset=CauseRows,
            extra=2 if may_add else 0,
            can_delete=False,
            edit_only=not may_add,
        )
        made.may_change = self._may("change", "cause")
        found: CauseRows = made(typed, instance=kind, prefix="causes")
        return found

    def _readers(self, kind: RequestType, typed: Any) -> ReadersForm:
        may_add, may_remove = self._may("add", "kindreader"), self._may("delete", "kindreader")
        return ReadersForm(typed, kind=kind, may_add=may_add, may_remove=may_remove)


def begun(category: str = "") -> RequestType:
    """A kind that is not stored yet: the last in its lists, and no proposal of ours."""
    last = RequestType.objects.aggregate(last=Max("position"))["last"] or 0
    chosen = Category.objects.filter(code=category, active=True).first() if category else None
    return RequestType(position=last + 1, category=chosen, confirmed=True)


def seal(kind: RequestType) -> str:
    """What a page carries to say which content it has shown; of a kind that is not stored it is empty."""
    if not kind.pk:
        return ""
    fields = {field.attname: getattr(kind, field.attname) for field in kind._meta.concrete_fields}
    causes = list(kind.causes.order_by("pk").values_list("pk", *CauseRow.Meta.fields))
    readers = list(kind.readers.order_by("pk").values_list("user", flat=True))
    return digest(fields, causes, readers)


def _with_department(unit: Unit) -> str:
    return f"{unit.department.name}: {with_code(unit)}"
