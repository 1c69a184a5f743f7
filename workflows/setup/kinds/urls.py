"""The addresses of the kinds of request, below /staff/setup/."""

from django.urls import path

from workflows.setup.kinds import list_page, page, preview

urlpatterns = [
    path("kinds/", list_page.kinds, name="setup_kinds"),
    path("kinds/<slug:code>/", page.kind, name="setup_kind"),
    path("kinds/<slug:code>/preview/", preview.preview, name="setup_kind_preview"),
    path("kinds/<slug:code>/rules/", page.new_rule, name="setup_kind_rules"),
    # A kind can have any short name, so a new one has an address beside theirs.
    path("new-kind/", page.new, name="setup_kind_new"),
    path("new-kind/preview/", preview.preview_new, name="setup_kind_new_preview"),
]
