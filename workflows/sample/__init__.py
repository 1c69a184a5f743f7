"""A sample of any size: lives told by the real verbs, then copied to other times, people, places, offices."""

from workflows.demo.staff import PASSWORD

# Everybody in the sample has these; it is for measuring, and never loaded where there are cases.
CASE_PASSWORD = "256900000001"  # noqa: S105

__all__ = ["CASE_PASSWORD", "PASSWORD"]
