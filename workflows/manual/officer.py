"""The officer's chapter: the own cases, the field, steps, questions and results."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.illustrated import Section
from workflows.manual.everybody import PUBLIC
from workflows.manual.illustrations import StaffPicture

SECTIONS = (
    Section(
        "my-cases",
        _("What is mine today"),
        _("“Mine” in the inbox lists your cases and the steps that wait for you, the most urgent first."),
        steps=(
            _("Open the inbox in the morning: late ones are red and say so in words."),
            _(
                "Open a case. On the right, under “What is next”, stand the steps that you may do; the "
                "first is the usual one."
            ),
            _("Press “Start the work” when you begin. The citizen sees it on the tracking page."),
            _("Not yours? “Give back to the head”, with the reason, on the same day."),
        ),
        troubles=(
            (
                _("The button that you need is not there."),
                _(
                    "The page says who is next, for example the head who has to approve. A step of "
                    "another person is not shown to you."
                ),
            ),
            (
                _("“Somebody has changed this case meanwhile.”"),
                _(
                    "Read what has happened on the page. Your words are still there: copy them, or send "
                    "the form again."
                ),
            ),
        ),
    ),
    Section(
        "field",
        _("In the field, with a telephone"),
        _("“In the field” is made for one hand: today's work as cards, by due date or by distance."),
        pictures=(
            StaffPicture(
                "field-day",
                _("The cards of the field"),
                (
                    _("How many are to do, how many are late."),
                    _("The way there, a call, and the work."),
                ),
            ),
            StaffPicture(
                "field-case",
                _("A case in the field"),
                (
                    _("Take the photo here."),
                    _("The result."),
                ),
            ),
        ),
        steps=(
            _(
                "Open “In the field” while there is a line, before you leave: the list is kept on the "
                "telephone for twelve hours."
            ),
            _("Put it on the home screen once: in the browser's menu “Add to home screen”."),
            _(
                "Press “Nearest first” to sort by distance. “Route” on a card opens the telephone's own "
                "maps, “Call” the telephone."
            ),
            _(
                "On the spot press “Begin” or “Go on”. The camera comes first: the citizen's photo lies "
                "faint over the picture, so that before and after look alike."
            ),
            _("Fill in result and words, then finish. One form begins and finishes the case."),
        ),
        troubles=(
            (
                _("The telephone does not tell where it is."),
                _("Allow the browser to use the position, or sort by due date."),
            ),
        ),
    ),
    Section(
        "offline",
        _("Without a line"),
        _(
            "What you send without a line is kept on the telephone, encrypted, and sent by itself as soon"
            " as there is one. Nothing is sent twice."
        ),
        steps=(
            _("Work as usual. The line at the top says how many are not sent yet."),
            _(
                "Back where there is a line, open “In the field” and wait until it says nothing more; "
                "“Send now” does not wait."
            ),
            _("Do not log out before: log-out deletes what is kept on the telephone. You are asked first."),
        ),
        troubles=(
            (
                _("“Was not taken: please look at it.”"),
                _(
                    "A colleague did something meanwhile. Press “Open”, read what has happened, and send "
                    "it again or throw it away."
                ),
            ),
            (
                _("The log-in has ended."),
                _("Log in as the same person on the same telephone: what is kept is sent then."),
            ),
            (
                _("There is no room on the telephone."),
                _("The page says that it was not kept. Delete some photos, and press the button again."),
            ),
        ),
    ),
    Section(
        "steps",
        _("Steps of a plan, findings and documents"),
        _("Many kinds are worked on by a plan: stages that the citizen sees, with steps of several people."),
        steps=(
            _(
                "Open the step from “Mine” or from the page of the case. It says what is to be done, by "
                "when, and what the citizen reads then."
            ),
            _(
                "Fill in the findings, tick the list, add photos. PDF files are taken where the kind "
                "takes them."
            ),
            _("Finish the step. The next one opens by itself, for whoever has to do it."),
            _("“Add a step” opens a further step of the plan where it is needed."),
        ),
        troubles=(
            (
                _("A document of the citizen is missing or cannot be read."),
                _(
                    "Ask for it by “Ask the citizen”; there you tick which documents are needed, and the "
                    "citizen sends each by itself."
                ),
            ),
            (
                _("You cannot do this step."),
                _("Refuse it with a reason where the page offers that, or tell the head."),
            ),
        ),
    ),
    Section(
        "question",
        _("Ask the citizen"),
        _("While the citizen has to answer, no day of the deadline counts. Ask for everything at once."),
        pictures=(
            StaffPicture(
                "ask",
                _("The form of a question"),
                (
                    _("The question, as the citizen reads it."),
                    _("Sends it and pauses the deadline."),
                ),
            ),
        ),
        steps=(
            _("Choose “Ask the citizen” on the page of the case."),
            _("Write the question in simple words, or insert a standard text. Say what a good answer holds."),
            _("Look at the letter and press “Send the question”."),
            _("The answer opens the case again for you, with a letter and in “News for me”."),
        ),
        troubles=(
            (
                _("The page says that no letter reaches this citizen."),
                _(
                    "Telephone; the number stands there for those who may know it. Then record the "
                    "question and write the answer as a note."
                ),
            ),
        ),
    ),
    Section(
        "result",
        _("Report the result"),
        _("The citizen reads your words and sees the photos after the work. Write as to a neighbour."),
        pictures=(
            StaffPicture(
                "result",
                _("The form of a result"),
                (
                    _("What came of it."),
                    _("What the citizen reads."),
                ),
            ),
        ),
        steps=(
            _("Choose “Report the result”, or “Propose the result” where it is approved first."),
            _("Choose what came of it, write two or three sentences, add photos after the work."),
            _("Look at the letter, then finish."),
            _("For fourteen days the citizen can say that it is not fixed; the case comes back then."),
        ),
        troubles=(
            (
                _("The matter is not the municipality's."),
                _(
                    "“Do not take it on”: choose the reason and the agency to which the citizen should "
                    "go, with its hotline."
                ),
            ),
            (
                _("You have proposed a wrong result."),
                _("“Take the result back” before it is approved: the citizen hears nothing."),
            ),
        ),
    ),
    Section(
        "notes",
        _("Notes and mentions"),
        _(
            "An internal note is read by the staff of the case alone, never by the citizen. It stays in "
            "the history."
        ),
        steps=(
            _("Choose “Write an internal note”."),
            _(
                "Tick the colleagues who should read it: they get it in “News for me” and under “Mentions"
                " of me”."
            ),
            _("Add photos or PDF files where they help."),
        ),
        troubles=(
            (
                _("A colleague is not in the list."),
                _("Only those who may read the case can be mentioned. Ask the head."),
            ),
        ),
    ),
    PUBLIC,
)
