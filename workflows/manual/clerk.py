"""The clerk's chapter: callers, the counter, letters that failed, and cases that no department wants."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.illustrated import Section
from workflows.manual.everybody import FIGURES, HOLD, PUBLIC, PUT_RIGHT
from workflows.manual.illustrations import StaffPicture

SECTIONS = (
    Section(
        "caller",
        _("Take a report by telephone"),
        _(
            "Six answers are enough: who calls, what it is about, where it is. The rest is folded and may"
            " stay empty."
        ),
        pictures=(
            StaffPicture(
                "caller",
                _("The page for a caller: telephone on the left, what is said on the right"),
                (
                    _("The number of the caller."),
                    _("Look for earlier cases."),
                    _("What the caller says."),
                ),
            ),
        ),
        steps=(
            _(
                "Open “File for somebody” in the menu. The first field is the telephone number: type it "
                "while the caller speaks."
            ),
            _(
                "Press “Find earlier cases”. Whoever has called before is listed with the earlier cases; "
                "“Take over name and address” fills them in. The taking over is recorded as a reading."
            ),
            _(
                "Type what the caller says in the caller's own words, for example “lamp is out”, and "
                "press “Search”. Press the kind that fits."
            ),
            _(
                "Fill in what has a red asterisk. Ask for a landmark if there is no address, and for the "
                "number on the lamp post if the kind asks for it."
            ),
            _(
                "Press “File the request”. Read user ID and password out slowly, twelve digits in groups;"
                " then press “The next caller”."
            ),
        ),
        troubles=(
            (
                _("No kind is found."),
                _(
                    "Use simpler words (“water”, “dog”), open a group below, or file it as other matters:"
                    " the department puts the kind right later."
                ),
            ),
            (
                _("The wrong kind was chosen and half of the form is filled in."),
                _("Choose another kind on the form and press “Change the kind”: what is typed stays."),
            ),
            (
                _("An open case about the same matter is there already."),
                _(
                    "File it all the same, and join the two cases on the page of the new one: both "
                    "citizens get the result."
                ),
            ),
        ),
    ),
    Section(
        "mail",
        _("Requests by e-mail"),
        _("What people write to the address of the municipality waits here until somebody has filed it."),
        steps=(
            _(
                "Open “File for somebody” and press “E-mail”. What is new stands first, with its words and"
                " photos."
            ),
            _(
                "Press “File it”: sender, words, photos and a suggested kind are filled in already. Check "
                "the kind."
            ),
            _("An answer about a case that is there already is attached to that case instead."),
            _("Advertising is put aside with a reason. It is kept, and can be found again."),
        ),
        troubles=(
            (
                _("The e-mail could not be read."),
                _(
                    "It is kept all the same. Look into the mailbox, or ask the sender to write again "
                    "without attachments."
                ),
            ),
            (
                _("The answer of a citizen is not on the case."),
                _(
                    "It came from another address than that of the case. Ask by telephone before you "
                    "attach it."
                ),
            ),
        ),
    ),
    Section(
        "counter",
        _("Take a report at the counter"),
        _(
            "As by telephone, with the person before you. Turn the screen so that the person can check "
            "name and place."
        ),
        pictures=(
            StaffPicture(
                "slip",
                _("What is shown after a case was filed"),
                (
                    _("An empty page for the next person."),
                    _("Slip and card to hand over: they are shown for half an hour."),
                ),
            ),
        ),
        steps=(
            _("Choose the channel “Counter” on the form once; the next case of the day begins with it."),
            _("Ask for an e-mail address, and say that it is not needed. Whoever has none gets the slip."),
            _(
                "Take photos that the person brings on the telephone: let them be sent to the office, and"
                " choose them under “Photos”."
            ),
            _(
                "After filing, print the slip or “A card to print”. The card says user ID, password, the "
                "ways to hear how it goes on, and the office hours."
            ),
        ),
        troubles=(
            (
                _("The person does not want to give a name."),
                _(
                    "Where the kind allows it, tick that the report has no name. Nobody can be asked back"
                    " then, and no new password can be made."
                ),
            ),
            (
                _("The printer does not print."),
                _(
                    "Write user ID and password down by hand. After half an hour the page no longer shows"
                    " the password; make a new one then."
                ),
            ),
        ),
    ),
    Section(
        "new-password",
        _("A person has lost the password"),
        _(
            "Whoever gave an e-mail address gets a new password by it, without you. This page is for "
            "those without one."
        ),
        steps=(
            _("Find the case by its number, or by name or telephone, in the inbox."),
            _(
                "Check who the person is, by the ID card. Do not go by a voice on the telephone alone: "
                "ask for what only the person can know."
            ),
            _(
                "Open “New password at the counter” on the page of the case, say how you checked, and "
                "press “Make a new password”."
            ),
            _("Print the slip and hand it over. The old password no longer works."),
        ),
        troubles=(
            (
                _("The person now has an e-mail address, or another one."),
                _(
                    "Use “Another e-mail address” on the page of the case: the old address gets a letter "
                    "about the change."
                ),
            ),
        ),
    ),
    Section(
        "unreached",
        _("Citizens whom no letter reaches"),
        _(
            "Look at this list twice a day. Whoever stands in it does not know what the municipality has "
            "done."
        ),
        pictures=(
            StaffPicture(
                "unreached",
                _("The list of citizens to telephone"),
                (
                    _("Whom to call, and where."),
                    _("Tick it off here."),
                ),
            ),
        ),
        steps=(
            _("Open “Outgoing letters”, then “Citizens to telephone”."),
            _("Telephone the person, and say what the letter says; the list leads to its words."),
            _("Press “Reached by telephone”. It stands in the history of the case."),
            _("Ask for an e-mail address that works, and put it in."),
        ),
        troubles=(
            (
                _("Nobody answers the telephone."),
                _(
                    "Leave the row and try at another hour. After three days write an internal note, so "
                    "that the officer knows."
                ),
            ),
        ),
    ),
    Section(
        "outgoing",
        _("Look at a letter, send it again"),
        _("Every letter is listed with what became of it: on its way, sent, arrived, came back."),
        steps=(
            _("Open “Outgoing letters” and filter by case, state or way."),
            _("Open the letter. “Send again” sends the same words to the address that the reader has now."),
            _(
                "Where an address is blocked because letters came back, ask for the right one first; let "
                "letters go to it again only when you know that it works."
            ),
        ),
        troubles=(
            (
                _("A letter waits for hours."),
                _(
                    "Tell the administrator: “Ways of letters” in the set-up shows whether the mail "
                    "server answers."
                ),
            ),
        ),
    ),
    Section(
        "desk",
        _("Cases that no department wants"),
        _(
            "A transfer that was not answered within a working day, or the third one of a case, comes to "
            "your desk. Your decision holds."
        ),
        steps=(
            _("Open the list “On the clerk's desk” in the inbox."),
            _("Read the reasons in the history of the case. Telephone both heads if they are not clear."),
            _(
                "Choose “Decide the department”, write one sentence why, and press “This department takes"
                " it”."
            ),
            _(
                "A case without an officer can be sent to another department by “Send to another "
                "department”; once an officer works on it, its head decides."
            ),
        ),
        troubles=(
            (
                _("A department has no head."),
                _(
                    "Its new cases wait and you are told. Tell the administrator, who names a head or a "
                    "successor."
                ),
            ),
        ),
    ),
    PUT_RIGHT,
    HOLD,
    PUBLIC,
    FIGURES,
)
