"""Loops on one citizen's receipt: neither the staff's papers nor any other page waits for them."""

from collections.abc import Callable
from functools import partial

from cases.models import Case, Department, RequestType
from tests.attacks.site import Site
from tests.attacks.strangers import Reader, Stranger, at_once, p95, statuses
from tests.factories import STAFF_PASSWORD, FiledFactory
from tests.servers import wait_for

TOGETHER = 20
PAGES = ["/", "/track/", "/en/track/"]
MEGABYTE = 1024 * 1024


def a_case() -> tuple[Case, str]:
    """A case of the engineers', and its password."""
    request_type = RequestType.objects.filter(
        department=Department.objects.get(code="ENG"), restricted=False
    ).first()
    case, password = FiledFactory(request_type=request_type)
    return case, password


def logged_in(site: Site, case: Case, password: str) -> Stranger:
    """The citizen of a case, in a browser."""
    citizen = Stranger(site.url, "127.5.0.1")
    assert citizen.post("/track/", user_id=case.number, password=password).status == 302
    return citizen


def get_ready(person: Stranger, paths: list[str]) -> None:
    """Have these papers made some times, so that every process has started its own maker of them: on a busy
    machine that takes as long as it takes."""

    def made(path: str) -> bool:
        try:
            return person.get(path).status == 200
        except TimeoutError:
            return False

    for path in paths * 3:
        wait_for(partial(made, path), seconds=240, what="a paper")


def test_loops_on_a_receipt_make_nobody_wait(
    site: Site, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    case, password = a_case()
    citizen = logged_in(site, case, password)
    head = Stranger(site.url, "127.6.0.1")
    assert head.post("/staff/login/", username="head.eng", password=STAFF_PASSWORD).status == 302
    receipts = [f"{start}/track/cases/{case.number}/receipt/" for start in ("", "/en")]
    before = site.memory()
    get_ready(citizen, receipts)
    get_ready(head, [f"/staff/cases/{case.number}/pdf/"])
    loops = [partial(citizen.get, receipts[number % 2]) for number in range(size(80, 2000))]
    with Reader(site.url, PAGES) as reader:
        answers = at_once([*loops, partial(head.get, f"/staff/cases/{case.number}/pdf/")], together=TOGETHER)
    more = (site.memory() - before) / MEGABYTE
    *papers, staff = answers
    assert set(statuses(papers)) <= {200, 503}
    assert statuses(papers)[200] > len(papers) / 2
    assert staff.status == 200
    assert reader.refused == 0
    assert more < 300
    figure(
        f"{TOGETHER} loops on a receipt: {statuses(papers)[200]} of {len(papers)} papers, other pages' p95 "
        f"{reader.p95:.2f} s, none refused, the staff's paper {staff.seconds:.1f} s, papers' p95 "
        f"{p95(answer.seconds for answer in papers):.2f} s, memory up by {more:.0f} MB"
    )
