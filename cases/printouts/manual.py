"""The manual for citizens, as a page and as a PDF: chapters, pictures, and what their numbers point at."""

import base64
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from PIL import Image

from cases.printouts.documents import Paper, address, letterhead

# What `make pictures` has written about the pictures, beside them.
TAKEN = "help/pictures.json"


@dataclass(frozen=True)
class Picture:
    """A picture of a page; its numbers, from 1 on, are told in words beneath it."""

    name: str
    shows: Promise
    numbered: tuple[Promise, ...]

    @property
    def file(self) -> str:
        """Return the static file, in the active language."""
        return f"help/{get_language() or 'th'}/{self.name}.webp"

    @property
    def size(self) -> dict[str, Any]:
        """Return its width and height in pixels, in the active language."""
        return dict(_taken()[self.name][get_language() or "th"])

    @property
    def data(self) -> str:
        """Return it as a data: address, since a PDF reads no files."""
        return _jpeg(self.file)


@dataclass(frozen=True)
class Chapter:
    """A step of a citizen's road, in the order in which one goes it."""

    name: str
    title: Promise
    text: Promise
    pictures: tuple[Picture, ...]


CHAPTERS = (
    Chapter(
        "choose",
        _("Choose the kind of request"),
        _("Open the first page of the e-service. You need no account."),
        (
            Picture(
                "home",
                _("The first page"),
                (
                    _("Type what you have found, for example “street light”, and press Search."),
                    _("Or press a kind that is reported often. All kinds stand farther down, by subject."),
                ),
            ),
        ),
    ),
    Chapter(
        "fill-in",
        _("Fill in the form"),
        _(
            "Fields with a red asterisk have to be filled in. Continue leads to the next page, Back to the"
            " one before; what is typed stays."
        ),
        (
            Picture(
                "what",
                _("The page on what it is about"),
                (
                    _("Choose photos, or say why there is none."),
                    _("Write what is wrong."),
                ),
            ),
            Picture(
                "where",
                _("The page on the place"),
                (
                    _("Describe the place, for example by a landmark."),
                    _("Or use the position of your telephone, or tap the place on the map."),
                    _("Press Continue."),
                ),
            ),
            Picture(
                "you",
                _("The page on yourself"),
                (
                    _("Type your name."),
                    _("Give a telephone number, or"),
                    _("an e-mail address, to which user ID and password go, too."),
                ),
            ),
        ),
    ),
    Chapter(
        "save",
        _("Save"),
        _("Your answers are shown once more before anything is stored."),
        (
            Picture(
                "check",
                _("The page on which the answers are checked"),
                (
                    _("Change leads back to an answer."),
                    _("Press Save. The municipality has received your request then."),
                ),
            ),
            Picture(
                "done",
                _("The page with user ID and password"),
                (
                    _("Your user ID."),
                    _(
                        "Your password. Write both down, or save them as PDF: with them you"
                        " follow your request."
                    ),
                ),
            ),
        ),
    ),
    Chapter(
        "track",
        _("Track a request"),
        _("User ID and password show how your request goes on, whenever you like."),
        (
            Picture(
                "track",
                _("The page for tracking"),
                (
                    _("Type the user ID."),
                    _("Type the password."),
                    _("Press Search."),
                    _("If you have forgotten the password, press here."),
                ),
            ),
            Picture(
                "list",
                _("The list of your requests"),
                (
                    _("The status of your request."),
                    _(
                        "Details shows everything that you told, what has happened since, the department in"
                        " charge and the result."
                    ),
                ),
            ),
        ),
    ),
    Chapter(
        "password",
        _("If the password is forgotten"),
        _(
            "A new password needs the e-mail address that you gave. Without one, please call the municipality"
            " or come to the counter."
        ),
        (
            Picture(
                "forgot",
                _("The page for a new password"),
                (
                    _("Type your user ID or your e-mail address."),
                    _("Press Send the code, and type the code from the e-mail on the page that follows."),
                ),
            ),
        ),
    ),
)


def manual() -> Paper:
    """Return the manual in the active language, as a paper."""
    context = {"title": _("User manual"), "chapters": CHAPTERS, "site": address("cases:home"), **letterhead()}
    return Paper("documents/manual.html", "manual.pdf", context)


@cache
def _jpeg(file: str) -> str:
    """JPEG stands in a PDF as it is; what WebP becomes there is three times as large."""
    made = io.BytesIO()
    with Image.open(_found(file)) as picture:
        picture.convert("RGB").save(made, "JPEG", quality=75, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(made.getvalue()).decode()}"


@cache
def _taken() -> dict[str, dict[str, Any]]:
    taken: dict[str, dict[str, Any]] = json.loads(_found(TAKEN).read_text(encoding="utf-8"))
    return taken


def _found(name: str) -> Path:
    path = finders.find(name)
    assert isinstance(path, str), name
    return Path(path)
