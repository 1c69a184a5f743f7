"""A thing with a code and a name in both languages: the shape of all reference data."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_reader_language(thai: str, english: str) -> str:
    """The text in the language that is active now; Thai where there is no English."""
    return english if english and (get_language() or "th").startswith("en") else thai


class Named(models.Model):
    """Reference data: a code that never changes, two names, a place in the order, and a switch."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_th = models.CharField(_("Thai name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name_th, self.name_en)
