"""A migration and the record that it was done are one transaction.

Django commits a migration first, and records it afterwards where indexes or foreign keys were put off to its
end: whoever is killed in between finds tables that no migration has made, and can go neither on nor back.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor


class WholeMigrations(MigrationExecutor):
    """Django's own executor, with one transaction around each migration that runs in one."""

    def apply_migration(
        self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False
    ) -> Any:
        """Apply the migration and record it."""
        with self._transaction(migration):
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)

    def unapply_migration(self, state: Any, migration: Any, fake: bool = False) -> Any:
        """Take the migration back and forget it."""
        with self._transaction(migration):
            return super().unapply_migration(state, migration, fake=fake)

    def _transaction(self, migration: Any) -> AbstractContextManager[Any]:
        return transaction.atomic(self.connection.alias) if migration.atomic else nullcontext()
