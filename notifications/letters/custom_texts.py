"""What can be changed about a letter: its words in either language, with the placeholders that it knows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.db.insert_once import take_advisory_lock
from cases.models import User
from cases.placeholders import OF_THE_OFFICE, check, names_in
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content.event_content import FACTS
from notifications.letters.content.rendering import default_words
from notifications.models import Letter
from notifications.models.letter_texts import LetterText, Words

LANGUAGES = User.Language.values
EXPLAINED: dict[str, Any] = {
    **{name: label for name, (label, value) in FACTS.items()},
    **OF_THE_OFFICE,
    "days": _("Days in which the citizen can say that it is not fixed"),
    "instead": _("A sentence that says where to go instead, or to call us"),
    "minutes": _("Minutes for which the code is valid"),
    "wish": _("A sentence that says what was asked for"),
    "waiting": _("How many letters wait"),
    "reports": _("How many reports are new"),
    "kept": _("Days for which they wait"),
    "writer": _("Who wrote the note"),
    "was": _("The due date before"),
    "reply_due": _("Until when the citizen should hear who takes it on"),
    "state": _("A sentence that says how the case stands"),
    "answer_by": _("Until when it is to be answered"),
    "look_by": _("Until when it is to be answered"),
    "turn_to": _("A sentence that says what can still be done"),
    "helper": _("The department that does the subtask"),
    "step": _("The step of the work plan"),
    "subtask_due": _("Until when the subtask is to be done"),
    "party_day": _("A sentence with the day that the outside party names; empty where it names none"),
    "cases": _("How many cases there are"),
    "month": _("The month that the letter is about"),
    "said": _("What the figures of the month say, in three sentences"),
    "system": _("The name of the other system"),
    "verdict": _("What the citizen has answered after the result"),
    "troubles": _("How much is not well"),
    "today": _("The day of the letter"),
    "more": _("A sentence that says that there are more; empty where there are not"),
}


def known(letter: Letter) -> dict[str, Any]:
    """The placeholders of a letter with what they stand for: its facts, and what its default words use. The
    password is none of them: it stands below the words, once."""
    parts = [part for language in LANGUAGES for part in default_words(letter, language)]
    used = names_in("\n".join(parts))
    names = dict.fromkeys([*used, *CATALOGUE[letter].facts, *OF_THE_OFFICE])
    return {name: EXPLAINED.get(name, "") for name in names if name != "password"}


def check_words(letter: Letter, words: Words) -> dict[str, ValidationError]:
    """What is wrong with the words, by field; nothing where they can be used."""
    names, subject = known(letter), default_words(letter, LANGUAGES[0]).subject
    needed = {"subject": [name for name in names_in(subject) if name == "number"]}
    needed["body"] = [*CATALOGUE[letter].required]
    wrong = {}
    for field, text in zip(Words._fields, words, strict=True):
        try:
            check(text, names, required=needed[field])
        except ValidationError as error:
            wrong[field] = error
    return wrong


def refuse_unusable(text: LetterText) -> None:
    """Raise ValidationError for words that cannot be used, and ValueError for those of no letter."""
    if wrong := check_words(Letter(text.letter), Words(text.subject, text.body)):
        raise ValidationError({field: error.messages for field, error in wrong.items()})


def current(letter: Letter, language: str) -> LetterText | None:
    """The changed words, if there are any."""
    return LetterText.objects.filter(letter=letter, language=language).first()


@transaction.atomic
def change(letter: Letter, language: str, words: Words, *, by: User) -> LetterText | None:
    """Use these words from now on; letters that are written already stay as they are. The default words are
    no change: they are used again as if nothing had been changed. Raises ValidationError for words that
    cannot be used."""
    refuse_unusable(LetterText(letter=letter, **words._asdict()))
    if words == default_words(letter, language):
        restore(letter, language)
        return None
    # Two people may write the first words at once.
    take_advisory_lock(f"words of {letter} in {language}")
    text, _made = LetterText.objects.update_or_create(
        letter=letter, language=language, defaults={**words._asdict(), "changed_by": by}
    )
    return text


def restore(letter: Letter, language: str) -> None:
    """Use the default words again."""
    LetterText.objects.filter(letter=letter, language=language).delete()
