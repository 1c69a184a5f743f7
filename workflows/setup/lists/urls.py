"""The addresses of the small lists, below /staff/setup/lists/; each list has names of its own."""

from django.urls import path

from workflows.setup.lists import pages
from workflows.setup.lists.tables import LISTS

urlpatterns = [
    pattern
    for one in LISTS
    for pattern in (
        path(f"{one.name}/", pages.rows, {"name": one.name}, name=f"setup_list_{one.name}"),
        path(f"{one.name}/new/", pages.new, {"name": one.name}, name=f"setup_list_{one.name}_new"),
        path(f"{one.name}/<int:pk>/", pages.row, {"name": one.name}, name=f"setup_list_{one.name}_row"),
    )
]
