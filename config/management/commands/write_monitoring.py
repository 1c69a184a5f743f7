"""`manage.py write_monitoring`: write deploy/monitoring/ anew, after a change of the checks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.watching import prometheus


class Command(BaseCommand):
    help = "Write the rules for Prometheus and the board for Grafana, deploy/monitoring/."

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in (
            (prometheus.FILES["rules"], prometheus.rules()),
            (prometheus.FILES["board"], prometheus.board()),
        ):
            Path(path).write_text(text, encoding="utf-8")
            self.stdout.write(path)
