"""The pages on which an administrator changes the words of letters."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import User
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.letters import custom_texts, samples
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content.rendering import Rendered, default_words
from notifications.models import Audience, Letter, LetterText
from notifications.models.letter_texts import Words
from notifications.pages.letter_forms import WordsForm

P = ParamSpec("P")
RIGHT = "notifications.change_lettertext"
GROUPS = (
    (gettext_lazy("To the citizen"), [Audience.CITIZEN]),
    (gettext_lazy("To those who follow a case"), [Audience.FOLLOWER]),
    (gettext_lazy("To outside parties"), [Audience.OUTSIDE]),
)
TO_STAFF = gettext_lazy("To the staff")


@dataclass
class Row:
    """A letter in one language, as the list shows it."""

    letter: Letter
    language: User.Language
    changed: LetterText | None

    @property
    def is_broken(self) -> bool:
        """Whether its changed words cannot be used, so that the default goes out."""
        text = self.changed
        return bool(text and custom_texts.check_words(self.letter, Words(text.subject, text.body)))


def letters_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For those who may change letters; other members of staff get 403."""

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return staff_page(guarded)


@letters_page
@require_safe
def letters(request: StaffRequest) -> HttpResponse:
    """Every letter in both languages; what was changed is marked, and so is what cannot be used."""
    changed = {(text.letter, text.language): text for text in LetterText.objects.all()}
    groups: dict[str, list[tuple[Letter, list[Row]]]] = {}
    for letter in Letter:
        rows = [Row(letter, one, changed.get((letter, one))) for one in User.Language]
        groups.setdefault(_group(letter), []).append((letter, rows))
    return render(request, "notices/letters.html", {"groups": groups.items()})


@letters_page
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: StaffRequest, letter: str, language: str) -> HttpResponse:
    """The words of a letter; by POST they are shown in the letter, or saved."""
    kind = _letter(letter, language)
    text = custom_texts.current(kind, language)
    now = Words(text.subject, text.body) if text else default_words(kind, language)
    form = WordsForm(request.POST or None, letter=kind, user=request.user, initial=now)
    shown = None
    if form.is_valid():
        if "show" not in request.POST:
            return _saved(request, kind, language, form)
        shown = samples.shown(kind, language, form.words, case=form.case, by=request.user)
    return _page(request, Row(kind, User.Language(language), text), form, shown)


@letters_page
@require_POST
def restore(request: StaffRequest, letter: str, language: str) -> HttpResponse:
    """Use the default words again."""
    custom_texts.restore(_letter(letter, language), language)
    messages.success(request, _("The letter has its default words again."))
    return redirect("notifications:words", letter, language)


def _page(request: StaffRequest, row: Row, form: WordsForm, shown: Rendered | None) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "shown": shown,
        "audience": CATALOGUE[row.letter].audience.label,
        "placeholders": custom_texts.known(row.letter).items(),
        "default": default_words(row.letter, row.language),
    }
    return render(request, "notices/words.html", context)


def _saved(request: StaffRequest, letter: Letter, language: str, form: WordsForm) -> HttpResponse:
    custom_texts.change(letter, language, form.words, by=request.user)
    messages.success(request, _("The letter is saved. It goes out like this from now on."))
    return redirect("notifications:words", letter, language)


def _letter(letter: str, language: str) -> Letter:
    if letter not in Letter or language not in User.Language:
        raise Http404
    return Letter(letter)


def _group(letter: Letter) -> str:
    audience = CATALOGUE[letter].audience
    return str(next((name for name, audiences in GROUPS if audience in audiences), TO_STAFF))
