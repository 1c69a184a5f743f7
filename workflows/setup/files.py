"""The page of the file: the whole set-up to take along, and one to bring in after a look at its changes."""

import hashlib
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.audit import security_log
from cases.change_log.wording import Reader, merged, table_name
from cases.models import SetupChange
from cases.setup import files, safe_yaml
from cases.setup.imports import Unconfirmed, bring_in, rehearse
from cases.setup.safe_yaml import Unreadable
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

SALT = "set-up file"
VALID_SECONDS = 60 * 60


class FileForm(forms.Form):
    """A file of the export."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=gettext_lazy("First you see what it would change; nothing is changed before you confirm."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self) -> str:
        """The text of the file."""
        upload = self.cleaned_data["file"]
        if upload.size > safe_yaml.MOST_BYTES:
            raise ValidationError(_("This file is larger than 2 MB: it is no file of the export."))
        try:
            return safe_yaml.decoded(upload.read())
        except Unreadable as error:
            problem = error.problems[0]
            where = _("Line %(line)s") % {"line": problem.line}
            raise ValidationError(f"{where}: {problem.text}") from error


@setup_page
def export(request: StaffRequest) -> HttpResponse:
    """The whole set-up as a file."""
    security_log.record(security_log.Kind.SETUP_EXPORTED, by=request.user, subject="page")
    name = f"set-up-{timezone.localdate().isoformat()}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(files.written(), content_type="application/yaml; charset=utf-8", headers=headers)


@setup_page
def file(request: StaffRequest) -> HttpResponse:
    """Export, and import in two steps: a look, and the confirmation."""
    if "confirmed" in request.POST:
        return _imported(request)
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None, label_suffix="")
    if sent and form.is_valid():
        return _looked_at(request, form.cleaned_data["file"])
    return render(request, "staff/setup/file.html", {"form": form})


def _looked_at(request: StaffRequest, text: str, *, notice: str = "") -> HttpResponse:
    """What the file would change, with the button that does it; or what is wrong with it."""
    try:
        found = rehearse(text, by=request.user)
    except Unreadable as error:
        context: dict[str, Any] = {"form": FileForm(label_suffix=""), "problems": error.problems}
        return render(request, "staff/setup/file.html", context)
    lines = merged(found.lines)
    kept = {"text": text, "sum": _sum(lines), "left": found.left}
    sealed = signing.dumps(kept, salt=SALT, compress=True)
    context = {"rows": rows_of(lines), "left": found.left, "sealed": sealed, "notice": notice}
    return render(request, "staff/setup/file_look.html", context)


def _imported(request: StaffRequest) -> HttpResponse:
    """Bring it in as it was looked at, also what it leaves to nobody where that has its tick; if it would do
    something else by now, look again."""
    try:
        kept = signing.loads(request.POST["confirmed"], salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("This page was open for too long. Please choose the file again."))
        return redirect("staff:setup_file")
    try:
        with transaction.atomic():
            accepted = kept["left"] if "left" in request.POST else ()
            lines = merged(bring_in(kept["text"], by=request.user, accepted=accepted))
            same = _sum(lines) == kept["sum"]
            transaction.set_rollback(not same)
    except Unconfirmed as error:
        if set(error.sentences) <= set(kept["left"]):
            text = _("Nothing is changed yet. Set the tick if it may be left to nobody.")
            return _looked_at(request, kept["text"], notice=text)
        same = False
    except Unreadable:
        same = False
    if not same:
        text = _("The set-up was changed in the meantime. Please look again at what the file would change.")
        return _looked_at(request, kept["text"], notice=text)
    text = ngettext("%(number)s change was made.", "%(number)s changes were made.", len(lines))
    messages.success(request, text % {"number": len(lines)})
    return redirect("staff:setup_changes")


def rows_of(lines: list[SetupChange]) -> list[tuple[SetupChange, str, Any]]:
    """Lines of the log with the words of their tables and fields."""
    reader = Reader()
    return [(line, table_name(line.table), reader.of(line)) for line in lines]


def _sum(lines: list[SetupChange]) -> str:
    """A sum of what the lines change, to see whether two looks saw the same."""
    said = [[line.table, line.title, line.action, line.fields] for line in lines]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
