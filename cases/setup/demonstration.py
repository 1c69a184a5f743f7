"""Where data may be invented: where things are tried out, and only before there is anybody."""

from django.conf import settings
from django.core.management import CommandError

from cases.models import Case, User


class RealInstallation(CommandError):
    """Data would be invented where real people may be; the message says why that is refused."""


def require_trial() -> None:
    """Raise RealInstallation unless the settings say that this installation is for trying things out."""
    if not (settings.DEBUG or settings.DEMO):
        raise RealInstallation(
            "Invented data is for the demo and for development only. "
            "This installation says neither DEMO=1 nor DEBUG=1. Nothing was loaded."
        )


def require_nobody() -> None:
    """Raise RealInstallation where data may not be invented at all, or where there are people or cases."""
    require_trial()
    found = [model._meta.verbose_name_plural for model in (Case, User) if model._base_manager.exists()]
    if found:
        raise RealInstallation(
            f"There are {' and '.join(map(str, found))} already. Data is invented in an empty database only. "
            "Nothing was loaded."
        )
