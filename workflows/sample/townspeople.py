"""The sample's citizens and what they write: the demo's words, and many more of them."""

import random
import uuid
from pathlib import Path

from cases.gazetteer import areas
from cases.models import RequestType, Subdistrict
from workflows.demo.citizens import Citizens
from workflows.demo.stories import Stories, read

FILE = Path(__file__).with_name("words.yaml")
# What each copy has of its own, in this order: columns of the case, and how letters write some of them.
WORDS = (
    *"number year running receipt title_id first_name last_name phone email line_id house_no moo soi".split(),
    *"road community postal_code subdistrict_id subdistrict_name district_name province_name".split(),
    *"details place area_id latitude longitude form_token".split(),
)
# As COPY has what is not known.
NULL = r"\N"
GREETED, ADDED, THANKED = 0.25, 0.75, 0.5


class LongerStories(Stories):
    """The demo's stories with more names, roads and shops, told at greater length."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.more = read(FILE)
        lasts = [
            [f"{one}{two}", f"{en}{tail}"]
            for one, en in self.more["lasts"]
            for two, tail in self.more["ends"]
        ]
        self.data = {
            **self.data,
            "roads": [*self.data["roads"], *self.more["roads"]],
            "communities": [*self.data["communities"], *self.more["communities"]],
            "last_names": [*self.data["last_names"], *lasts],
        }

    def told(self, text: str, near: str) -> str:
        """A text as citizens write it: with a greeting, where to look, and thanks."""
        rng, said = self.rng, [self.filled(text, near)]
        if rng.random() < GREETED:
            said.insert(0, rng.choice(self.more["greetings"]))
        if rng.random() < ADDED:
            said.append(self.filled(rng.choice(self.more["remarks"]), near).replace("<shop>", self.shop()))
        if rng.random() < THANKED:
            said.append(rng.choice(self.more["thanks"]))
        return " ".join(said)

    def shop(self) -> str:
        """A shop that everybody in the lane knows."""
        return f"{self.rng.choice(self.more['shops'])}{self.rng.choice(self.more['owners'])}"


class Townspeople:
    """Draws the words of one copy, as COPY wants them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.stories = rng, LongerStories(rng)
        self.citizens = Citizens(rng, self.stories)
        # Thousands of copies would stand at the few posts that the demo has.
        self.citizens.assets.clear()
        self.homes = {home.pk: _address(home) for home in self.citizens.homes}
        self.areas = areas.finder()
        self.request_types = {request_type.code: request_type for request_type in RequestType.objects.all()}

    def drawn(self, code: str, number: str, *, english: bool) -> dict[str, str]:
        """Everything in WORDS about a request of this request type with this number: 2569-00014."""
        home = self.citizens.home()
        said = self.citizens.request(self.request_types[code], home, abroad=english)
        story = self.stories.request_types[code]
        if not english:
            near = self.stories.place()[0]
            said["details"] = self.stories.told(self.rng.choice(story["details"]), near)
        year, running = number.split("-")
        mailbox = (said["email"] or "citizen@mail.example").split("@")[0]
        around = self.areas.around(said)
        own = {
            "number": number,
            "year": year,
            "running": str(int(running)),
            "receipt": f"{int(running)}/{year}",
            "title_id": str(said["title"].pk),
            "email": f"{mailbox}{self.rng.randrange(100_000)}@mail.example",
            "line_id": f"{mailbox.replace('.', '_')}{self.rng.randrange(10_000)}",
            "area_id": str(around[0].pk) if around else NULL,
            "latitude": str(said.get("latitude", "")),
            "longitude": str(said.get("longitude", "")),
            "form_token": str(uuid.UUID(int=self.rng.getrandbits(128), version=4)),
        }
        return {**{name: said[name] for name in WORDS if name in said}, **self.homes[home.pk], **own}


def _address(home: Subdistrict) -> dict[str, str]:
    district = home.district
    return {
        "subdistrict_id": str(home.pk),
        "subdistrict_name": home.name_th,
        "district_name": district.name_th,
        "province_name": district.province.name_th,
    }
