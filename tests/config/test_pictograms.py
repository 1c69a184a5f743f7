"""The sprite of the pictograms and the list of their names are one."""

import re
from pathlib import Path

from django.conf import settings

from cases.models.setup.pictograms import Pictogram

SPRITE = Path(settings.BASE_DIR) / "config/static/pictograms/icons.svg"


def test_every_pictogram_is_drawn_and_every_drawing_has_its_name() -> None:
    assert re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")) == Pictogram.values


def test_the_sprite_is_light_takes_the_colour_of_the_text_and_carries_its_licence() -> None:
    drawn = SPRITE.read_text(encoding="utf-8")
    assert len(drawn.encode()) <= 12 * 1024
    assert drawn.count('stroke="currentColor"') == len(Pictogram)
    assert not re.search(r"<script|<style|style=|\son\w+=|#[0-9a-f]{3}", drawn)
    assert "ISC License" in SPRITE.with_name("LICENSE").read_text(encoding="utf-8")
