"""What was refused and what was left out, as a table: row, column and reason, never what stands in a cell."""

import csv
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from workflows.old_cases.problems import Problem

HEADINGS = ("row", "column", "what", "reason_th", "reason_en")
REFUSED, LEFT_OUT = _("row refused"), _("cell left out")


class Report:
    """A CSV that Excel opens, written as the import goes on."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow(HEADINGS)

    def add(self, problems: Iterable[Problem]) -> None:
        """Write these, and let them reach the disk: the next row may be the one that ends the import."""
        for one in problems:
            what = Problem(one.row, "", REFUSED if one.refuses else LEFT_OUT).said("th")
            self.writer.writerow([one.row, one.column, what, one.said("th"), one.said("en")])
        self.file.flush()

    def close(self) -> None:
        """End the file."""
        self.file.close()
