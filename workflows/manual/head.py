"""The chapter of a head of a department: the morning, decisions, and who reads what."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.illustrated import Section
from workflows.manual.everybody import DEPUTIES, FIGURES, HOLD, PUBLIC, PUT_RIGHT
from workflows.manual.illustrations import StaffPicture

SECTIONS = (
    Section(
        "morning",
        _("The morning: assign what has come in"),
        _(
            "One page shows every case that waits for an officer, with a suggestion and its reason, and "
            "beside it what is due of whom."
        ),
        pictures=(
            StaffPicture(
                "morning",
                _("The page of the cases to assign"),
                (
                    _("Tick the case."),
                    _("The officer who is suggested, and why."),
                    _("Assigns all ticked cases."),
                ),
            ),
        ),
        steps=(
            _("Open “To assign” in the menu. Late and urgent cases stand first."),
            _(
                "Read the reason beside each suggestion, for example who of the unit has the fewest open "
                "cases. Choose another officer where you know better; the number beside a name counts the"
                " open cases."
            ),
            _("Tick the cases, and press “Assign the ticked cases as chosen”. One press assigns all."),
            _("Seen a mistake? “Undo” works for 30 seconds, and nobody has got a letter by then."),
        ),
        troubles=(
            (
                _("An officer is not suggested at all."),
                _("Whoever is away today is left out. See “Absences”."),
            ),
            (
                _("One of the ticked cases was not assigned."),
                _(
                    "The page names it and says why, for example that a colleague was quicker. The others"
                    " are done."
                ),
            ),
        ),
    ),
    Section(
        "answer",
        _("Cases that another department has sent"),
        _("Accept them or send them back within one working day; after that the clerk decides."),
        steps=(
            _("Open the list “Transfers to answer” in the inbox."),
            _("Press “Accept the case”, or assign an officer at once, which accepts it too."),
            _("“Send it back” needs a reason that helps: who should do it, and why not you."),
            _(
                "To send a case on yourself, use “Send to another department” on its page. The citizen is"
                " told when it is accepted."
            ),
        ),
        troubles=(
            (
                _("The case has gone to and fro twice."),
                _("The third time it goes to the clerk, who decides for good."),
            ),
        ),
    ),
    Section(
        "more-time",
        _("Give more time, explain a delay"),
        _("A due date is moved before it has passed, with a reason that the citizen reads."),
        pictures=(
            StaffPicture(
                "extend",
                _("The form for more time"),
                (
                    _("The new due date."),
                    _("The reason, which the citizen reads."),
                    _("Gives the time and tells the citizen."),
                ),
            ),
        ),
        steps=(
            _(
                "Open the case and choose “Give more time”. The officer who needs it asks you by an "
                "internal note."
            ),
            _(
                "Choose the new date; weekends and holidays are not offered as working days. Write the "
                "reason in words for the citizen."
            ),
            _("Show the letter before you send it, where the form offers that."),
            _(
                "Where the delay has to be explained every seven days, the case says so and has a draft: "
                "“Explain the delay to the applicant”."
            ),
        ),
        troubles=(
            (
                _("Many cases have to be moved for one reason, such as a flood."),
                _("Tick them in the list of the inbox and press the button below it: one reason for all."),
            ),
        ),
    ),
    Section(
        "approve",
        _("Approve a result"),
        _("Where the kind or its plan asks for it, the citizen hears of a result after your yes alone."),
        pictures=(
            StaffPicture(
                "approve",
                _("A result that waits for approval"),
                (
                    _("What can be done with it."),
                    _("What the citizen reads; you may change the words."),
                ),
            ),
        ),
        steps=(
            _("Open the list “To approve” in the inbox, and the case."),
            _("Look at the photos before and after and at what was found; read the letter that will go out."),
            _(
                "Choose “Approve the result”, change a word where it helps the citizen, and press "
                "“Approve and tell the citizen”."
            ),
            _("Not good enough? “Return to the officer”, with what is missing."),
        ),
        troubles=(
            (
                _("You did the work yourself."),
                _("Nobody approves the own work: another head, a deputy or an executive does."),
            ),
        ),
    ),
    Section(
        "help-of-others",
        _("Ask another department or an outside party"),
        _("The case stays yours; the others do a part of it. It cannot be finished before their part is."),
        steps=(
            _(
                "“Ask another department for a subtask”: say what is to be done and by when. Its head "
                "assigns it."
            ),
            _(
                "“Ask an outside party”: its people get a letter with a link. They see place and photos, "
                "and nothing of the citizen."
            ),
            _("What is asked of your department stands under “Subtasks asked of us”."),
        ),
        troubles=(
            (
                _("The other side does not answer."),
                _(
                    "It is reminded by itself, and you are told when it is late. Cancel the subtask with "
                    "a reason, or telephone."
                ),
            ),
        ),
    ),
    Section(
        "many-cases",
        _("Many cases at once"),
        _("Assign, send on, give more time or write a note for as many cases as are ticked."),
        steps=(
            _(
                "Narrow the list by “Filters and order”, then tick the rows, or press “Tick or untick all"
                " on this page”."
            ),
            _("The bar below says how many are chosen. Press what is to be done, and fill in the form once."),
            _("Read the outcome: what could not be done is named case by case, with the reason."),
        ),
        troubles=(
            (
                _("The connection broke while it was being done."),
                _("Send the form again: no case is done twice."),
            ),
        ),
    ),
    Section(
        "readers",
        _("Who may read a case, and who has"),
        _(
            "Name and contact are for those who need them: the head, the officer in charge and the clerk."
            " Every reading is recorded for a year."
        ),
        steps=(
            _(
                "Open “Who has read personal details” on the page of the case: names, days, and how they "
                "came to it."
            ),
            _(
                "Cases of restricted kinds are read by the people named for the kind alone; the "
                "administrator names them."
            ),
            _(
                "Where the citizen wants the name kept from the officers, only you and the clerk see it. "
                "Do not write it into a note."
            ),
        ),
        troubles=(
            (
                _("Somebody read a case without a reason."),
                _("Ask the person first. The administrators see days on which somebody read unusually much."),
            ),
        ),
    ),
    PUT_RIGHT,
    HOLD,
    PUBLIC,
    DEPUTIES,
    FIGURES,
)
