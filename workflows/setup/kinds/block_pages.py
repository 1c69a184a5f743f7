"""The pages of the blocks of questions: all of them, and one with its names and its questions by cards."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.models import QuestionBlock
from cases.questionnaires import blocks
from cases.views.staff_pages import StaffRequest
from workflows.setup.kinds.block_names import BlockNames
from workflows.setup.kinds.questions import may_change, part_of, questions_page, shown


@questions_page
def all_blocks(request: StaffRequest) -> HttpResponse:
    """The blocks in their order, those out of use last, with the request types that ask each."""
    found = list(QuestionBlock.objects.order_by("-active", "position", "code"))
    users = blocks.users([one.pk for one in found])
    context = {"rows": [(one, users[one.pk]) for one in found], "may_change": may_change(request)}
    return render(request, "staff/setup/kinds/blocks.html", context)


@questions_page
def new(request: StaffRequest) -> HttpResponse:
    """A new block: first its names, then its questions."""
    return _named(request, QuestionBlock())


@questions_page
def block(request: StaffRequest, code: str) -> HttpResponse:
    """A block with its questions by cards; by POST its names are saved."""
    found = get_object_or_404(QuestionBlock, code=code)
    return _named(request, found) if request.method == "POST" else shown(request, part_of(request, found))


def _named(request: StaffRequest, instance: QuestionBlock) -> HttpResponse:
    form = BlockNames(request.POST if request.method == "POST" else None, instance=instance)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                # Nobody begins to ask the block while it goes out of use.
                blocks.lock()
                saved = form.save()
        except IntegrityError:
            form.add_error(
                None, _("Somebody else has made a block of this name at the same moment. Save it again.")
            )
        else:
            messages.success(request, _("The block “%(block)s” is saved.") % {"block": saved.name})
            return redirect("staff:setup_block", saved.code)
    if instance.pk and form.is_bound:
        return shown(request, part_of(request, QuestionBlock.objects.get(pk=instance.pk)), names=form)
    return render(request, "staff/setup/kinds/block_new.html", {"form": form})
