"""The pages of the questions of a request type or of a block: the cards, their buttons, and the form of one.

What is saved is asked from then on, as a new version; old cases keep what they were asked.
"""

import re
from collections.abc import Callable
from copy import copy
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.errors import Stale
from cases.lib.own_addresses import own_address
from cases.models import Question, QuestionBlock, RequestType
from cases.questionnaires import blocks, editing
from cases.questionnaires.editing import NEW, Edit, Owner
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.kinds import question_cards
from workflows.setup.kinds.block_names import BlockNames
from workflows.setup.kinds.question_cards import Part
from workflows.setup.kinds.question_form import QuestionCard
from workflows.setup.seen import CONFLICT, SEEN

P = ParamSpec("P")
# What a form carries besides its fields: where it came from.
NEXT = "next"
WAYS = {"up": -1, "down": 1}
# A card that was dragged: its name, that of the list, the place among the others.
PLACED = re.compile(r"([\w:-]+) [\w-]+ ([0-9]{1,3})", re.ASCII)


def questions_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For those who may see the questions; who may not change them gets a 403 for what they send."""

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_see(request) or (request.method == "POST" and not may_change(request)):
            return render(request, "staff/setup/forbidden.html", status=403)
        return view(request, *args, **kwargs)

    return setup_page(guarded)


def may_see(request: StaffRequest) -> bool:
    """Whether this person may see the questions of the request types."""
    return request.user.has_perm("cases.view_questionset") or may_change(request)


def may_change(request: StaffRequest) -> bool:
    """Whether this person may change them."""
    return bool(request.user.has_perm("cases.change_questionset"))


def questions_part(request: StaffRequest, kind: RequestType) -> dict[str, Any]:
    """The questions of a request type for a page that includes `staff/setup/kinds/questions_part.html`; its
    forms come back to that page. Empty for who may not see them."""
    if not may_see(request):
        return {}
    return {"part": part_of(request, kind, back=request.path)}


@questions_page
def all_kinds(request: StaffRequest) -> HttpResponse:
    """The request types under their categories, those out of use last, with how many questions each asks."""
    asked = Q(question_sets__replaced_at=None)
    found = RequestType.objects.annotate(asks=Count("question_sets__questions", filter=asked))
    rows = found.select_related("category").order_by("-active", "category__position", "position", "code")
    return render(request, "staff/setup/kinds/all_questions.html", {"kinds": rows})


@questions_page
def of_kind(request: StaffRequest, code: str) -> HttpResponse:
    """The questions of a request type by cards; by POST a button changes them."""
    owner = get_object_or_404(RequestType, code=code)
    return _pressed(request, owner) if request.method == "POST" else shown(request, part_of(request, owner))


@questions_page
def of_block(request: StaffRequest, code: str) -> HttpResponse:
    """What the buttons of a block's cards send; the cards stand on the page of the block."""
    owner = get_object_or_404(QuestionBlock, code=code)
    if request.method != "POST":
        return redirect("staff:setup_block", code)
    return _pressed(request, owner)


@questions_page
def question_of_kind(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """The form of one question of a request type, or of a new one."""
    return _question(request, get_object_or_404(RequestType, code=code), key)


@questions_page
def question_of_block(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """The form of one question of a block, or of a new one."""
    return _question(request, get_object_or_404(QuestionBlock, code=code), key)


def part_of(request: StaffRequest, owner: Owner, *, back: str = "") -> Part:
    """The part of a page about these questions, with the form open for which its address asks."""
    part = Part(owner, question_cards.of(owner), may_change(request), back=back)
    wanted = request.GET.get("question", "")
    if part.may_change and wanted and (wanted == NEW or _stored(part, wanted)):
        part.opened, part.form = wanted, _form(part, wanted)
    return part


def shown(
    request: StaffRequest, part: Part, *, names: BlockNames | None = None, status: int = 200
) -> HttpResponse:
    """The page on which the cards stand by themselves, or with the names of the block."""
    name, context = "questions", dict[str, Any](part=part, owner=part.owner)
    if isinstance(part.owner, QuestionBlock):
        name = "block"
        context |= {"form": names or BlockNames(instance=part.owner), "used_by": blocks.used_by(part.owner)}
    return render(request, f"staff/setup/kinds/{name}.html", context, status=status)


def _question(request: StaffRequest, owner: Owner, key: str) -> HttpResponse:
    part = _sent_from(request, owner)
    part.opened = key
    is_there = key == NEW or _stored(part, key) is not None
    if request.method != "POST":
        if not is_there or not part.may_change:
            raise Http404
        part.form = _form(part, key)
        return shown(request, part)
    if not is_there and not _was_asked(part, key):
        raise Http404
    part.form = form = _form(part, key, request.POST, judged="more" not in request.POST)
    seen = request.POST.get(SEEN, "")
    if seen != part.seen:
        # Also before what was typed is put right: the page that follows shows the questions as they are now.
        part.problem = _meanwhile(is_there=is_there)
        return shown(request, part, status=CONFLICT)
    if not form.is_valid():
        return shown(request, part)
    question = form.instance
    question.key = editing.new_key(owner, question.text_en) if key == NEW else key
    edit = partial(editing.with_question, question=question, renamed=form.renamed)
    try:
        version = editing.change(owner, seen, edit)
    except ValidationError as error:
        form.add_error(None, error)
        return shown(request, part)
    except Stale:
        part.problem = _meanwhile(is_there=is_there)
        return shown(request, part, status=CONFLICT)
    said = _("“%(question)s” is saved. From now on version %(version)d is asked; old cases keep theirs.")
    messages.success(request, said % {"question": question.text, "version": version.version})
    if lost := question_cards.left_without(owner, question):
        text = _("This asks for an answer that is not there any more, and never finds it: %(which)s.")
        messages.warning(request, text % {"which": ", ".join(lost)})
    return redirect(f"{part.here}#card-{question.key}")


def _pressed(request: StaffRequest, owner: Owner) -> HttpResponse:
    """Do what the button says. A page that had shown other questions does nothing."""
    part = _sent_from(request, owner)
    try:
        edit, anchor = _edit(owner, request.POST)
        version = editing.change(owner, request.POST.get(SEEN, ""), edit)
    except Stale:
        part.problem = _(
            "Somebody else has changed these questions in the meantime. These are the questions as they are "
            "now. What you have pressed was not done."
        )
        return shown(request, part, status=CONFLICT)
    except ValidationError as error:
        part.problem = " ".join(error.messages)
        return shown(request, part)
    if "remove" in request.POST or "insert" in request.POST:
        text = _("From now on version %(version)d is asked. Old cases keep what they were asked.")
        messages.success(request, text % {"version": version.version})
    return redirect(f"{part.here}#{anchor}")


def _edit(owner: Owner, typed: Any) -> tuple[Edit, str]:
    """What a button, or a card that was dragged, does, and where. Raises ValidationError for neither."""
    for way, step in WAYS.items():
        if name := typed.get(way, ""):
            return partial(editing.moved, owner=owner, name=name, step=step), _anchor(name)
    if placed := PLACED.fullmatch(typed.get("placed", "")):
        name, place = placed[1], int(placed[2])
        return partial(editing.placed, owner=owner, name=name, place=place), _anchor(name)
    if name := typed.get("remove", ""):
        return partial(editing.without, owner=owner, name=name), "questions"
    if (code := typed.get("insert", "")) and isinstance(owner, RequestType):
        return partial(editing.with_block, code=code), _anchor(f"{editing.BLOCK}{code}")
    raise ValidationError(_("Press one of the buttons of the page."))


def _anchor(name: str) -> str:
    return f"card-{name.replace(':', '-')}"


def _sent_from(request: StaffRequest, owner: Owner) -> Part:
    """The part as a form was sent from it."""
    typed = request.POST if request.method == "POST" else request.GET
    back = own_address(request, typed.get(NEXT, ""))
    return Part(owner, question_cards.of(owner), may_change(request), back=back)


def _stored(part: Part, key: str) -> Question | None:
    """The question with this short name that has a card of its own."""
    own = [one for one in part.questions if part.of_block or one.block_id is None]
    return next((one for one in own if one.key == key), None)


def _was_asked(part: Part, key: str) -> bool:
    """Whether this was the short name of a question that an earlier version asked, and is no block's now."""
    earlier = Question.objects.filter(question_set__in=part.owner.question_sets.all(), key=key)
    return earlier.exists() and all(one.key != key for one in part.questions)


def _form(part: Part, key: str, typed: Any = None, *, judged: bool = True) -> QuestionCard:
    """The form of a question, with what was typed; the ones above it are those that it may wait for."""
    question = _stored(part, key)
    place = part.questions.index(question) if question else len(part.questions)
    # A copy: what is typed and found wrong does not stand on the other cards.
    mine = copy(question) if question else Question()
    return QuestionCard(typed, question=mine, earlier=part.questions[:place], judged=judged)


def _meanwhile(*, is_there: bool) -> str:
    """What a person hears whose page had shown other questions: what was typed is kept on the page."""
    if is_there:
        return _(
            "Somebody else has changed these questions in the meantime. Nothing is saved yet: what you have "
            "typed stands below. Save it again to put it into the questions as they are now."
        )
    return _(
        "Somebody else has taken this question out in the meantime. Nothing is saved yet: what you have "
        "typed stands below. Save it again to put it at the end."
    )
