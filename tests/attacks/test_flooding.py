"""Filing and drafts without end from one address: bounded, and everybody else files on."""

from collections.abc import Callable
from functools import partial

from cases.limits.intake import DRAFTS
from cases.models import Draft
from tests.attacks.site import Site
from tests.attacks.strangers import Answer, Stranger, at_once, statuses

Size = Callable[[int, int], int]
Figure = Callable[[str], None]


def begin(site: Site, address: str, words: str = "หลุมลึก") -> Answer:
    """The first page of a request, sent by a browser that was never here."""
    return Stranger(site.url, address).post("/requests/road_damage/what/", details=words)


def test_drafts_without_end(site: Site, size: Size, figure: Figure):
    long = "ก" * 20_000
    many = size(60, 2 * DRAFTS)
    answers = at_once(partial(begin, site, "127.1.0.1", long) for _ in range(many))
    stored = sum(len(draft.content) for draft in Draft.objects.all()) / 1024 / 1024
    assert (Draft.objects.count() <= 1.1 * DRAFTS, stored < 40) == (True, True)
    assert begin(site, "127.154.0.1").status == 302
    figure(
        f"one address, {len(answers)} drafts of 20,000 letters: {dict(statuses(answers))}, {stored:.1f} MB "
        "stored; another network goes on"
    )
