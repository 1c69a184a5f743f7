"""The forms of a citizen who comes back: log in, recover the password, answer, withdraw, not fixed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.access.one_time_codes import DIGITS
from cases.drafts.uploads import DraftUploads
from cases.fields.photos import Photos
from cases.fields.text import Digits, EmailAddress, Line, Paragraphs, UserId, needed


class LogInForm(forms.Form):
    """User ID and password of one case."""

    user_id = UserId(
        label=_("User ID (case number)"),
        help_text=_("For example 2569-00014, or the receipt number 14/2569."),
        max_length=40,
        error_messages=needed(_("Enter the user ID.")),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "username"}),
    )
    password = Line(
        label=_("Password"),
        help_text=_("12 digits, with or without blanks."),
        max_length=100,
        error_messages=needed(_("Enter the password.")),
        widget=forms.PasswordInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "current-password",
                "data-show": _("Show the password"),
                "data-hide": _("Hide the password"),
            }
        ),
    )


class ShortLogInForm(LogInForm):
    """The same where there is no room for hints; the tracking page answers, and has them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.help_text = ""
        self.fields["user_id"].label = _("Case number")


class ForgotForm(forms.Form):
    """An e-mail address or a user ID; whether it is known is never said."""

    wanted = Line(
        label=_("E-mail address or user ID"),
        help_text=_("The address that you gave with the request, or the case number such as 2569-00014."),
        max_length=254,
        error_messages=needed(_("Enter an e-mail address or a user ID.")),
    )

    def clean_wanted(self) -> str:
        """The address or the number, spelt as they are stored."""
        field: forms.Field = EmailAddress() if "@" in self.cleaned_data["wanted"] else UserId(max_length=40)
        return str(field.clean(self.cleaned_data["wanted"]))


class CodeForm(forms.Form):
    """The code of the letter."""

    code = Digits(
        label=_("Code"),
        help_text=_("6 digits, from our e-mail."),
        error_messages=needed(_("Enter the code.")),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Six digits."""
        code: str = self.cleaned_data["code"]
        if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
            raise ValidationError(_("Enter the 6 digits of the code."))
        return code


class ReplyForm(forms.Form):
    """Words of the citizen about a case, with photos."""

    text = Paragraphs(label=_("Your answer"), max_length=4000, error_messages=needed(_("Write your answer.")))
    photos = Photos(label=_("Photos"), help_text=_("Up to 5 pictures, if they help."), required=False)

    def __init__(self, *args: Any, uploads: DraftUploads | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.uploads = uploads
        photos = self.fields["photos"]
        if uploads and uploads.accepts_pdf and isinstance(photos, Photos):
            photos.take_papers()

    def clean(self) -> dict[str, Any]:
        """The photos' problems stand beside them."""
        data = super().clean() or {}
        for problem in self.uploads.problems if self.uploads else ():
            self.add_error("photos", problem)
        return data

    @property
    def words(self) -> str:
        """What the citizen says."""
        return str(self.cleaned_data["text"])


class AnswerForm(ReplyForm):
    """The answer to a question; where papers were asked for, those that come with it are ticked off."""

    sent_papers = forms.MultipleChoiceField(
        label=_("Documents that you send with this answer"),
        help_text=_("Tick each document that you send, and choose its photo or file below."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the documents of the list.")},
    )

    def __init__(self, *args: Any, papers: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        papers_field: Any = self.fields["sent_papers"]
        papers_field.choices = [(paper, paper) for paper in papers]
        if papers:
            self.fields["text"].required = False
        else:
            del self.fields["sent_papers"]

    def clean(self) -> dict[str, Any]:
        """Words, or a paper that is ticked off."""
        data = super().clean()
        if not data.get("text") and not data.get("sent_papers") and not self.errors:
            self.add_error("text", _("Tick the documents that you send, or write your answer."))
        return data

    @property
    def words(self) -> str:
        """What the department reads: the papers that were ticked off, and what was written."""
        papers = self.cleaned_data.get("sent_papers") or []
        sent = [gettext("I send: %(papers)s") % {"papers": ", ".join(papers)}] if papers else []
        return "\n".join([*sent, *filter(None, [super().words])])


class ReopenForm(ReplyForm):
    """Why it is not fixed."""

    text = Paragraphs(
        label=_("What is still not right?"),
        max_length=4000,
        error_messages=needed(_("Tell us what is still not right.")),
    )


class WithdrawForm(forms.Form):
    """Why the request is taken back, if the citizen likes to say."""

    text = Paragraphs(label=_("Reason"), max_length=1000, required=False)
