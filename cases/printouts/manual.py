"""The manual for citizens, as a page and as a PDF: how to file a request and to follow it."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.documents import Paper, address, letterhead
from cases.printouts.illustrated import Picture, Section

SECTIONS = (
    Section(
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
    Section(
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
    Section(
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
    Section(
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
    Section(
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
    context = {"title": _("User manual"), "sections": SECTIONS, "site": address("cases:home"), **letterhead()}
    return Paper("documents/manual.html", "manual.pdf", context)
