"""The project as an app: it brings the static files, the translations and the production checks."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from config.databases import ask_again_after_a_migration, keep_more_plans


class ConfigConfig(AppConfig):
    """Registers the checks of a production set-up, and keeps when the jobs ran."""

    name = "config"

    def ready(self) -> None:
        """Importing the checks, and what follows the jobs, registers them."""
        from config import checks, request_id, runs, start  # noqa: F401, PLC0415  (the registry is complete only now)

        connection_created.connect(keep_more_plans)
        connection_created.connect(ask_again_after_a_migration)
