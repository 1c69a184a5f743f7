"""What is reported in the town, or near a place, and what the city does, as Atom feeds (RFC 4287)."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from cases.forms.public_map import AreaFilter
from cases.intake import public_cases
from cases.models import Municipality
from cases.statistics.public import Row, midnight
from cases.statistics.public_sums import city_figures
from cases.text.dates import month_and_year
from cases.views.public.map import PublicCase

ITEMS = 50
# What feed readers ask again within this time, they and the caches before us answer themselves.
FRESH = 5 * 60


class PublicFeed(Feed):  # type: ignore[type-arg]
    """The newest public cases: of one request type (`kind`), by state, and near a place (`latitude`,
    `longitude`, `metres`)."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> AreaFilter:
        """What the address asks for; 404 until the town has a public map, and for a place that is none."""
        chosen = AreaFilter(request.GET)
        if not public_cases.kinds() or not chosen.is_valid():
            raise Http404
        return chosen

    def title(self, chosen: AreaFilter) -> str:
        """Whose reports they are."""
        return _("What is reported to %(municipality)s") % {"municipality": Municipality.current().name}

    def link(self, chosen: AreaFilter) -> str:
        """The map."""
        return reverse("cases:map")

    def items(self, chosen: AreaFilter) -> list[PublicCase]:
        """The newest first."""
        cases = chosen.cases().select_related("request_type__category").order_by("-received_at", "-pk")
        found = public_cases.near(cases, *chosen.near) if chosen.near else cases
        return [PublicCase(case) for case in found[:ITEMS]]

    def item_title(self, item: PublicCase) -> str:
        """What it is."""
        return f"{item.case.request_type.name} · {item.status_words}"

    def item_description(self, item: PublicCase) -> str:
        """Where it is, and what the staff has cleared."""
        return "\n".join(text for text in (item.place, item.words) if text)

    def item_link(self, item: PublicCase) -> str:
        """Its own page."""
        return reverse("cases:map_case", args=[item.case.number])

    def item_pubdate(self, item: PublicCase) -> datetime.datetime:
        """When it was received."""
        at: datetime.datetime = item.case.received_at
        return at

    def item_updateddate(self, item: PublicCase) -> datetime.datetime:
        """When it was solved."""
        at: datetime.datetime = item.case.resolved_at or item.case.received_at
        return at


@dataclass(frozen=True)
class News:
    """One entry of what the city does."""

    key: str
    title: str
    words: str
    link: str
    at: datetime.datetime


class CityFeed(Feed):  # type: ignore[type-arg]
    """What was solved of late, as the public map shows it, and each whole month in figures."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nothing is chosen; 404 until the town has a public map."""
        if not public_cases.kinds():
            raise Http404

    def title(self) -> str:
        """Whose work it is."""
        return _("What %(municipality)s does") % {"municipality": Municipality.current().name}

    def link(self) -> str:
        """The figures."""
        return reverse("cases:figures")

    def items(self) -> list[News]:
        """The newest first."""
        found = [*_solved(), *_months()]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def item_title(self, item: News) -> str:
        """What happened."""
        return item.title

    def item_description(self, item: News) -> str:
        """More of it."""
        return item.words

    def item_link(self, item: News) -> str:
        """Where it can be read."""
        return item.link

    def item_guid(self, item: News) -> str:
        """A tag URI (RFC 4151): it stays what the page of a case is called, and is no entry of the map's
        feed."""
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{item.key}"

    def item_pubdate(self, item: News) -> datetime.datetime:
        """When it happened."""
        return item.at

    item_updateddate = item_pubdate


def _solved() -> list[News]:
    rows = public_cases.shown().filter(public_cases.solved()).select_related("request_type__category")
    return [_of_case(PublicCase(case)) for case in rows.order_by("-resolved_at", "-pk")[:ITEMS]]


def _of_case(item: PublicCase) -> News:
    case = item.case
    assert case.resolved_at is not None
    days = max(0, (case.resolved_at - case.received_at).days)
    took = ngettext("Solved in %(days)s day.", "Solved in %(days)s days.", days) % {"days": days}
    return News(
        # A case that was opened again and solved again is another piece of news.
        key=f"solved/{case.number}/{case.resolved_at:%Y%m%d}",
        title=_("Solved: %(kind)s") % {"kind": case.request_type.name},
        words="\n".join(text for text in (took, item.place, Truncator(item.words).chars(300)) if text),
        link=reverse("cases:map_case", args=[case.number]),
        at=case.resolved_at,
    )


def _months() -> list[News]:
    """The whole months of the last year, each told when it was over."""
    *whole, _present = city_figures().months
    ends = [*(first for first, _row in whole[1:]), _present[0]]
    return [_of_month(first, row, end) for (first, row), end in zip(whole, ends, strict=True) if row.received]


def _of_month(first: datetime.date, row: Row, end: datetime.date) -> News:
    said = [
        _("%(count)s requests received, %(done)s of them done.")
        % {"count": row.received, "done": row.finished}
    ]
    if row.share is not None:
        said.append(_("%(share)s %% done on time.") % {"share": row.share})
    if row.median is not None:
        said.append(_("Half of them were done within %(days)s days.") % {"days": round(row.median)})
    return News(
        key=f"month/{first:%Y-%m}",
        title=_("%(month)s in figures") % {"month": month_and_year(first)},
        words="\n".join(said),
        link=reverse("cases:figures"),
        at=midnight(end),
    )


public_feed = require_safe(conditional_page(cache_control(public=True, max_age=FRESH)(PublicFeed())))
city_feed = require_safe(conditional_page(cache_control(public=True, max_age=FRESH)(CityFeed())))
