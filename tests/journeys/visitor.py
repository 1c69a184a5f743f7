"""A person with a browser: opens pages over HTTP, keeps cookies, fills in the forms that are really there."""

import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

HIDDEN_TEXT = ("script", "style", "title")


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send if nobody touched it."""

    action: str
    method: str
    multipart: bool
    values: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """A page as a person meets it: its words, its forms, its pictures."""

    def __init__(self, url: str, status: int, html: str) -> None:
        super().__init__()
        self.url, self.status, self.html = url, status, html
        self.path = urlsplit(url).path
        self.forms: list[Form] = []
        self.pictures: list[str] = []
        self._words: list[str] = []
        self._silent = 0
        self._select = self._option = self._area = ""
        self.feed(html)

    @property
    def text(self) -> str:
        """All words, with single blanks between them."""
        return " ".join(" ".join(self._words).split())

    def form(self, where: str = "") -> Form:
        """The POST form whose address holds `where`; the last one, since the language switch comes first."""
        found = [form for form in self.forms if form.method == "post" and where in form.action]
        assert found, f"no form for {where!r} on {self.path} ({self.status})"
        return found[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._silent += tag in HIDDEN_TEXT
        if tag == "form":
            action = urljoin(self.url, given.get("action") or self.url)
            multipart = given.get("enctype", "") == "multipart/form-data"
            self.forms.append(Form(action, given.get("method", "get").lower(), multipart))
        elif tag == "img":
            self.pictures.append(given["src"])
        elif self.forms:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        form.names |= {name} if name else set()
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            form.values[name] = ""
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, {})[given.get("value", "")] = ""
            self._option = given.get("value", "")
            if "selected" in given:
                form.values[self._select] = self._option
        elif tag == "input" and name:
            self._input(form, name, given)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        input_type = given.get("type", "text")
        if input_type == "radio":
            form.choices.setdefault(name, {})[given.get("value", "")] = given.get("value", "")
        if (input_type in ("radio", "checkbox") and "checked" not in given) or input_type in (
            "file",
            "submit",
        ):
            return
        form.values[name] = given.get("value", "on" if input_type == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in HIDDEN_TEXT
        if tag == "select":
            self._select = self._option = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._select and self._option and data.strip():
            self.forms[-1].choices[self._select][self._option] += data.strip()
        elif self._area:
            self.forms[-1].values[self._area] += data
        elif not self._silent:
            self._words.append(data)


class Visitor:
    """A browser with cookies of its own."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.page = Page(site, 0, "")

    def go(self, path: str) -> Page:
        """Open an address of the site, or one of a letter."""
        return self._open(urllib.request.Request(urljoin(self.site, path)))  # noqa: S310

    def send(self, where: str = "", **typed: Any) -> Page:
        """Fill in the form that goes to `where` on the page that is open, and press its button."""
        form = self.page.form(where)
        values = {**form.values, **typed}
        if form.multipart:
            body, content_type = encode_multipart(BOUNDARY, values), MULTIPART_CONTENT
        else:
            body, content_type = urlencode(values).encode(), "application/x-www-form-urlencoded"
        request = urllib.request.Request(form.action, body, {"Content-Type": content_type})  # noqa: S310
        return self._open(request)

    def send_what_is_asked(self, where: str, **known: Any) -> Page:
        """Fill in the fields that are on the page, out of all that the person knows; press the button."""
        asked = self.page.form(where).names
        return self.send(where, **{name: value for name, value in known.items() if name in asked})

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=30)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            html = answer.read().decode(errors="replace")
            self.page = Page(answer.geturl(), answer.status, html)
        return self.page
