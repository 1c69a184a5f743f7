"""What the roles may do, and who reads the sensitive request types: sets that an administrator changes."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.setup.request_types import RequestType


class RolePermission(models.Model):
    """One permission in a role's set. The roles are named in `workflows.rights`; what is
    not here is refused."""

    role = models.CharField(_("role"), max_length=20)
    permission = models.ForeignKey(
        Permission, on_delete=models.CASCADE, related_name="+", verbose_name=_("permission")
    )

    class Meta:
        verbose_name = _("right of a role")
        verbose_name_plural = _("rights of the roles")
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="role_permission_once"),
            models.CheckConstraint(condition=~models.Q(role=""), name="role_permission_has_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission.codename}"


class KindReader(models.Model):
    """Somebody who was named for a restricted request type: reads its cases, and acts as their head."""

    kind = models.ForeignKey(
        RequestType, on_delete=models.CASCADE, related_name="readers", verbose_name=_("kind of request")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("named person")
        verbose_name_plural = _("named persons")
        constraints = [models.UniqueConstraint(fields=["kind", "user"], name="kind_reader_once")]

    def __str__(self) -> str:
        return f"{self.kind} – {self.user}"
