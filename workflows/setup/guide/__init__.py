"""The first-run guide: from an empty installation to the first case."""
