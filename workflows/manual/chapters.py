"""The chapters of the staff's manual, one for each role, and whose is whose."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.lib import pdf
from cases.models import User
from cases.printouts.documents import Paper, address, letterhead
from cases.printouts.illustrated import Section
from workflows.manual import administrator, clerk, everybody, executive, head, officer, requests


@dataclass(frozen=True)
class Chapter:
    """What one role does, task by task."""

    role: str
    title: Promise
    text: Promise
    sections: tuple[Section, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the names of its sections."""
        return frozenset(section.name for section in self.sections)


CHAPTERS = {
    chapter.role: chapter
    for chapter in (
        Chapter(
            "clerk",
            _("The clerk at the counter"),
            _("Takes reports at the counter and by telephone, and looks after what reaches nobody."),
            (*clerk.SECTIONS, *everybody.SECTIONS),
        ),
        Chapter(
            "head",
            _("The head of a department"),
            _("Assigns, decides and answers for the cases of the department."),
            (*head.SECTIONS, everybody.AWAY, *everybody.SECTIONS),
        ),
        Chapter(
            "officer",
            _("The officer"),
            _("Does the work, in the field and at the desk, and tells the citizen."),
            (*officer.SECTIONS, everybody.AWAY, *everybody.SECTIONS),
        ),
        Chapter(
            "executive",
            _("The executive"),
            _("Reads how the town is doing, and approves what waits for the office."),
            (*executive.SECTIONS, *everybody.SECTIONS),
        ),
        Chapter(
            "administrator",
            _("The administrator"),
            _("Sets the service up, and keeps its people, words and deadlines in order."),
            (*administrator.SECTIONS, *requests.SECTIONS, *everybody.SECTIONS),
        ),
    )
}


def own_chapter(user: User) -> Chapter:
    """Return the chapter of this person's role: who heads a department or works in one has that one first.
    Asks for nothing that the head of the page has not read."""
    if user.headed:
        return CHAPTERS["head"]
    if user.roles:
        return CHAPTERS["officer"]
    if user.has_perm("cases.set_up"):
        return CHAPTERS["administrator"]
    if user.has_perm("cases.route_case"):
        return CHAPTERS["clerk"]
    return CHAPTERS["executive"]


def printed(chapter: Chapter) -> Paper:
    """Return the chapter in the active language, as a paper for the training day."""
    context = {
        "title": chapter.title,
        "text": chapter.text,
        "sections": chapter.sections,
        "site": address("staff:help"),
        **letterhead(),
    }
    return Paper("documents/manual.html", f"manual-{chapter.role}.pdf", context, whose=pdf.For.STAFF)
