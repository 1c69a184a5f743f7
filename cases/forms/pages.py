"""The pages of one request that is being written: their forms, what they hold, and which one comes next."""

import uuid
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from cases.drafts import ownership
from cases.drafts.uploads import DraftUploads
from cases.forms.person import YouForm, home_area
from cases.forms.request import ASIDE, PageForm, WhatForm, WhereForm
from cases.intake.similar_cases import Nearby, similar
from cases.models import Draft, QuestionSet, RequestType
from cases.questionnaires.answer_uploads import AnswerUploads, answer_uploads
from cases.questionnaires.versions import to_ask

FORMS: dict[str, type[PageForm]] = {form.page: form for form in (WhatForm, WhereForm, YouForm)}
WHAT, WHERE, YOU = FORMS
# Comes between where and you, but only where cases like this are near by.
SIMILAR = "similar"
CHECK = "check"
ORDER = (WHAT, WHERE, SIMILAR, YOU, CHECK)
PAGE_COUNT = 4
DEGREES = ("latitude", "longitude")
# So much of one field is kept: far more than any field takes, so that nothing typed by hand is cut.
LONGEST = 20_000


class Pages:
    """A draft with its photos and its questions, page by page."""

    def __init__(self, request: HttpRequest, draft: Draft) -> None:
        self.request, self.draft = request, draft

    @property
    def request_type(self) -> RequestType:
        """What is asked for."""
        return self.draft.request_type

    @property
    def token(self) -> uuid.UUID:
        """Of the draft, its photos and the case to come."""
        return self.draft.token

    @cached_property
    def uploads(self) -> DraftUploads:
        """The photos of the matter."""
        return DraftUploads(self.request, self.token, accepts_pdf=self.request_type.accepts_pdf)

    @cached_property
    def asked(self) -> QuestionSet | None:
        """The questions, in the version that the citizen has seen."""
        shown = self.request.POST.get("question_set") or self.draft.question_set_id
        return to_ask(self.request_type, str(shown))

    @cached_property
    def answer_uploads(self) -> dict[str, AnswerUploads]:
        """The photos that answer questions."""
        return answer_uploads(self.request, self.token, self.asked)

    def saved(self, page: str) -> PageForm:
        """The form of a page as it was left; with its errors where it was judged and had some."""
        if self.draft.state(page) == Draft.State.WRONG:
            judged: PageForm = self.filled(page)
            return judged
        return self.unjudged(page, self.draft.typed(page))

    def filled(self, page: str, typed: QueryDict | None = None) -> Any:
        """The form of a page to be judged, with what is typed now or was kept."""
        return self._form(page, self.draft.typed(page) if typed is None else typed)

    def unjudged(self, page: str, typed: QueryDict) -> PageForm:
        """The form of a page with what was typed, without a judgement."""
        initial = typed.dict() if typed else self._first(page)
        return self._form(page, initial=initial, typed=typed)

    def take(self, page: str) -> list[str]:
        """Take the photos that came with a page; what is wrong with the others. Call it outside a
        transaction."""
        by_page: dict[str, list[DraftUploads]] = {
            WHAT: [self.uploads, *self.answer_uploads.values()],
            # A page from before the photos stood on the first one still sends them.
            WHERE: [self.uploads] if self.request.FILES.getlist("photos") else [],
        }
        for uploads in by_page.get(page, []):
            uploads.take()
        return [problem for uploads in by_page.get(page, []) for problem in uploads.problems]

    def keep(self, form: PageForm, typed: QueryDict, *, state: str) -> None:
        """Store what was typed into a page's form."""
        if isinstance(form, WhatForm):
            self.draft.question_set = form.asked
        ownership.keep(self.draft, form.page, _of_the_form(typed, form), state=state)

    def look_near(self, form: WhereForm) -> None:
        """Let the page of similar cases come next where there are some by this place, and it is a new one."""
        named = zip((*DEGREES, "area"), _place(form), strict=True)
        # An area by its code: its name is another in the other language.
        place = {name: [str(getattr(value, "code", value))] for name, value in named}
        if dict(self.draft.typed(SIMILAR).lists()) == place:
            return
        found = similar(self.request_type, *_place(form))
        state = Draft.State.TYPED if found else Draft.State.DONE
        ownership.keep(self.draft, SIMILAR, place, state=state)

    def similar(self) -> list[Nearby]:
        """Open cases like this one by its place, as strangers may know them."""
        where = self.filled(WHERE)
        where.is_valid()
        return similar(self.request_type, *_place(where))

    def go_on(self) -> None:
        """None of the similar cases is the citizen's."""
        ownership.keep(self.draft, SIMILAR, dict(self.draft.typed(SIMILAR).lists()), state=Draft.State.DONE)

    def next(self) -> str:
        """The first page that is not done; the check page where all are."""
        for page in FORMS:
            if page == YOU and self.draft.state(SIMILAR) == Draft.State.TYPED:
                return SIMILAR
            if self.draft.state(page) != Draft.State.DONE:
                return page
        return CHECK

    def is_open(self, page: str) -> bool:
        """Whether all pages before this one are done."""
        return ORDER.index(page) <= ORDER.index(self.next())

    def all_judged(self) -> dict[str, Any]:
        """The forms of all pages, judged together; a page that is wrong is no longer done."""
        found = {page: self.filled(page) for page in FORMS}
        for page, form in found.items():
            if not form.is_valid():
                ownership.keep(
                    self.draft, page, dict(self.draft.typed(page).lists()), state=Draft.State.WRONG
                )
        return found

    def words(self) -> Iterator[tuple[Any, Any]]:
        """Label and text of all that was typed, for a page that can only give it back."""
        for page in FORMS:
            for field in self.unjudged(page, self.draft.typed(page)):
                chosen = isinstance(field.field.widget, (forms.Select, forms.CheckboxInput, forms.FileInput))
                if not (chosen or field.is_hidden) and (value := field.value()):
                    yield field.label, ", ".join(value) if isinstance(value, (list, tuple)) else value

    def _form(
        self, page: str, data: QueryDict | None = None, *, typed: Any = None, **options: Any
    ) -> PageForm:
        if page == WHAT:
            options["uploads"] = self.uploads
        form = FORMS[page](data, request_type=self.request_type, **options)
        if isinstance(form, WhatForm):
            form.ask(self.asked, uploads=self.answer_uploads, typed=typed)
        return form

    def _first(self, page: str) -> dict[str, Any]:
        """What stands in an empty page: the municipality's own district, on the one with the address."""
        return dict(zip(("province", "district"), home_area(), strict=True)) if page == YOU else {}


def columns(judged: Mapping[str, PageForm]) -> dict[str, Any]:
    """What is stored of valid pages as columns of the case, without its subdistrict."""
    cleaned = {name: value for form in judged.values() for name, value in form.cleaned_data.items()}
    return {name: value for name, value in cleaned.items() if name not in ASIDE}


def _place(where: WhereForm) -> tuple[Any, ...]:
    """What a judged form says of the place: its degrees and its area."""
    return tuple(where.cleaned_data.get(name) for name in (*DEGREES, "area"))


def _of_the_form(typed: QueryDict, form: PageForm) -> dict[str, list[str]]:
    """What belongs to the form's fields, also those of several inputs (`name_day`)."""
    names = tuple(f"{name}_" for name in form.fields)
    return {
        name: [value[:LONGEST] for value in values]
        for name, values in typed.lists()
        if name in form.fields or name.startswith(names)
    }
