"""`manage.py changepassword`: set somebody's password, to be changed by that person at the next log-in."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from cases.models import User


class Command(changepassword.Command):
    """Django's, for a staff of whom somebody else sits at this screen."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Set it, and have it changed."""
        said = super().handle(*args, **options)
        User.objects.filter(username=options["username"]).update(must_change_password=True)
        return said
