"""What a person keeps: saved views, the look of the inbox, the keyboard's shortcuts, and how letters come."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.db.insert_once import put
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.forms.filters import query_of
from workflows.forms.own import AfterStepForm, LettersForm
from workflows.forms.saved import SaveForm
from workflows.inbox import saved_views
from workflows.models import Preference, SavedView

CHOICES = {"look": Preference.Look, "density": Preference.Density, "columns": Preference.Columns}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: StaffRequest) -> HttpResponse:
    """The saved views that can be removed; by POST one more."""
    posted = request.method == "POST"
    form = SaveForm(request.POST if posted else None, user=request.user)
    if posted and form.is_valid():
        view = form.save()
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return redirect(f"{reverse('staff:inbox')}?{view.query}")
    found = saved_views.to_remove(request.user).select_related("owner", "department")
    return render(request, "staff/views.html", {"form": form if posted else None, "views": found})


@staff_page
@require_POST
def remove_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a view of one's own, or of a department that one heads."""
    found = SavedView.objects.filter(pk=pk).first()
    if found is None:
        messages.info(request, _("This view has been removed already."))
        return redirect("staff:views")
    view = get_object_or_404(saved_views.to_remove(request.user), pk=pk)
    view.delete()
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect("staff:views")


@staff_page
@require_POST
def shortcuts(request: StaffRequest) -> HttpResponse:
    """Switch the keyboard's shortcuts on or off for this person."""
    on = request.POST.get("on") == "1"
    put(Preference(user=request.user, shortcuts=on), key=["user"], update=["shortcuts"])
    text = _("The keyboard shortcuts are on.") if on else _("The keyboard shortcuts are off.")
    messages.success(request, text)
    back = query_of(QueryDict(request.POST.get("back", "")[:1000]))
    return redirect(f"{reverse('staff:inbox')}?{back}")


@staff_page
@require_POST
def look(request: StaffRequest) -> HttpResponse:
    """Keep how this person wants to look at the inbox: the way, the rows, the columns of the board. What is
    no choice changes nothing."""
    wanted = {name: request.POST.get(name, "") for name in ("look", "density", "columns")}
    chosen = {name: value for name, value in wanted.items() if value in CHOICES[name].values}
    if chosen:
        put(Preference(user=request.user, **chosen), key=["user"], update=list(chosen))
    back = query_of(QueryDict(request.POST.get("back", "")[:1000]))
    return redirect(f"{reverse('staff:inbox')}?{back}")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def after_step(request: StaffRequest) -> HttpResponse:
    """Where this person goes on after a step with a case."""
    kept = Preference.objects.filter(user=request.user).first() or Preference(user=request.user)
    form = AfterStepForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        put(form.instance, key=["user"], update=["after_step"])
        messages.success(request, _("Your choice is saved."))
        return redirect("staff:after_step")
    return render(request, "staff/after_step.html", {"form": form})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: StaffRequest) -> HttpResponse:
    """The language of this person's letters, and one each morning instead of many reminders."""
    form = LettersForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choice is saved."))
        return redirect("staff:letters")
    return render(request, "staff/letters.html", {"form": form})
