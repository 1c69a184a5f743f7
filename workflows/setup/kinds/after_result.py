"""The pages of the questions after a result: the municipality's, and those of single request types."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.errors import Stale
from cases.models import ResultQuestion
from cases.questionnaires import result_questions
from cases.questionnaires.result_questions import About, Asked
from cases.views.staff_pages import StaffRequest
from workflows.setup.kinds.questions import may_change, questions_page
from workflows.setup.kinds.result_forms import VALUES, AnswerLines, QuestionWords, answer_lines
from workflows.setup.seen import CONFLICT, SEEN, digest

ANSWER = ("position", *VALUES)


@questions_page
def all_questions(request: StaffRequest) -> HttpResponse:
    """Both questions as they are asked: the municipality's or the product's, and those of request types."""
    stored = list(result_questions.every().select_related("request_type"))
    sections = []
    for about in About:
        mine = [one for one in stored if one.about == about]
        brought = None if any(one.request_type is None for one in mine) else result_questions.brought(about)
        # The municipality's first.
        mine.sort(key=lambda one: one.request_type is not None)
        sections.append((about, brought, [(one, list(one.answers.all())) for one in mine]))
    context = {"sections": sections, "may_change": may_change(request)}
    return render(request, "staff/setup/kinds/after_result.html", context)


@questions_page
def new(request: StaffRequest) -> HttpResponse:
    """A question with the words and answers of what is asked today, to be changed."""
    asked = request.GET.get("about", "")
    about = About(asked) if asked in About else About.VERDICT
    whole = _of_all(about)
    proposed = _asked(whole) if whole else result_questions.brought(about)
    instance = ResultQuestion(about=about, text_th=proposed.text_th, text_en=proposed.text_en)
    return _written(request, instance, proposed)


@questions_page
def question(request: StaffRequest, pk: int) -> HttpResponse:
    """One question, to be changed or taken away."""
    found = get_object_or_404(result_questions.every().select_related("request_type"), pk=pk)
    if request.method == "POST" and "remove" in request.POST:
        return _removed(request, found)
    return _written(request, found)


def seal(question: ResultQuestion) -> str:
    """What a page carries to say which words and answers it has shown."""
    if not question.pk:
        return ""
    answers = [[one.pk, *(getattr(one, name) for name in ANSWER)] for one in question.answers.all()]
    return digest(question.pk, question.text_th, question.text_en, answers)


def _written(request: StaffRequest, instance: ResultQuestion, proposed: Asked | None = None) -> HttpResponse:
    title, seen = str(instance) if instance.pk else "", seal(instance)
    typed = request.POST if request.method == "POST" else None
    form = QuestionWords(typed, instance=instance)
    valid = form.is_bound and form.is_valid()
    lines = answer_lines(typed, instance, list(proposed.answers.values()) if proposed else [])
    problem, status = "", 200
    if form.is_bound and request.POST.get(SEEN, "") != seen:
        # Also before what was typed is put right: the page that follows takes the question as it is now.
        problem, status = _meanwhile(), CONFLICT
    elif valid and lines.is_valid():
        try:
            _store(form, lines, request.POST.get(SEEN, ""))
        except Stale:
            problem, status = _meanwhile(), CONFLICT
        except IntegrityError:
            form.add_error(None, _("This is asked already, in a question of its own."))
        else:
            said = _("“%(question)s” is asked from now on. What was answered before keeps its words.")
            messages.success(request, said % {"question": form.instance})
            return redirect("staff:setup_after_result")
    context = {"form": form, "lines": lines, "question": instance, "title": title, "problem": problem}
    context |= {SEEN: seen, "may_change": may_change(request), "instead": _instead(instance)}
    return render(request, "staff/setup/kinds/after_result_question.html", context, status=status)


@transaction.atomic
def _store(form: QuestionWords, lines: AnswerLines, seen: str) -> None:
    """Raises Stale unless the question is the one that the page has shown."""
    if form.instance.pk:
        _as_seen(form.instance.pk, seen)
    form.save()
    lines.save()


def _as_seen(pk: int, seen: str) -> ResultQuestion:
    locked = ResultQuestion.objects.order_by().select_for_update(no_key=True).filter(pk=pk).first()
    if locked is None or seal(locked) != seen:
        raise Stale
    return locked


def _removed(request: StaffRequest, found: ResultQuestion) -> HttpResponse:
    try:
        with transaction.atomic():
            _as_seen(found.pk, request.POST.get(SEEN, "")).delete()
    except Stale:
        form, lines = QuestionWords(instance=found), answer_lines(None, found, [])
        context = {"form": form, "lines": lines, "question": found, "title": str(found), SEEN: seal(found)}
        context |= {"problem": _meanwhile(), "may_change": True, "instead": _instead(found)}
        return render(request, "staff/setup/kinds/after_result_question.html", context, status=CONFLICT)
    messages.success(request, _("“%(question)s” is not asked any more.") % {"question": found})
    return redirect("staff:setup_after_result")


def _instead(question: ResultQuestion) -> str:
    """What is asked where this question is taken away."""
    about = About(question.about)
    whole = _of_all(about) if question.request_type_id else None
    return str(whole) if whole else result_questions.brought(about).text


def _of_all(about: About) -> ResultQuestion | None:
    """The municipality's own question, for every kind that has none."""
    return result_questions.every().filter(about=about, request_type=None).first()


def _asked(question: ResultQuestion) -> Asked:
    answers = {str(one.pk): one for one in question.answers.all()}
    return Asked(question.text_th, question.text_en, answers)


def _meanwhile() -> str:
    return _(
        "Somebody else has changed this question in the meantime. Nothing is saved yet: what you have typed "
        "stands below. Save it again to put it in the place of what is there now."
    )
