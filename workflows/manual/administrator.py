"""The first half of the administrator's chapter: the municipality, its offices and its people."""

from django.utils.translation import gettext_lazy as _

from cases.printouts.illustrated import Section
from workflows.manual.illustrations import StaffPicture

SECTIONS = (
    Section(
        "set-up",
        _("The set-up: in which order"),
        _(
            "“Set-up” in the menu lists everything, with one sentence each. What needs your care stands "
            "at the top."
        ),
        pictures=(
            StaffPicture(
                "setup",
                _("The first page of the set-up"),
                (
                    _("What needs your care now."),
                    _("A page, and what it decides."),
                ),
            ),
        ),
        steps=(
            _("First the municipality and its map, since every page and every place needs them."),
            _("Then departments and people, since every kind needs somebody who answers."),
            _("Then the kinds of request, their questions and plans, and the holidays."),
            _("Send yourself a test letter, and file one case as a citizen to see that its letter arrives."),
            _("Every Monday read the warnings at the top, and press each: it leads to the page that helps."),
        ),
        troubles=(
            (
                _("A page asks for the password again."),
                _(
                    "That is so before rights, people, the set-up's file and letters' words. What was "
                    "typed is kept."
                ),
            ),
            (
                _("Somebody else saved the same page meanwhile."),
                _("The page says so and keeps your words. Look at what is stored now, then save again."),
            ),
        ),
    ),
    Section(
        "municipality",
        _("The municipality, its look and its map"),
        _(
            "Name, logo, colour and telephone stand on every page; the edges of the town decide which "
            "places get a warning."
        ),
        steps=(
            _(
                "“Name, logo, colour, telephone”: fill in both languages, the office hours, and whom to "
                "tell of a weakness."
            ),
            _(
                "“Place on the map”: district, middle and box. “Street map”: one file that is made once; "
                "the guide for it stands in the documents of the installation."
            ),
            _(
                "“Areas”: bring in communities or subdistricts as a file. Look at the drawing before you "
                "confirm."
            ),
            _(
                "“Landmarks” and “Things on the map”: a table of names that everybody knows, and of lamp "
                "posts with their numbers."
            ),
        ),
        troubles=(
            (
                _("The file is refused."),
                _(
                    "Nothing was changed. The page names the line and what to do; correct it in the table"
                    " and bring it in again."
                ),
            ),
            (
                _("Areas have changed."),
                _(
                    "Bring in the whole new file. Areas that it lacks go out of use; cases and figures of"
                    " the past keep them."
                ),
            ),
        ),
    ),
    Section(
        "holidays",
        _("Holidays"),
        _("No deadline runs on them. Do it each December for the year to come."),
        pictures=(
            StaffPicture(
                "holidays",
                _("The holidays of a year"),
                (
                    _("The year."),
                    _("Lets the days of the year be proposed."),
                ),
            ),
        ),
        steps=(
            _("Open “Holidays” and the year; let the days be proposed."),
            _("Compare them with the cabinet's list, remove what does not count here, and confirm."),
            _("Add special holidays on the day on which they are decided: due dates of open cases move."),
        ),
        troubles=(
            (
                _("A day was confirmed by mistake."),
                _("Remove it on the same page; the due dates are counted anew."),
            ),
        ),
    ),
    Section(
        "departments",
        _("Departments and units"),
        _("Every open department needs a head, or nobody gets its new cases."),
        steps=(
            _("Enter the names in both languages, the title of the head and the place in lists."),
            _("Enter the units within it, if officers should be chosen by units."),
            _(
                "Never delete a department that is merged. Switch it off and name its successor: open "
                "cases, kinds and rules go there."
            ),
        ),
        troubles=(
            (
                _("“This is left in it.”"),
                _(
                    "The warning counts open cases, kinds and rules of a closed department. Name the "
                    "successor."
                ),
            ),
        ),
    ),
    Section(
        "people",
        _("People, their rights, and leaving"),
        _("One account for each person, never one for a desk: the history says who did what."),
        steps=(
            _("Enter name, log-in name and e-mail; without e-mail no letter reaches the person."),
            _(
                "Choose the departments with head or officer in each, or the role: clerk, executive, "
                "administrator."
            ),
            _(
                "Hand the first password over in person. It has to be changed at the first log-in, and "
                "who may know citizens needs a second factor within fourteen days."
            ),
            _(
                "“Rights of the roles” says which steps each role may do. Change it rarely, and read what"
                " the page asks before it is saved."
            ),
            _(
                "Whoever leaves is switched off on the last day, not deleted: open cases go back to the "
                "heads, log-ins end at once."
            ),
        ),
        troubles=(
            (
                _("A telephone with the second factor is lost."),
                _(
                    "Check who asks, in person; then remove the second factor on the person's page. A "
                    "spare code helps without you."
                ),
            ),
            (
                _("The last head or the last administrator is to be switched off."),
                _("It is refused. Give the office to somebody else first."),
            ),
        ),
    ),
    Section(
        "other-systems",
        _("Other systems"),
        _(
            "Programs of others read, file and hear of cases as far as you let them. Everything is off in "
            "the beginning."
        ),
        steps=(
            _(
                "“Tokens for programs” lets a program act as one person, or file as a partner. A token is "
                "shown once: hand it over by a safe way."
            ),
            _(
                "“Webhooks” tell another system that something has happened: the number and what it was, "
                "no name and no words."
            ),
            _(
                "“Open311” is the way of other cities' programs. They read what the public map shows, and "
                "file with a key."
            ),
            _(
                "“Traffy Fondue” takes in what is reported there, by a table of types and kinds, and sends "
                "our steps back. Log-in and number of the organisation come from Traffy Fondue."
            ),
            _("“Open data” makes tables for everybody at night. Small numbers are left out."),
            _(
                "“On the town's website” shows our search within a page of the town, and makes links with "
                "kind and place."
            ),
            _(
                "“Single sign-on” shows whether the staff logs in with the account of the municipality, who "
                "is linked, and whether passwords are closed."
            ),
        ),
        troubles=(
            (
                _("A token or a key has become known."),
                _("Withdraw it at once: it opens nothing from that moment. Then look into the security log."),
            ),
            (
                _("A webhook was switched off."),
                _(
                    "The other system did not answer for days, or said that it is gone. Call its people, "
                    "test it, then send again what has failed."
                ),
            ),
        ),
    ),
)
