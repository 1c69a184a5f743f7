"""HTML to PDF by WeasyPrint, in processes of its own, with fonts of our own, reading nothing from the net.

WeasyPrint needs the system library Pango. Where that is missing, everything else works and `written` raises
`Unavailable`: a page then offers the browser's print instead. It takes a third of a second, and up to 100 MB
for good, so that neither the processes that serve pages nor their interpreter's lock are used for it.
"""

from enum import Enum

from cases.lib.pdf import fonts, memory
from cases.lib.pdf.lanes import Lane, Unavailable

__all__ = ["FAMILIES", "For", "Unavailable", "available", "close", "forget", "unprintable", "written"]
unprintable = fonts.unprintable
# What a style sheet calls all of them, for CSS's font-family.
FAMILIES = ", ".join([*(f'"{name}"' for name in fonts.FAMILIES), "sans-serif"])


class For(Enum):
    """Who waits for a paper: each has a process of its own, so that neither waits for the other."""

    CITIZENS = "citizens"
    STAFF = "staff"


# A receipt is made in a second, the file of a case with hundreds of pages in minutes.
LANES = {For.CITIZENS: Lane(waiting=1, longest=30), For.STAFF: Lane(waiting=2)}
_memory = memory.Papers()


def available() -> bool:
    """Whether this machine can make a PDF."""
    return LANES[For.CITIZENS].works()


def written(html: str, css: str, *, whose: For = For.CITIZENS) -> bytes:
    """The PDF of a page; one that says the same is not made twice within minutes. Raises Unavailable without
    Pango, or where it cannot be made in time or memory, and Busy when too many wait for one."""
    key = _memory.key(html, css)
    found = _memory.get(key)
    if found is not None:
        return found
    with LANES[whose].turn() as child:
        # Somebody before us in the line may have wanted the same.
        found = _memory.get(key)
        if found is None:
            found = child.write(html, f"{fonts.faces()}\n{css}")
            _memory.put(key, found)
    return found


def forget() -> None:
    """Forget the papers that were made, in this process."""
    _memory.clear()


def close() -> None:
    """End the processes that make papers; the next paper starts one again."""
    for lane in LANES.values():
        lane.close()
