"""The addresses of the field."""

from django.urls import path

from workflows.views.field.day import day, manifest, offline, sent
from workflows.views.field.work import field_case, field_subtask

urlpatterns = [
    path("", day, name="field"),
    path("sent/", sent, name="field_sent"),
    path("offline/", offline, name="field_offline"),
    path("manifest.json", manifest, name="field_manifest"),
    path("<slug:number>/", field_case, name="field_case"),
    path("<slug:number>/<int:subtask>/", field_subtask, name="field_subtask"),
]
