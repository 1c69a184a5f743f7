#!/usr/bin/env python3
"""Django's commands. They need the installation's settings; DEBUG=1 or DEMO=1 makes up what is missing."""

import os
import sys

from django.core.management import execute_from_command_line

from deploy.settings_file import SettingsError

try:
    from config import environment
except SettingsError as error:
    sys.exit(str(error))

WITHOUT_DATABASE = {"check", "collectstatic", "compilemessages", "help", "makemessages", "makemigrations"}
WITHOUT_DATABASE |= {"version", "-h", "--help", "--version"}


def main() -> None:
    """Run the command of the command line; without the settings that it needs, say which are missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not WITHOUT_DATABASE.intersection(sys.argv[1:3] or ["help"]):
        try:
            environment.prepare()
        except environment.MissingSettings as error:
            sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
