"""The variables of the style sheet, as the tests and the pictures read them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "config" / "static"
SHEETS = sorted(STATIC.glob("*.css"))
DARK = "prefers-color-scheme:dark"
TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;}]+)")
COLOUR = re.compile(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?$")


def tokens(sheet: str, *, dark: bool = False) -> dict[str, str]:
    """Return the variables of a sheet, name to value, as they hold in one of the two schemes."""
    light, _, rest = sheet.replace(": dark", ":dark").partition(DARK)
    found = dict(TOKEN.findall(light))
    return found | dict(TOKEN.findall(rest.partition("}")[0])) if dark else found


def colours(sheet: str, *, dark: bool = False) -> dict[str, str]:
    """Return those that are colours, as `#rrggbb`."""
    found = tokens(sheet, dark=dark).items()
    return {name: _long(value) for name, value in found if COLOUR.match(value)}


def own_sheet() -> str:
    """Return the style sheet of every page."""
    return (STATIC / "site.css").read_text(encoding="utf-8")


def _long(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])
