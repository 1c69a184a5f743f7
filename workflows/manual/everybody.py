"""What every member of the staff does, in the words that all chapters share."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.illustrated import Section
from workflows.manual.illustrations import StaffPicture

AWAY = Section(
    "absence",
    _("Away: who stands in"),
    _("Whoever is away names a colleague, who gets tasks and letters for these days. It ends by itself."),
    steps=(
        _("Open “Absences”, choose the days and who stands in. A head enters it for others too."),
        _("Do not write why you are away."),
        _("Back earlier? Press “Is back”."),
    ),
    troubles=(
        (
            _("Somebody is ill and cannot enter it."),
            _("The head enters it. New cases are then no longer suggested to that person."),
        ),
        (
            _("The only head is away."),
            _(
                "Who stands in does the work but decides nothing. Name a deputy for the decisions, by an "
                "order."
            ),
        ),
    ),
)
DEPUTIES = Section(
    "deputies",
    _("A deputy for decisions"),
    _(
        "By an order somebody decides for a head or an executive, for some days. Each step says for whom "
        "it was done."
    ),
    steps=(
        _("Open “Deputies for decisions”."),
        _("Choose the deputy, first and last day, the words of the signature, and the number of the order."),
        _("It begins and ends by itself; “Withdraw” ends it earlier."),
    ),
    troubles=(
        (
            _("The deputy sees no button on a case."),
            _(
                "Nobody decides about the own work as a deputy, and restricted kinds stay with those who "
                "are named for them."
            ),
        ),
    ),
)
HOLD = Section(
    "hold",
    _("Hold a case back from removal"),
    _(
        "Some years after a case has ended, name, address, telephone, e-mail and national ID are removed "
        "from it by themselves; each kind of request says after how many. A dispute, an audit or a lawsuit "
        "may need them for longer."
    ),
    steps=(
        _("On the page of the case that has ended press “Hold it back from removal”, and write the reason."),
        _("The page says “held” from then on, and the history says who wished so and why."),
        _("When it is over, press “Lift the hold”. What is over its time goes in one of the next nights."),
    ),
    troubles=(
        (
            _("The name of a case is gone, and it is needed."),
            _("Nobody can bring it back. Hold a case in time, before its years are over."),
        ),
    ),
)
PUT_RIGHT = Section(
    "put-right",
    _("Put something right"),
    _(
        "A wrong kind, urgency, place, name or contact, days at a wrong department, or a "
        "wrong end: each is a step with a reason, and the history keeps what stood there before."
    ),
    steps=(
        _("On the page of the case open “Put something right”."),
        _(
            "“Put the kind of request right” shows first what changes with it: due date, department, "
            "plan, who can read it."
        ),
        _("“Put name or contact right”: say how you checked the person."),
        _(
            "“Leave out the days at another department”, where a case came to the wrong one first: it is due "
            "as many working days after its arrival as the kind has; the citizen reads the new date and the "
            "reason. It is the head's and the clerk's, once."
        ),
        _(
            "“Take it up again” opens what was ended by mistake; the citizen reads the reason. It is the "
            "head's."
        ),
        _(
            "An officer named, more time, a changed urgency, giving back or joining by mistake: “Undo” "
            "stands on the next page for 30 seconds, and nobody has got a letter by then."
        ),
    ),
    troubles=(
        (
            _("“Put something right” is not there."),
            _("The case is not yours to correct now, for example while a transfer waits for its answer."),
        ),
    ),
)
PUBLIC = Section(
    "public-words",
    _("What strangers may read"),
    _("Strangers read no words and see no photo of a citizen before you clear them."),
    steps=(
        _(
            "On the page of the case press “Let everybody read them”, only if the words name no person, "
            "telephone number or private address."
        ),
        _(
            "“On the public map”: write it in your own words, tick the photos, and mark every face and "
            "number plate."
        ),
        _("Look at it once more as a stranger would, then press “Show it to everybody”."),
    ),
    troubles=(
        (
            _("Something private was cleared."),
            _("Press “Take everything back” at once, and tell the head."),
        ),
    ),
)
FIGURES = Section(
    "figures",
    _("Figures and the map of the process"),
    _("Only cases that you may read are counted. Each number leads to the cases behind it."),
    steps=(
        _("Open “Figures”, and choose days, department or kind."),
        _("Read “Late now” first, then what takes longer than before."),
        _("“Process map” shows the ways that cases really went, and where they wait."),
        _("Download tables for a report; each download is recorded."),
    ),
    troubles=(
        (
            _("Two pages show different numbers."),
            _("“How this is counted” says what each counts. The public page leaves out more."),
        ),
    ),
)
SECTIONS = (
    Section(
        "inbox",
        _("The inbox: find a case, keep a view"),
        _("Ready lists with counts stand at the top; each holds only what you may read."),
        steps=(
            _(
                "Press a list, for example “Late” or “Due this week”. A click anywhere on a row opens the"
                " case."
            ),
            _("Type a number or words and press “Find”. A whole number opens its case at once."),
            _(
                "“Filters and order” narrow it. Dates are typed as 1/12/2569 or 1/12/2026. “Save this "
                "view” keeps the filters under a name."
            ),
            _("Ctrl-K, the key “/” or “Search” in the menu looks everywhere: cases, people, kinds, pages."),
        ),
        troubles=(
            (
                _("A list is empty."),
                _("It says why. If filters are set, press “No filters”."),
            ),
            (
                _("A case is not found."),
                _("It is restricted, or of another department. Ask the clerk with its number."),
            ),
        ),
    ),
    Section(
        "looks",
        _("List, board, map, calendar"),
        _("Four ways to look at the same cases with the same filters. What you choose stays, for you alone."),
        pictures=(
            StaffPicture(
                "board",
                _("The inbox as a board"),
                (
                    _("Choose the way to look."),
                    _("A column with its count."),
                ),
            ),
        ),
        steps=(
            _("Choose above the cases: “List”, “Board”, “Map” or “Calendar”."),
            _(
                "Board: columns by status, stage or officer. Move a card by hand, or press “Move”; the "
                "form of the step opens, and the case moves when it is done."
            ),
            _("Map: coloured by how late cases are; “My area” keeps a part of the town."),
            _("Calendar: due dates of a month; press a day for its cases."),
        ),
        troubles=(
            (
                _("A card jumps back."),
                _("The step does not allow it, or needs somebody else. The words beside it say why."),
            ),
        ),
    ),
    Section(
        "news",
        _("News for me, and letters"),
        _(
            "“News for me” in the head of every page counts what is new for you: assigned, answered, "
            "mentioned, came back."
        ),
        steps=(
            _("Open it and press a line: the case opens, and the line counts as read."),
            _(
                "“Letters to me” decides the language of your e-mails, and whether reminders of deadlines"
                " come one by one or as one letter each morning."
            ),
        ),
        troubles=(
            (
                _("No letter comes."),
                _("“Letters to me” says to which address they go. If there is none, ask the administrator."),
            ),
        ),
    ),
    Section(
        "my-log-in",
        _("My log-in"),
        _(
            "Password, second factor, and where you are logged in. A log-in ends after 12 hours, and "
            "after an hour without use."
        ),
        steps=(
            _("Press your name in the menu to open “My log-in”."),
            _(
                "Set up a second factor: an app on the telephone, or a passkey. Print the spare codes and"
                " lock them away."
            ),
            _("A browser that you do not know in the list: log it out there, and change the password."),
            _("“After a step” decides what comes after each step: the same case, the next one, or the list."),
        ),
        troubles=(
            (
                _("The telephone is lost."),
                _(
                    "Use a spare code at the log-in and remove the app here. Without spare codes the "
                    "administrator helps, in person."
                ),
            ),
            (
                _("Words were lost because the log-in ended."),
                _("They wait: log in in the same browser, and they stand in the form again."),
            ),
        ),
    ),
)
