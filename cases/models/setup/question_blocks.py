"""Blocks of questions: what several request types ask in the same words."""

from django.utils.translation import gettext_lazy as _

from cases.models.reference_data import Named


class QuestionBlock(Named):
    """Questions with a name, in versions as those of a request type; each type that inserts the block asks
    copies of its current ones. Who may change the questions of the types may change it."""

    class Meta(Named.Meta):
        verbose_name = _("block of questions")
        verbose_name_plural = _("blocks of questions")
        default_permissions = ()
