"""The page of a request that says who asks: as much of the person as the request type needs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from cases.fields.text import EmailAddress, IdentityNumber, Line, Telephone, needed
from cases.forms.email_question import EmailQuestion
from cases.forms.places import AddressChoices
from cases.forms.request import PageForm
from cases.forms.titles import TitleSelect, title_choices, title_of
from cases.intake import places
from cases.models import Municipality, PersonFields, Subdistrict, Title
from cases.text.normalization import cleaned

NAMES = ("title", "first_name", "last_name")
REACH = ("phone", "email")
# What an address in Thailand has.
NEEDED_AT_HOME = ("house_no", "province", "district", "subdistrict")
# What says where somebody lives; province and district are filled in already.
SAYS_HOME = ("house_no", "moo", "soi", "road", "community", "subdistrict")
# What is not kept of a report without a name.
IDENTIFYING = (*NAMES, "title_other", "line_id", "hide_identity", *SAYS_HOME, "postal_code")
# What is stored of those that are no text.
EMPTY: dict[str, Any] = {"title": None, "hide_identity": False, "subdistrict": None}


class PersonForm(PageForm, EmailQuestion):
    """Who asks, and how to reach them."""

    unnamed = forms.BooleanField(
        label=_("I report this without a name"),
        help_text=_(
            "Then nothing that says who you are is kept. You get a user ID and a password all the same, and "
            "follow the case with them. Without a telephone number or an e-mail address nobody can ask you "
            "anything, and nobody can send you the password again."
        ),
        required=False,
    )
    title = forms.TypedChoiceField(
        label=_("Title"),
        choices=title_choices,
        coerce=title_of,
        empty_value=None,
        widget=TitleSelect,
        error_messages={**needed(_("Choose a title.")), "invalid_choice": _("Choose a title from the list.")},
    )
    title_other = Line(
        label=_("Other title"),
        help_text=_("Only where the list has none that fits."),
        max_length=60,
        required=False,
    )
    first_name = Line(
        label=_("First name"), max_length=100, error_messages=needed(_("Enter your first name."))
    )
    last_name = Line(
        label=_("Last name"),
        max_length=100,
        error_messages=needed(_("Enter your last name, or a hyphen (-) if you have only one name.")),
    )
    national_id = IdentityNumber(
        label=_("National ID or passport number"),
        help_text=_(
            "13 digits; without a Thai ID, the passport number. Kept encrypted, and shown only in part."
        ),
        max_length=30,
        error_messages=needed(_("Enter your national ID or passport number.")),
    )
    phone = Telephone(
        label=_("Telephone"),
        help_text=_("A telephone number or an e-mail address is enough."),
        required=False,
    )
    email = EmailAddress(
        label=_("E-mail"),
        help_text=_(
            "We send the user ID, the password and all news there. Without it, keep the password well."
        ),
        required=False,
    )
    line_id = Line(label=_("LINE ID"), max_length=60, required=False)
    hide_identity = forms.BooleanField(
        label=_("Keep my name from the officers who handle the case"), required=False
    )

    def fit(self) -> None:
        """Ask for the national ID, and for a report without a name, only where the request type does; require
        what it needs of the person; help the browser to fill in the rest."""
        super().fit()
        if not self.request_type.needs_national_id:
            del self.fields["national_id"]
        if not self.request_type.allows_unnamed:
            del self.fields["unnamed"]
        if not self.needs_all:
            self._require("title", False)
        if self.request_type.person_fields == PersonFields.CONTACT or self.is_unnamed:
            for name in NAMES:
                self._require(name, False)
        known = {"first_name": "given-name", "last_name": "family-name", "phone": "tel", "email": "email"}
        for name, purpose in known.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose

    @property
    def needs_name(self) -> bool:
        """Whether the name stands among what is asked of everybody."""
        return self.request_type.person_fields != PersonFields.CONTACT

    @property
    def first_of_name(self) -> str:
        """The field with which the name begins, as the page has it."""
        return "title" if self.needs_all else "first_name"

    @property
    def is_unnamed(self) -> bool:
        """Whether the person has chosen to stay without a name."""
        return "unnamed" in self.fields and bool(self["unnamed"].value())

    def clean(self) -> dict[str, Any]:
        """Another title is written out; it is dropped where one was chosen from the list. Of a report without
        a name nothing is kept but a way to answer, and that need not be."""
        data = super().clean() or {}
        if self.is_unnamed:
            return self._without_name(data)
        data["unnamed"] = False
        title = data.get("title")
        if title is None or title.code != Title.OTHER:
            data["title_other"] = ""
        elif not data.get("title_other") and "title_other" not in self.errors:
            self.add_error("title_other", _("Write the title, or choose one from the list."))
        if not set(REACH) & self.errors.keys() and not (data.get("phone") or data.get("email")):
            self.add_error("phone", _("Enter your telephone number or your e-mail address."))
        return data

    def clean_last_name(self) -> str:
        """The last name; empty for whoever has only one name, and says so by a hyphen."""
        name: str = self.cleaned_data["last_name"]
        return "" if name in ("-", "–", "—") else name

    def _without_name(self, data: dict[str, Any]) -> dict[str, Any]:
        for name in {*IDENTIFYING} & self.fields.keys():
            self.errors.pop(name, None)
            data[name] = EMPTY.get(name, "")
        return data


class AddressForm(PageForm):
    """Where the person lives; each select narrows the next, with or without JavaScript."""

    house_no = Line(
        label=_("House number"), max_length=200, error_messages=needed(_("Enter the house number."))
    )
    moo = Line(label=_("Village number (moo)"), max_length=20, required=False)
    soi = Line(label=_("Lane (soi)"), max_length=100, required=False)
    road = Line(label=_("Road"), max_length=100, required=False)
    community = Line(label=_("Community"), max_length=100, required=False)
    province = Line(
        label=_("Province"), widget=forms.Select, error_messages=needed(_("Choose the province."))
    )
    district = Line(
        label=_("District"), widget=forms.Select, error_messages=needed(_("Choose the district."))
    )
    subdistrict = Line(
        label=_("Subdistrict"), widget=forms.Select, error_messages=needed(_("Choose the subdistrict."))
    )
    postal_code = Line(label=_("Postal code"), widget=forms.Select, required=False)
    no_address = forms.BooleanField(
        label=_("No address in Thailand: the area above does not count"), required=False
    )

    def fit(self) -> None:
        """Let each select offer what lies in the area that is chosen above it. Ask for no address where the
        request type needs none and nothing of one is filled in, and for none in Thailand of whoever says that
        there is none."""
        super().fit()
        self.needed_at_home = self._needed_at_home()
        if self.request_type.needs_address:
            del self.fields["no_address"]
        for name in NEEDED_AT_HOME:
            self._require(name, self.needed_at_home)
            if not self.needs_all:
                self.fields[name].error_messages["required"] = _(
                    "Fill in this field too, or leave the whole address empty."
                )
        choices = AddressChoices(self._chosen)
        for name in ("province", "district", "subdistrict", "postal_code"):
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)
            widget.choices = CallableChoiceIterator(getattr(choices, name))

    @property
    def says_home(self) -> bool:
        """Whether something of an address is filled in."""
        return any(self._chosen(name) for name in SAYS_HOME)

    def _needed_at_home(self) -> bool:
        """Whether house and area have to be filled in."""
        if not self.request_type.needs_address and self["no_address"].value():
            return False
        return self.needs_all or (self.is_bound and self.says_home)

    def clean_subdistrict(self) -> Subdistrict | None:
        """The subdistrict, which has to lie in the chosen district and province; None where the person has
        no address in Thailand, or gives none."""
        code = self.cleaned_data["subdistrict"]
        if not self.needed_at_home:
            return None
        district, province = self.cleaned_data.get("district"), self.cleaned_data.get("province")
        areas = places.subdistricts(district) if district else []
        found = next((area for area in areas if area.code == code), None)
        if found is None or found.district.province_id != province:
            raise ValidationError(_("This subdistrict is not in the chosen district. Choose it again."))
        return found

    def clean_postal_code(self) -> str:
        """One of the subdistrict's codes; its only one needs no choice."""
        code, subdistrict = self.cleaned_data["postal_code"], self.cleaned_data.get("subdistrict")
        if subdistrict is None:
            return ""
        codes = subdistrict.postal_codes
        if len(codes) == 1:
            return str(codes[0])
        if code not in codes and codes:
            raise ValidationError(_("Choose one of the postal codes of this subdistrict."))
        return str(code)

    def _chosen(self, name: str) -> str:
        return cleaned(str(self[name].value() or ""))


class YouForm(PersonForm, AddressForm):
    """The person and the address, on one page: what the request type needs first, all else behind it."""

    page, step = "you", 3
    legend = _("Who are you?")
    field_order = [*PersonForm.base_fields, *AddressForm.base_fields]

    def fit(self) -> None:
        """A report without a name has no address either."""
        super().fit()
        if self.is_unnamed:
            self.needed_at_home = False
            for name in NEEDED_AT_HOME:
                self._require(name, False)

    @property
    def says_more(self) -> bool:
        """Whether something is filled in, or wrong, of what nobody has to fill in; an area counts that is not
        the municipality's own, which stands there from the beginning."""
        names = ("title", "title_other", "line_id", "no_address", *(() if self.needs_name else NAMES))
        behind = {*names, *SAYS_HOME, *NEEDED_AT_HOME, "postal_code"}
        filled = any(self._chosen(name) for name in (*names, *SAYS_HOME))
        return filled or bool(behind & self.errors.keys()) or self._area() not in (("", ""), home_area())

    def _area(self) -> tuple[str, str]:
        return self._chosen("province"), self._chosen("district")


def home_area() -> tuple[str, str]:
    """The codes of the municipality's own province and district; empty where it has none."""
    district = Municipality.current().district
    return (district.province_id, district.pk) if district else ("", "")
