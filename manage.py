#!/usr/bin/env python3
"""Django's commands; where DATABASE_URL is not set, they run on the embedded PostgreSQL under var/."""

import os
import sys

from django.core.management import execute_from_command_line

from config import local

WITHOUT_DATABASE = {"check", "compilemessages", "help", "makemessages", "version", "-h", "--help"}


def main() -> None:
    """Run the command of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not WITHOUT_DATABASE.intersection(sys.argv[1:3] or ["help"]):
        local.fill_environment()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
