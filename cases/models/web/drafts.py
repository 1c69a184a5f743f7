"""A request that is being written: what was typed on each page, before anything is sent."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField, Unreadable
from cases.models.case.questions import QuestionSet
from cases.models.setup.request_types import RequestType


class Draft(models.Model):
    """The words as they were typed, valid or not, in whatever language the pages were in. Its token becomes
    the case's: the same draft is never sent twice."""

    class State(models.TextChoices):
        TYPED = "typed", _("Not judged yet")
        WRONG = "wrong", _("With errors")
        DONE = "done", _("Done")

    token = models.UUIDField(_("form token"), primary_key=True, default=uuid.uuid4, editable=False)
    request_type = models.ForeignKey(RequestType, on_delete=models.CASCADE, verbose_name=_("kind of request"))
    question_set = models.ForeignKey(
        QuestionSet, on_delete=models.SET_NULL, null=True, verbose_name=_("questions asked")
    )
    content = EncryptedTextField(_("content"), blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("last changed"), auto_now=True, db_index=True)

    # Of the browser that keeps it now, for its limits; not stored.
    network = ""

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return str(self.token)

    def state(self, page: str) -> str:
        """How far this page is; empty where nothing was typed on it."""
        return str(self._pages().get(page, {}).get("state", ""))

    def typed(self, page: str) -> QueryDict:
        """What was typed on this page, as the form takes it."""
        data = QueryDict(mutable=True)
        for name, values in self._pages().get(page, {}).get("typed", {}).items():
            data.setlist(name, values)
        return data

    def put(self, page: str, typed: Mapping[str, Sequence[str]], state: str) -> None:
        """Take the words of one page in; those of the others stay. The caller saves."""
        words = {name: list(values) for name, values in typed.items()}
        self.content = json.dumps({**self._pages(), page: {"state": state, "typed": words}})

    def _pages(self) -> dict[str, Any]:
        """The pages by name; nothing where nothing was typed, or the words cannot be read any more."""
        if not self.content or isinstance(self.content, Unreadable):
            return {}
        return dict(json.loads(self.content))
