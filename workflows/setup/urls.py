"""The addresses of the set-up, below /staff/setup/."""

from django.urls import path

from workflows.setup.files import export, file
from workflows.setup.holidays import holidays
from workflows.setup.index import index
from workflows.setup.log import log
from workflows.setup.office import office
from workflows.setup.routing import edit, new, rules, try_out

urlpatterns = [
    path("", index, name="setup"),
    path("municipality/", office, name="setup_office"),
    path("holidays/", holidays, name="setup_holidays"),
    path("routing/", rules, name="setup_routing"),
    path("routing/new/", new, name="setup_routing_new"),
    path("routing/try/", try_out, name="setup_routing_try"),
    path("routing/<int:pk>/", edit, name="setup_routing_edit"),
    path("file/", file, name="setup_file"),
    path("file/export/", export, name="setup_export"),
    path("changes/", log, name="setup_changes"),
]
