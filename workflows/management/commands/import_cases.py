"""`manage.py import_cases`: take over the cases of another system, as docs/integration.md says."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from cases.statistics import public_sums
from workflows.figures.sums import sum_up
from workflows.old_cases import mapping
from workflows.old_cases.importing import Import, Progress
from workflows.old_cases.problems import BadFile
from workflows.old_cases.report import Report


class Command(BaseCommand):
    """Says how many rows were taken over, were there already, or refused; the reasons go into a file. It may
    be ended at any time and begun again."""

    help = "Take over the cases of another system from a CSV or a JSON list, by a mapping."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The CSV or JSON file.")
        shipped = ", ".join(sorted(one.stem for one in mapping.SHIPPED.glob("*.yaml")))
        parser.add_argument("--mapping", required=True, help=f"A mapping file, or one of {shipped}.")
        parser.add_argument("--photos", help="The folder of the photos, if not the one of the mapping.")
        parser.add_argument("--report", help="Where the reasons go; beside the file if not said.")
        parser.add_argument("--dry-run", action="store_true", help="Judge every row, and store nothing.")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        """Do it, or say why the file cannot be used."""
        path = Path(file)
        report_path = Path(options["report"] or path.with_name(f"{path.stem}-refused.csv"))
        try:
            found = mapping.load(options["mapping"])
            photos = Path(options["photos"]) if options["photos"] else None
            progress = self._run(Import(path, found, photos=photos, dry_run=dry_run), report_path)
        except BadFile as error:
            raise CommandError("\n".join(error.sentences)) from error
        except OSError as error:
            raise CommandError(f"The file could not be read or written: {error.strerror or error}") from error
        if progress.written and not dry_run:
            sum_up()
            public_sums.keep()
        verb = "could be taken over" if dry_run else "taken over"
        self.stdout.write(
            f"{progress.written} {verb}, {progress.known} there already, {progress.refused} refused, "
            f"{progress.left_out} cells left out."
        )
        if progress.refused or progress.left_out:
            self.stdout.write(f"The reasons stand in {report_path}")

    def _run(self, old_cases: Import, report_path: Path) -> Progress:
        progress, report = Progress(), None
        # Without a terminal there is nobody to look at a bar.
        with tqdm(unit="B", unit_scale=True, disable=None) as bar:
            try:
                for progress in old_cases.run(now=timezone.now()):
                    report = report or Report(report_path)
                    report.add(progress.problems)
                    bar.total = progress.size
                    bar.set_postfix(cases=progress.written, refused=progress.refused, refresh=False)
                    bar.update(progress.read - bar.n)
            finally:
                if report:
                    report.close()
        return progress
