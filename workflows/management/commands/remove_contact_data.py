"""`manage.py remove_contact_data`: remove who asks from the cases whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.actions.retention import remove_contacts


class Command(BaseCommand):
    help = "Remove who asks from the cases whose time is over, as the timetable does each night."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remove_contacts()} cases no longer know who asked")
