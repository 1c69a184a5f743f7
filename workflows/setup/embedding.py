"""What stands elsewhere: the websites that may show our page within theirs, and links into the form with kind
and place filled in, with their QR codes."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.fields.text import Degrees, Line, OneInALine
from cases.forms.pages import DEGREES
from cases.gazetteer import assets
from cases.lib.qr import qr_svg
from cases.models import Municipality, RequestType
from cases.views.request.place_of_link import NAMES
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

MOST = 10
FRAME = '<iframe src="{}" title="{}" width="100%" height="640" style="border:0"></iframe>'
LANGUAGES = [("th", gettext_lazy("Thai")), ("en", gettext_lazy("English"))]


class Websites(OneInALine):
    """Origins of websites (RFC 6454), each once, without what follows the host."""

    def clean(self, value: Any) -> list[str]:
        """Return the list. Raises ValidationError, which names the line that is no https address."""
        origins = list(dict.fromkeys(_origin(line) for line in super().clean(value).split()))
        if len(origins) > MOST:
            raise ValidationError(_("At most %(most)s websites, please.") % {"most": MOST})
        return origins


def _origin(line: str) -> str:
    """The origin of an address: what a browser compares, so a path would never match."""
    try:
        URLValidator(schemes=["https"])(line)
        parts = urlsplit(line)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValidationError, ValueError) as error:
        text = _("“%(line)s” is no address of a website: write it like https://www.example.go.th.")
        raise ValidationError(text % {"line": line[:60]}) from error
    return f"https://{host}{port}"


class WebsitesForm(forms.ModelForm):  # type: ignore[type-arg]
    """The websites of the town."""

    use_required_attribute = False

    framed_by = Websites(
        label=gettext_lazy("Websites that may show the page within theirs"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("One https address in each line. Without any the page does not exist."),
    )

    class Meta:
        model = Municipality
        fields = ("framed_by",)


class LinkForm(forms.Form):
    """Kind, place and language of a link."""

    use_required_attribute = False

    kind = forms.ModelChoiceField(
        RequestType.objects.none(),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Kind of request"),
        empty_label=gettext_lazy("All kinds"),
    )
    place = Line(label=gettext_lazy("Place"), max_length=300, required=False)
    asset = Line(
        label=gettext_lazy("Number on the thing"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "For kinds that are about lamp posts, bins and the like: its place is then known."
        ),
    )
    latitude = Degrees(label=gettext_lazy("Latitude"), limit=90, required=False)
    longitude = Degrees(label=gettext_lazy("Longitude"), limit=180, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="link_%s")
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ModelChoiceField)
        kind.queryset = RequestType.objects.filter(active=True, refers_only=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a place without a kind, one degree without the other, and a number that is not known."""
        data = super().clean() or self.cleaned_data
        given = [name for name in NAMES if data.get(name) not in (None, "")]
        if given and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose the kind whose form asks for this place."))
        if ("latitude" in given) != ("longitude" in given) and not {*DEGREES} & self.errors.keys():
            self.add_error("longitude", _("Latitude and longitude go together."))
        number, kind = data.get("asset"), data.get("kind")
        if number and kind and not (kind.asset_sort and assets.numbered(kind.asset_sort, number)):
            self.add_error("asset", _("This kind knows no thing with this number."))
        return data

    @property
    def addresses(self) -> dict[str, str]:
        """The link to the form, and the address of the page for a website."""
        data = self.cleaned_data
        kind = data["kind"]
        place = {name: data[name] for name in NAMES if data.get(name) not in (None, "")}
        with override(data["language"] or "th"):
            form = reverse("cases:form", kwargs={"code": kind.code}) if kind else reverse("cases:home")
            page = reverse("cases:embedded")
        site = settings.SITE_URL.rstrip("/")
        chosen = {"kind": kind.code, **place} if kind else {}
        return {"link": _with(f"{site}{form}", place), "page": _with(f"{site}{page}", chosen)}


def _with(address: str, query: dict[str, Any]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


@setup_page
def embedding(request: StaffRequest) -> HttpResponse:
    """Which websites may frame the page, and the link that is asked for."""
    there = Municipality.objects.first() or Municipality(code="municipality")
    posted = request.POST if request.method == "POST" else None
    form = WebsitesForm(posted, instance=there, label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Saved."))
        return redirect("staff:setup_embedding")
    link = LinkForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "link": link}
    if link.is_bound and link.is_valid():
        found = link.addresses
        frame = format_html(FRAME, found["page"], Municipality.current().name)
        context |= {"link_address": found["link"], "frame": frame, "code": qr_svg(found["link"])}
    return render(request, "staff/setup/embedding.html", context)
