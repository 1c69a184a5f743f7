"""What comes from Traffy Fondue: reports become cases, and stars, reopenings and news of others reach them.

They are asked every so often what has changed; where they have called, that one report is read anew: what a
call itself says is believed in nothing but the number. Each report is taken in once, however often it comes.
"""

import datetime
import logging
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases import actions
from cases.db.insert_once import leave
from cases.errors import AlreadyDone, Busy, Refused, TooManyTries
from cases.lib.http_client import Unanswered
from cases.lib.lost_races import tried_again
from cases.models import Case, Feedback, Municipality, RequestType, Status
from notifications.letters.traffy import STATES, from_there
from notifications.models import TraffyBridge, TraffyKind, TraffyReport
from notifications.traffy import client
from notifications.traffy.client import NoCredit, NotDone
from notifications.traffy.filing import file_report, offered, suggested
from notifications.traffy.said import Said, read, taken_up, type_names

log = logging.getLogger(__name__)
State = TraffyReport.State
# So many reports that they have called about are read in one run.
AT_ONCE = 20
MOST_TYPES = 300
# Whoever has not looked for longer asks for three days.
ONE_DAY = datetime.timedelta(hours=20)
# After trouble they are left alone for so long.
PAUSE = datetime.timedelta(minutes=10)


def work(*, now: datetime.datetime | None = None) -> None:
    """Read what they have called about, and look whether it is time. Safe to run twice, and several at once;
    does nothing while the bridge is off, and for some minutes after trouble."""
    now = now or timezone.now()
    bridge = TraffyBridge.objects.first() if Municipality.current().traffy else None
    if bridge is None:
        return
    is_time = bridge.next_at is None or bridge.next_at <= now
    if bridge.trouble and not is_time:
        return
    trouble = ""
    try:
        _read_called()
        if is_time:
            look(now=now)
    except (NotDone, NoCredit, Unanswered) as error:
        trouble = str(error)[:200] or type(error).__name__
        log.warning("Traffy Fondue: %s", type(error).__name__)
        TraffyBridge.objects.update(next_at=now + min(PAUSE, datetime.timedelta(minutes=bridge.every)))
    TraffyBridge.objects.update(trouble=trouble)


def look(*, now: datetime.datetime) -> int:
    """Ask what has changed, and take it in; return how many reports came. Raises NotDone, NoCredit, and
    Unanswered."""
    bridge = TraffyBridge.objects.get()
    # Two at once would ask twice.
    free = TraffyBridge.objects.filter(next_at=bridge.next_at)
    if not free.update(next_at=now + datetime.timedelta(minutes=bridge.every)):
        return 0
    recent = bridge.looked_at is not None and bridge.looked_at > now - ONE_DAY
    asked = {"org_id": bridge.organisation, "duration": "today" if recent else "3days"}
    rows = client.ask("GET", "/get-issues/v2", query=f"?{urlencode(asked)}", looks=True)
    reports = [said for said in map(read, rows if isinstance(rows, list) else []) if said]
    for said in reports:
        take(said, since=bridge.since)
    TraffyBridge.objects.update(looked_at=now)
    return len(reports)


def called(ticket: str, *, now: datetime.datetime | None = None) -> None:
    """They say that something is new about this report: it is read with the next run."""
    now = now or timezone.now()
    leave(TraffyReport(ticket=ticket, called_at=now, came_at=now))
    TraffyReport.objects.filter(ticket=ticket, called_at=None).update(called_at=now)


def again(report: TraffyReport) -> None:
    """Try once more what could not be read or taken in."""
    if report.said:
        _file(report, taken_up(report.said))
        return
    TraffyReport.objects.filter(pk=report.pk).update(called_at=timezone.now(), trouble="")


def note_types(names: Iterable[str]) -> None:
    """Have these types in the table, without a kind where they are new."""
    if TraffyKind.objects.count() < MOST_TYPES:
        for name in names:
            leave(TraffyKind(name=name))


def learn_types() -> None:
    """Ask for the types of the organisation. Raises NotDone, NoCredit, and Unanswered."""
    asked = urlencode({"org_id": TraffyBridge.objects.get().organisation})
    rows = client.ask("GET", "/get-type-list/v2", query=f"?{asked}", looks=True)
    note_types(type_names(rows)[:MOST_TYPES])


def take(said: Said, *, since: datetime.datetime | None) -> None:
    """Take in what they say of one report: a new one, or what is new about one that is known."""
    report = TraffyReport.objects.filter(ticket=said.ticket).select_related("case__request_type").first()
    report = report or _own(said) or _begun(said, since)
    if report is None:
        return
    if report.state == State.LINKED:
        _follow(report, said)
    elif report.state in (State.NEW, State.WAITING):
        _take_in(report, said)


def _read_called() -> None:
    waiting = TraffyReport.objects.filter(called_at__isnull=False, ticket__isnull=False)
    for report in waiting.order_by("called_at")[:AT_ONCE]:
        try:
            row = client.ask(
                "GET", "/get-issue/v1", query=f"?{urlencode({'ticket_id': report.ticket})}", looks=True
            )
        except NotDone as error:
            if not 400 <= error.status < 500:
                raise
            _settle(report, trouble=str(error), state=State.FAILED if report.state == State.NEW else None)
            continue
        _settle(report)
        said = read(row[0] if isinstance(row, list) and row else row)
        if said is None or said.ticket != report.ticket:
            _settle(report, trouble=_("Their answer is about another report."))
        elif report.state == State.NEW and TraffyBridge.objects.get().organisation not in said.organisations:
            # Whoever knows the address can name any number.
            _settle(report, state=State.ASIDE, trouble=_("It is not with our organisation."))
        else:
            take(said, since=None)


def _settle(report: TraffyReport, *, trouble: str = "", state: str | None = None) -> None:
    changed = {"called_at": None, "trouble": trouble[:300]} | ({"state": state} if state else {})
    TraffyReport.objects.filter(pk=report.pk).update(**changed)


def _own(said: Said) -> TraffyReport | None:
    """The report that we have sent and of which their answer was lost."""
    sent = TraffyReport.objects.filter(ours=True, ticket=None, case__number=said.own_number)
    if not said.own_number or not sent.update(ticket=said.ticket, status=said.status):
        return None
    return TraffyReport.objects.select_related("case__request_type").get(ticket=said.ticket)


def _begun(said: Said, since: datetime.datetime | None) -> TraffyReport | None:
    if since is not None and (said.at is None or said.at < since):
        return None
    leave(TraffyReport(ticket=said.ticket))
    return TraffyReport.objects.get(ticket=said.ticket)


def _take_in(report: TraffyReport, said: Said) -> None:
    """Keep what they say of a report that is no case yet, and make it one."""
    TraffyReport.objects.filter(pk=report.pk, case=None).update(
        said=said.kept(),
        status=said.status,
        activity=said.activity,
        stars=said.stars,
        reopened=said.reopened,
        seen=max(len(said.timeline), report.seen),
    )
    _file(TraffyReport.objects.get(pk=report.pk), said)


def _file(report: TraffyReport, said: Said) -> None:
    """Make it a case where its kind is known, else let it wait at the counter."""
    waits = TraffyReport.objects.filter(pk=report.pk, case=None)
    waits.update(state=State.WAITING, trouble="")
    kind = _kind(said)
    if kind is None:
        return
    try:
        file_report(report, kind)
    except AlreadyDone:
        return
    except Refused as refused:
        waits.update(state=State.FAILED, trouble=str(refused)[:300])
    except (TooManyTries, Busy, OSError) as error:
        # The next look takes it in.
        waits.update(state=State.NEW, trouble=type(error).__name__)


def _kind(said: Said) -> RequestType | None:
    kinds = {kind.pk: kind for kind in offered()}
    if said.kind:
        note_types([said.kind])
        row = TraffyKind.objects.filter(name=said.kind).first()
        if row is not None and row.request_type_id in kinds:
            return kinds[row.request_type_id]
    return suggested(said) if TraffyBridge.objects.get().by_suggestion else None


def _follow(report: TraffyReport, said: Said) -> None:
    """Bring what is new there to the case."""
    news = list(_news(report, said))
    case = report.case
    assert case is not None
    if said.stars is not None and said.stars != report.stars:
        news += _done(lambda: _rated(case, said.stars), _("Stars in Traffy Fondue: %(stars)s") % vars(said))
    if said.reopened > report.reopened:
        news += _done(lambda: _reopened(case), _("Opened again in Traffy Fondue."))
    if news:
        tried_again(lambda: actions.note(case, by=None, text="\n".join(news)))
    TraffyReport.objects.filter(pk=report.pk).update(
        status=said.status or report.status,
        activity=said.activity or report.activity,
        stars=said.stars if said.stars is not None else report.stars,
        reopened=max(said.reopened, report.reopened),
        seen=max(len(said.timeline), report.seen),
    )


def _news(report: TraffyReport, said: Said) -> list[str]:
    """The state there, where somebody else has set it, and what other organisations wrote."""
    found = []
    if said.status and said.status != report.status and not _is_ours(report, said.status):
        found.append(_("Traffy Fondue, state: %(state)s") % {"state": said.status})
    own = TraffyBridge.objects.get().organisation
    for organisation, name, words in said.timeline[report.seen :]:
        if words and organisation != own:
            found.append(f"Traffy Fondue, {name}: {words}")
    return found


def _is_ours(report: TraffyReport, status: str) -> bool:
    """Whether it is the state that our own last step has set, or sets at this moment."""
    case = report.case
    last = {Status.RESOLVED: "finish", Status.CLOSED: "finish", Status.REJECTED: "finish"}
    return not report.ours and case is not None and status == STATES.get(last.get(case.status, ""), "")


def _done(step: Callable[[], object], otherwise: str) -> list[str]:
    """Do a step of the citizen's; where the case does not take it now, its officer reads of it."""
    try:
        with from_there():
            tried_again(step)
    except (Refused, TransitionNotAllowed, ConcurrentTransition) as refused:
        why = str(refused) if isinstance(refused, Refused) else _("The case has changed in the meantime.")
        return [f"{otherwise} {why}"]
    return []


def _rated(case: Case, stars: int | None) -> None:
    actions.rate(case, verdict=Feedback.Verdict.UNKNOWN, rating=stars)


def _reopened(case: Case) -> None:
    actions.reopen(case, reason=_("Opened again in Traffy Fondue."))
