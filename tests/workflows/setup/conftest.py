"""A desk for the administrator, and the set-up's pages by their names."""

from tests.workflows.views.conftest import desk

__all__ = ["desk"]
