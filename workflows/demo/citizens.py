"""The demo's citizens: invented names, telephones and national IDs that nobody can have."""

import random
from collections import defaultdict
from decimal import Decimal
from typing import Any

from cases.models import Asset, Municipality, RequestType, Subdistrict, Title, Urgency
from workflows.demo.stories import Stories

# The four subdistricts that the sample municipality touches.
SUBDISTRICTS = ("410101", "410104", "410107", "410112")
CITY = (17.4150, 102.7867)
# Half the side of the square around the centre in which cases lie, in degrees (about 3 km).
REACH = 0.03


class Citizens:
    """Draws people and what they write."""

    def __init__(self, rng: random.Random, stories: Stories) -> None:
        self.rng, self.stories = rng, stories
        self.titles = {title.code: title for title in Title.objects.all()}
        self.homes = list(
            Subdistrict.objects.select_related("district__province").filter(code__in=SUBDISTRICTS)
        )
        # Apart from the other draws: the same stories are told with and without numbers to be read.
        self.reads = random.Random(127)  # noqa: S311 - no secrets
        self.assets: dict[str, list[Asset]] = defaultdict(list)
        for one in Asset.objects.filter(active=True):
            self.assets[one.sort].append(one)
        office = Municipality.current()
        self.centre = (office.latitude or CITY[0], office.longitude or CITY[1])

    def home(self) -> Subdistrict:
        """Where the citizen lives: mostly in the middle of the city."""
        return self.rng.choices(self.homes, [6, *[1] * (len(self.homes) - 1)])[0]

    def request(self, request_type: RequestType, home: Subdistrict, *, abroad: bool) -> dict[str, Any]:
        """The columns of a case about this request type; `abroad` for a citizen who writes English."""
        story = self.stories.request_types[request_type.code]
        near = self.stories.place()
        text = story["english"] if abroad else self.rng.choice(story["details"])
        return {
            **(self._visitor() if abroad else self._person()),
            **self._address(home),
            **(self._position(request_type) if request_type.needs_map else {}),
            "phone": f"+66{self.rng.choice('689')}1000{self.rng.randint(0, 9999):04d}",
            "details": self.stories.filled(text, near[1] if abroad else near[0]),
            "place": self._place(near, abroad=abroad),
            "urgency": request_type.urgency or Urgency.NORMAL,
            "national_id": self.national_id() if request_type.needs_national_id else "",
            "hide_identity": bool(story.get("hide")) and self.rng.random() < 0.5,
        }

    def national_id(self) -> str:
        """13 digits with a right check digit; the district 0000 does not exist, so nobody has them."""
        digits = f"00000{self.rng.randint(0, 9999999):07d}"
        total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=True))
        return f"{digits}{(11 - total % 11) % 10}"

    def _person(self) -> dict[str, Any]:
        title = self.rng.choices(["mr", "mrs", "ms"], [5, 3, 3])[0]
        first = self.rng.choice(self.stories.data["first_names"][title])
        last = self.stories.pick("last_names")
        return self._named(title, first[0], last[0], f"{first[1]}.{last[1]}")

    def _visitor(self) -> dict[str, Any]:
        title, first, last = self.stories.pick("visitors")
        return {
            **self._named(title, first, last, f"{first}.{last}"),
            "email": f"{first}.{last}@mail.example".lower(),
        }

    def _named(self, title: str, first: str, last: str, mailbox: str) -> dict[str, Any]:
        mailbox = mailbox.replace("-", "").lower()
        return {
            "title": self.titles[title],
            "first_name": first,
            "last_name": last,
            "email": f"{mailbox}@mail.example" if self.rng.random() < 0.8 else "",
            "line_id": mailbox.replace(".", "_") if self.rng.random() < 0.3 else "",
        }

    def _address(self, home: Subdistrict) -> dict[str, Any]:
        return {
            "house_no": f"{self.rng.randint(1, 999)}/{self.rng.randint(1, 48)}",
            "moo": str(self.rng.randint(1, 12)) if self.rng.random() < 0.4 else "",
            "soi": self.stories.lane() if self.rng.random() < 0.7 else "",
            "road": f"ถนน{self.stories.pick('roads')}",
            "community": self.stories.pick("communities") if self.rng.random() < 0.6 else "",
            "postal_code": home.postal_codes[0],
        }

    def _place(self, near: tuple[str, str], *, abroad: bool) -> str:
        return f"Near {near[1]}" if abroad else f"ใกล้{near[0]} {self.stories.lane()}"

    def _position(self, request_type: RequestType) -> dict[str, Any]:
        """Somewhere near the centre; half of those about a thing with a number have read it."""
        north, east = (self.rng.triangular(-REACH, REACH, 0) for _ in range(2))
        lamps = self.assets.get(request_type.asset_sort)
        if lamps and self.reads.random() < 0.5:
            one = self.reads.choice(lamps)
            return {"asset": one, "latitude": one.latitude, "longitude": one.longitude}
        return {
            "latitude": Decimal(f"{self.centre[0] + north:.6f}"),
            "longitude": Decimal(f"{self.centre[1] + east:.6f}"),
        }
