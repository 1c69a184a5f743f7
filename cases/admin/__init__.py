"""The set-up pages: what a municipality changes without a programmer. No cases, no letters."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.admin import (
    escalation,
    groups,
    office,
    organisation,
    people,
    question_blocks,
    questions,
    request_types,
    result_questions,
    texts,
)

__all__ = [
    "escalation",
    "groups",
    "office",
    "organisation",
    "people",
    "question_blocks",
    "questions",
    "request_types",
    "result_questions",
    "texts",
]

admin.site.site_header = _("Set-up of the e-service")
admin.site.site_title = _("Set-up")
admin.site.index_title = _("What can be set up")
