"""What an executive takes along of a sample: `python -m tests.oracles.given FOLDER`.

For all kinds together and for each with a plan its map as JSON and its event log as XES, of the last years;
each plan as BPMN; and the calendar by which working time is counted.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.deadlines.work_calendar import WorkCalendar  # noqa: E402
from cases.models import PlanVersion, RequestType  # noqa: E402
from cases.statistics.public import midnight  # noqa: E402
from tests.bench import visitors  # noqa: E402
from workflows.process_map.work_time import described  # noqa: E402

# As far back as the pages offer.
YEARS = 5


def main(folder: Path) -> None:
    """Write the files."""
    setup_test_environment()
    client = Client()
    client.force_login(visitors.executive())
    (folder / "calendar.json").write_text(json.dumps(described(WorkCalendar.load())))
    _map(client, folder / "every-kind", "")
    for one in RequestType.objects.filter(work_plan__isnull=False, restricted=False):
        _map(client, folder / one.code, one.pk)
    for version in PlanVersion.objects.filter(published_at__isnull=False).select_related("plan"):
        file = client.get(reverse("staff:map_bpmn", args=[version.pk])).content
        (folder / f"{version.plan.code}-{version.number}.bpmn").write_bytes(file)


def _map(client: Client, file: Path, kind: Any) -> None:
    today = timezone.localdate()
    since = today.replace(year=today.year - YEARS, month=1, day=1)
    days = {"since": since, "until": today}
    parts = {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in PARTS}
    query = {"period": "dates", "request_type": kind, **parts}
    page = client.get(reverse("staff:map"), query).context
    edges = [
        [edge.source.name, edge.target.name, edge.spent.count, edge.spent.median, edge.spent.ninety]
        for edge in page["edges"]
    ]
    log = client.get(reverse("staff:map_xes"), query)
    file.with_suffix(".json").write_text(
        json.dumps({"since": midnight(since).isoformat(), "edges": edges}, default=str)
    )
    file.with_suffix(".xes").write_bytes(b"".join(log.streaming_content))  # type: ignore[attr-defined]


PARTS = ("day", "month", "year")

if __name__ == "__main__":
    main(Path(sys.argv[1]))
