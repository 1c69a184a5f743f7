"""The security log for administrators: filtered, fifty at a time, and as a table to take along."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from cases.audit import security_log as events
from cases.fields.dates import ThaiDateField
from cases.forms import asked
from cases.models import SecurityEvent, SetupChange, User
from cases.views.staff_pages import StaffRequest
from workflows.figures import spreadsheet
from workflows.setup.decorators import setup_page
from workflows.views.log_pages import between, turned

YEARS = 3
AT_ONCE = 1000
# What the details say, where they are a word of ours.
WORDS: dict[str, Any] = {
    "totp": gettext_lazy("Authenticator app"),
    "webauthn": gettext_lazy("Passkey"),
    "recovery_codes": gettext_lazy("Spare code"),
    "password": gettext_lazy("Password"),
    "age": gettext_lazy("after the longest time"),
    "idle": gettext_lazy("after a time without use"),
    "cases": gettext_lazy("All own cases"),
    **dict(SetupChange.Via.choices),
}


def _years(today: Any) -> range:
    return range(today.year, today.year - YEARS, -1)


class EventsForm(forms.Form):
    """What, who, from where and when."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("Event"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *SecurityEvent.Kind.choices],
    )
    person = forms.ModelChoiceField(
        User.objects.order_by("username"),
        label=gettext_lazy("Person"),
        required=False,
        empty_label=gettext_lazy("Anybody"),
    )
    network = forms.CharField(
        label=gettext_lazy("Network"),
        required=False,
        max_length=50,
        help_text=gettext_lazy("As the list shows it, for example 203.0.113.0/24."),
    )
    since = ThaiDateField(label=gettext_lazy("From"), required=False, years=_years)
    until = ThaiDateField(label=gettext_lazy("Until"), required=False, years=_years)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="events_%s")

    @property
    def missing(self) -> list[Any]:
        """What the address asks for that is not on offer, by its name; "before" is the place in the list."""
        return asked.missing(self, "before")

    @property
    def narrowed(self) -> QuerySet[SecurityEvent]:
        """The events that fit all but the person; none where a filter makes no sense."""
        found = SecurityEvent.objects.select_related("by", "about", "case")
        if self.missing:
            return found.none()
        data = self.cleaned_data
        found = found.filter(between(data.get("since"), data.get("until")))
        if data.get("kind"):
            found = found.filter(kind=data["kind"])
        return found.filter(network=data["network"].strip()) if data.get("network") else found

    @property
    def sets(self) -> list[QuerySet[SecurityEvent]]:
        """The events that fit: for a person those by and those about, each read by its own index."""
        found, person = self.narrowed, self.is_valid() and self.cleaned_data.get("person")
        return [found.filter(by=person), found.filter(about=person)] if person else [found]

    @property
    def whole(self) -> QuerySet[SecurityEvent]:
        """The same in one set, the newest first."""
        found, person = self.narrowed, self.is_valid() and self.cleaned_data.get("person")
        found = found.filter(Q(by=person) | Q(about=person)) if person else found
        return found.order_by("-at", "-pk")


@setup_page
def security_log(request: StaffRequest) -> HttpResponse:
    """The events that fit, the newest first."""
    form = EventsForm(request.GET)
    page = turned(request.GET, *form.sets)
    context = {
        "form": form,
        "rows": [(event, details(event)) for event in page.rows],
        "older": page.older,
        "missing": [*form.missing, *page.missing],
        "query": _query(request),
    }
    return render(request, "staff/setup/security.html", context)


@setup_page
def security_table(request: StaffRequest) -> HttpResponse:
    """The events that fit as CSV, sent while they are read; taking them along is an event itself. There
    is none (404) for an address that asks for what is not on offer."""
    form, language = EventsForm(request.GET), get_language()
    if asked.missing(form):
        raise Http404
    events.record(events.Kind.LIST_EXPORTED, by=request.user, subject="security.csv")
    lines = spreadsheet.csv_lines(_rows(form.whole, language))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="security.csv"'
    return answer  # type: ignore[return-value]


def details(event: SecurityEvent) -> str:
    """What an event says besides its kind, in words."""
    if event.subject.startswith("#"):
        return _("unknown name %(mark)s") % {"mark": event.subject}
    return str(WORDS.get(event.subject, event.subject))


def _rows(found: QuerySet[SecurityEvent], language: str | None) -> Iterator[list[spreadsheet.Cell]]:
    """The table, in the language of who asked: it is made after the view has ended."""
    with override(language):
        yield [_("Time"), _("Event"), _("By"), _("About"), _("Case"), _("Network"), _("Device"), _("Details")]
    for event in found.iterator(chunk_size=AT_ONCE):
        with override(language):
            yield [
                timezone.localtime(event.at).isoformat(timespec="seconds"),
                event.get_kind_display(),
                event.by.username if event.by else "",
                event.about.username if event.about else "",
                event.case.number if event.case else "",
                event.network,
                event.device,
                details(event),
            ]


def _query(request: StaffRequest) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    return query.urlencode()
