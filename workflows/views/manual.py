"""The staff's manual: a chapter as a page and as a PDF, and its pictures, for the staff alone."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.views.staff_pages import StaffRequest, staff_page
from cases.views.tracking.documents import answered
from workflows.manual.chapters import CHAPTERS, Chapter, own_chapter, printed
from workflows.manual.illustrations import FOLDER


@staff_page
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """To the chapter of one's own role."""
    return redirect("staff:help_chapter", chapter=own_chapter(request.user).role)


@staff_page
@require_safe
def page(request: StaffRequest, chapter: str) -> HttpResponse:
    """A chapter, with the ways to the others."""
    context = {"chapter": _found(chapter), "chapters": CHAPTERS.values(), "own": own_chapter(request.user)}
    return render(request, "staff/manual.html", context)


@staff_page
@require_safe
def paper(request: StaffRequest, chapter: str) -> HttpResponse:
    """The same as a PDF."""
    return answered(request, printed(_found(chapter)))


@staff_page
@require_safe
def picture(request: StaffRequest, language: str, name: str) -> HttpResponse:
    """A picture of a chapter."""
    try:
        content = (FOLDER / language / f"{name}.webp").read_bytes()
    except OSError as error:
        # There is none, or no file can have such a name.
        raise Http404 from error
    return HttpResponse(content, content_type="image/webp")


def _found(chapter: str) -> Chapter:
    if chapter not in CHAPTERS:
        raise Http404
    return CHAPTERS[chapter]
