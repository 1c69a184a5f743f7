"""What is told in the demo: the texts of `stories.yaml` with places and numbers filled in."""

import random
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("stories.yaml")


@cache
def read(file: Path) -> dict[str, Any]:
    """What a file of texts has under its headings."""
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


class Stories:
    """Draws texts; the same `rng` tells the same stories."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.data = read(FILE)

    @cached_property
    def request_types(self) -> dict[str, dict[str, Any]]:
        """Code of a request type to what is told about it."""
        request_types: dict[str, dict[str, Any]] = self.data["request_types"]
        return request_types

    def request_type(self) -> str:
        """The code of a request type, the frequent ones more often."""
        weights = [story["weight"] for story in self.request_types.values()]
        return self.rng.choices(list(self.request_types), weights)[0]

    def pick(self, what: str) -> Any:
        """One of the texts under this heading."""
        return self.rng.choice(self.data[what])

    def place(self) -> tuple[str, str]:
        """A landmark in Thai and English."""
        thai, english = self.pick("landmarks")
        return thai, english

    def lane(self) -> str:
        """A lane, named after its road as they are."""
        return f"ซอย{self.pick('roads')} {self.rng.randint(1, 28)}"

    def filled(self, text: str, near: str) -> str:
        """The text with its landmark, lane, road and number."""
        words = {
            "near": near,
            "soi": self.lane(),
            "road": self.pick("roads"),
            "n": str(self.rng.randint(2, 9)),
        }
        for name, word in words.items():
            text = text.replace(f"<{name}>", word)
        return text

    def outcome(self, request_type: str) -> tuple[str, str]:
        """Code and details of a result: mostly it is fixed."""
        story = self.request_types[request_type]
        if story["results"] and self.rng.random() < 0.24:
            code = self.rng.choice(story["results"])
            return code, self.data["results"][code]
        return "fixed", self.filled(story["fixed"], "")
