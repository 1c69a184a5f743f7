"""`manage.py load_map`: bring in the town's street map from a file on this machine, however large."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.change_log.journal import Via, journal
from cases.models.setup.town_map import ATTRIBUTION
from cases.setup.pmtiles_file import BadMap
from cases.setup.town_map import bring_in


class Command(BaseCommand):
    """Does what the page of the set-up does, without its limit of size."""

    help = "Make a PMTiles file the town's street map; docs/maps.md says how to get one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The PMTiles file.")
        parser.add_argument("--attribution", default=ATTRIBUTION, help="Whom the map names as its makers.")

    def handle(self, *args: Any, file: str, attribution: str, **options: Any) -> None:
        """Bring it in, or say what is wrong with it."""
        try:
            with Path(file).open("rb") as opened, journal(lambda: None, Via.COMMAND):
                made = bring_in(opened, Path(file).stat().st_size, attribution=attribution, by=None)
        except BadMap as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The file could not be read or kept: {error.strerror or error}") from error
        self.stdout.write(f"{made.version}: zoom {made.min_zoom} to {made.max_zoom}, {made.size} bytes")
