"""`manage.py verify_history`: prove that no event of a case was changed, cut off, added or taken away."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from cases.audit import daily_heads, event_chain
from cases.errors import Refused
from cases.models import DailyHead, EventLink


class Command(BaseCommand):
    """Fails, with one line for each fault; with published heads it also holds the stored ones to them."""

    help = "Prove that no event of a case was changed, cut off, added or taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        """A file with published heads."""
        text = f"a {daily_heads.FILE} that was kept elsewhere"
        parser.add_argument("--heads", type=Path, help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all links and heads."""
        lines = [*event_chain.faults(), *daily_heads.faults(), *_published(options["heads"])]
        for line in lines:
            self.stderr.write(line)
        if lines:
            raise CommandError(f"{len(lines)} faults")
        self.stdout.write(
            f"{EventLink.objects.count()} events and {DailyHead.objects.count()} heads are as they were "
            f"written; {event_chain.destroyed()} events were destroyed by retention."
        )


def _published(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The file cannot be read: {type(error).__name__}.") from error
    found = []
    for line in filter(str.strip, lines):
        if line == ",".join(daily_heads.COLUMNS):
            continue
        try:
            with override("en"):
                daily_heads.published(line)
        except Refused as refused:
            found.append(f"{line.strip()[:60]}…: {refused}")
    return found
