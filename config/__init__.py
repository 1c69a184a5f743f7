"""Wires the parts together; knows everything, is imported by nothing."""

from deploy.settings_file import load

# Before anything of ours reads the environment: units, command and manage.py have one reader (SETTINGS_FILE).
load()

from config.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
