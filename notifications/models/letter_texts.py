"""The words of letters as an administrator has changed them, and how the outbox reads them."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.lib.setup_cache import shared
from cases.models import Municipality, User


class LetterText(models.Model):
    """Subject and body of one letter in one language, instead of those of its template; with placeholders as
    `{number}`. Facts, quoted words, link and password are added by the frame, and cannot be taken away."""

    # One of `notifications.models.Letter`; a new letter needs no migration here.
    letter = models.CharField(_("letter"), max_length=20)
    language = models.CharField(_("language"), max_length=2, choices=User.Language.choices)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=4000)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["letter", "language"]
        default_permissions = ("change",)
        verbose_name = _("words of a letter")
        verbose_name_plural = _("words of letters")
        constraints = [
            models.UniqueConstraint(fields=["letter", "language"], name="letter_text_once"),
            models.CheckConstraint(
                condition=Q(language__in=User.Language.values), name="letter_text_language_known"
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="letter_text_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.language}"


class Words(NamedTuple):
    """Subject and body of a letter, with or without placeholders."""

    subject: str
    body: str


# By letter and language.
Changed = Mapping[tuple[str, str], Words]
UNCHANGED: Changed = {}


def office_and_changed(letters: Collection[str]) -> tuple[Municipality, Changed]:
    """The municipality, and the changed words of these letters."""
    changed = shared("letter texts", _read)
    return Municipality.current(), {key: words for key, words in changed.items() if key[0] in letters}


def _read() -> Changed:
    rows = LetterText.objects.order_by().values_list("letter", "language", *Words._fields)
    return {(letter, language): Words(*words) for letter, language, *words in rows}
