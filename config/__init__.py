"""Wires the parts together; knows everything, is imported by nothing."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
