"""What is reported in the town, or near a place, as an Atom feed (RFC 4287)."""

import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cases.forms.public_map import AreaFilter
from cases.intake import public_cases
from cases.models import Municipality
from cases.views.public.map import PublicCase

ITEMS = 50


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
