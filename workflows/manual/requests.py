"""The second half of the administrator's chapter: what can be asked for, letters, time and logs."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.illustrated import Section
from workflows.manual.everybody import DEPUTIES
from workflows.manual.illustrations import StaffPicture

SECTIONS = (
    Section(
        "kinds",
        _("Kinds of request"),
        _("What a citizen chooses. Each kind has a department that answers and a target in working days."),
        steps=(
            _(
                "Go through the proposals, category by category, with the heads: department, days, what "
                "is asked of the person, photo or not. Confirm each."
            ),
            _("Ask for little. A telephone number or an e-mail address is enough for most kinds."),
            _(
                "Restricted kinds, such as complaints about staff, are read by the people named for them "
                "alone: name at least two."
            ),
            _("Everyday words help citizens to find the kind; enter what people of the town really say."),
            _("Look at the form as a citizen before you switch the kind on."),
        ),
        troubles=(
            (
                _("A kind is not needed any more."),
                _("Switch it off. Its cases are finished as usual, and the figures keep it."),
            ),
        ),
    ),
    Section(
        "questions",
        _("Questions of the form"),
        _("Ask only what the officer needs on the spot. Every question more is a citizen less."),
        steps=(
            _(
                "Write the question in both languages, choose its kind of answer, and whether it has to "
                "be answered."
            ),
            _("A condition shows a question only where another answer calls for it."),
            _(
                "“Blocks of questions” hold what several kinds ask in the same words; a change reaches "
                "all of them."
            ),
            _(
                "“Questions after the result” decide what is asked about a result, and which answer opens"
                " the case again."
            ),
        ),
        troubles=(
            (
                _("A change is refused."),
                _("The page names the question whose condition would break. Change the condition first."),
            ),
            (
                _("Old cases show the old questions."),
                _("That is meant so: a case keeps what its citizen was asked."),
            ),
        ),
    ),
    Section(
        "plans",
        _("Work plans"),
        _(
            "A plan says how a kind is worked on: stages that the citizen sees, with the steps of the "
            "staff. A kind without a plan goes the usual road."
        ),
        pictures=(
            StaffPicture(
                "plan",
                _("A plan while it is written"),
                (
                    _("Try it, rehearse it, publish it."),
                    _("A stage with its steps."),
                ),
            ),
        ),
        steps=(
            _("Draw it on a sheet with the people who do the work. Three stages are enough for most kinds."),
            _(
                "“New plan”: give it a name and the kinds. Add stages and steps; say who does each, in "
                "how many days, and what is filled in."
            ),
            _("“Try it” with a made-up case, and “Rehearse this draft” on the cases of the past."),
            _("“Publish”. New cases are begun under it; running cases keep their version, and can be moved."),
        ),
        troubles=(
            (
                _("The plan cannot be published."),
                _("The page lists why, for example an office that nobody holds."),
            ),
            (
                _("“Nobody can finish the plan.”"),
                _("Somebody has left or a department was closed. Name a person, or write a new version."),
            ),
        ),
    ),
    Section(
        "routing",
        _("Who gets which case"),
        _("A case goes to its kind's department, unless a rule says otherwise. Few rules are good rules."),
        pictures=(
            StaffPicture(
                "routing",
                _("The rules, in their order"),
                (
                    _("A new rule, and the trial."),
                    _("The first rule that fits decides."),
                ),
            ),
        ),
        steps=(
            _("“Routing rules”, “New rule”: conditions (kind, area, day, hour, words) and the department."),
            _("The first rule that fits decides. Move the special ones up."),
            _("“Which rule would match this case?” tries a number or facts by hand."),
        ),
        troubles=(
            (
                _("A rule cannot be applied."),
                _(
                    "Its department is closed or its officer has left. Open it from the warning, and "
                    "choose anew."
                ),
            ),
        ),
    ),
    Section(
        "letters-set-up",
        _("Words, letters and their ways"),
        _("The words of every letter and every text for officers can be changed, in both languages."),
        steps=(
            _(
                "“Letters”: open one, change the words, look at it with a real case, then save. “Restore "
                "the default” takes it back."
            ),
            _("“Standard texts”: texts that officers insert, by kind and step."),
            _(
                "“Ways of letters”: e-mail, LINE and SMS, and how they do. “Send me a test” after each "
                "change."
            ),
            _("“Notifications on telephones” are off until you switch them on."),
            _("“The month for the council”: the goal, and the addresses that get the page each month."),
        ),
        troubles=(
            (
                _("The test does not arrive."),
                _(
                    "The page shows the last error in words. Letters wait and go out by themselves once "
                    "the way works again."
                ),
            ),
        ),
    ),
    Section(
        "small-lists",
        _("Small lists: words, results, channels, agencies"),
        _("Categories, everyday words, results, channels, titles and agencies are lists that rarely change."),
        steps=(
            _("Change names in both languages; switch off what is not used, since old cases still show it."),
            _("Look through “External agencies” once a year: hotlines change."),
            _(
                "“Suggested kinds” learns from closed requests, and says how often it is right. Switch it"
                " off where it is not."
            ),
            _(
                "“Outside parties”: the electricity authority, contractors, volunteers, and their people "
                "with an address each."
            ),
        ),
        troubles=(
            (
                _("An outside party gets no letters."),
                _("It has no person, or the person's tick was taken away."),
            ),
        ),
    ),
    Section(
        "deadlines",
        _("Reminders, and what would have happened"),
        _(
            "Who is told when a case waits too long, and what other targets would have done to last "
            "year's cases."
        ),
        steps=(
            _("“Reminders and escalation”: days, and whom to tell. The head before the executive."),
            _(
                "“What would have happened?”: change targets, holidays, hours or rules, press “Rehearse”,"
                " read how many more or fewer would have been late. Nothing is changed."
            ),
            _("Only then change the target, and tell the heads first."),
        ),
        troubles=(
            (
                _("The rehearsal takes long."),
                _("It is done in the background. Leave the page; the last rehearsals are listed there."),
            ),
        ),
    ),
    Section(
        "file",
        _("The whole set-up as a file"),
        _("Export before every larger change. The file holds no people and no citizens."),
        steps=(
            _("“Export and import”, then “Export the set-up”. Keep the file with its date."),
            _("To bring it in, choose the file and press “See what it would change”."),
            _("Read every row before “Make these changes”."),
        ),
        troubles=(
            (
                _("“This file cannot be imported.”"),
                _(
                    "Nothing was changed. The line and the reason stand there; file and version have to "
                    "fit each other."
                ),
            ),
        ),
    ),
    Section(
        "logs",
        _("Who changed, who logged in, who read"),
        _("Three logs that nobody can change. Read them once a month, and when something is odd."),
        steps=(
            _("“Change log”: who changed what in the set-up, with before and after."),
            _("“Security log”: log-ins, second factors, rights, exports; as a table too."),
            _("“Who has read personal details”: days on which somebody read unusually much stand first."),
        ),
        troubles=(
            (
                _("Many failed log-ins with one name."),
                _(
                    "Ask the person. If it was a stranger, set a new password and see that a second "
                    "factor is there."
                ),
            ),
        ),
    ),
    DEPUTIES,
)
