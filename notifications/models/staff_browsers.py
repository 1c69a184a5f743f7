"""Browsers of the staff that are told when there is news: one for each log-in, for as long as that lasts."""

from collections.abc import Collection
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField
from cases.models import StaffSession


class StaffBrowserQuerySet(models.QuerySet["StaffBrowser"]):
    """Reads, as adjectives."""

    def of(self, people: Collection[int]) -> Self:
        """Those of people who are still here, while their log-ins last, the oldest first."""
        lasts = Now() - timedelta(hours=settings.STAFF_SESSION_HOURS)
        mine = self.filter(log_in__user__in=people, log_in__user__is_active=True, log_in__since__gt=lasts)
        return mine.order_by("since", "pk")


class StaffBrowser(models.Model):
    """A browser in which a member of staff is logged in and wants to be told of news. It goes with the
    log-in: nothing stays by which the browser is known."""

    log_in = models.OneToOneField(
        StaffSession, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("log-in")
    )
    # Where its push service takes messages for it, and the keys for which they are encrypted (RFC 8291).
    endpoint = EncryptedTextField(_("address at the push service"))
    p256dh = EncryptedTextField(_("public key of the browser"))
    auth = EncryptedTextField(_("secret of the browser"))
    # By which the same browser is known again: a keyed hash of the endpoint.
    endpoint_hash = models.CharField(_("hash of the address"), max_length=64)
    # The host of the push service, for people.
    service = models.CharField(_("push service"), max_length=253)
    since = models.DateTimeField(_("since"), db_default=Now())

    objects = StaffBrowserQuerySet.as_manager()

    class Meta:
        verbose_name = _("browser of the staff with notifications")
        verbose_name_plural = _("browsers of the staff with notifications")
        default_permissions = ()

    def __str__(self) -> str:
        return self.service
