"""The executive's chapter: approvals, the month in figures, and what is read."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.illustrated import Section
from workflows.manual.everybody import DEPUTIES, FIGURES
from workflows.manual.illustrations import StaffPicture

SECTIONS = (
    Section(
        "approvals",
        _("Approve what waits for your office"),
        _("Some plans ask for an executive's yes, and so does work that the only head has done."),
        steps=(
            _("Open the inbox: the list “To approve” holds what waits for you."),
            _("Open the case. What was done, found and photographed stands on the page, with who did it."),
            _(
                "Choose “Approve the result”, or finish the step of the plan. Your name stands in the "
                "history."
            ),
            _("Or “Return to the officer”, with one sentence about what is missing."),
        ),
        troubles=(
            (
                _("The list is not there."),
                _("No plan asks for your office and nothing waits. That is as it should be."),
            ),
        ),
    ),
    Section(
        "mayor",
        _("The month in one minute"),
        _(
            "Three sentences that can be read aloud in the council, four tiles, and lines over thirteen "
            "months."
        ),
        pictures=(
            StaffPicture(
                "mayor",
                _("The page of a month"),
                (
                    _("To be read aloud."),
                    _("The four figures that count."),
                ),
            ),
        ),
        steps=(
            _("Open “Figures”, then “The month in figures”. The newest whole month is shown."),
            _(
                "Read the three sentences. What got worse stands first below them, with the department "
                "and the kind."
            ),
            _("Open “The same as a table” below a chart for its numbers."),
            _(
                "“One sheet (PDF)” is for the council. On the first working day of a month it goes by "
                "e-mail to those whom the administrator has entered."
            ),
        ),
        troubles=(
            (
                _("A figure seems wrong."),
                _(
                    "The page says how it is counted. Cases that wait for the citizen are not late; "
                    "confidential kinds are left out."
                ),
            ),
        ),
    ),
    Section(
        "reading",
        _("What you read, and what is recorded"),
        _(
            "You read the cases of all departments but the restricted ones, and change none. A citizen's "
            "name is for those who need it to answer."
        ),
        steps=(
            _("Look for a case by its number or by words in the inbox."),
            _(
                "Want to say something? Telephone the head: their telephone is the shortest way, and the "
                "decision stays theirs."
            ),
            _("Every list or file that you download is recorded with your name."),
        ),
        troubles=(
            (
                _("A councillor asks for a citizen's name."),
                _(
                    "It is not given away here. The clerk or the head answers in writing, by the law on "
                    "personal data."
                ),
            ),
        ),
    ),
    DEPUTIES,
    FIGURES,
)
