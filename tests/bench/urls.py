"""The floors, then all that the product has."""

from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.bench import floors

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [
    path("bench/empty/", floors.empty),
    path("bench/insert/", floors.insert),
    path("bench/rows/", floors.rows),
    path("bench/hash/", floors.hashed),
    *urlpatterns,
]
