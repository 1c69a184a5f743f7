"""Addresses of the webhooks, below /staff/setup/webhooks/."""

from django.urls import path

from notifications.pages.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.endpoint, name="endpoint"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/switch/", views.switch, name="switch"),
    path("<int:pk>/keys/", views.rotate, name="rotate"),
    path("<int:pk>/secret/", views.secret, name="secret"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/replay/", views.replay_failed, name="replay_failed"),
    path("<int:pk>/replay/<uuid:notice>/", views.replay, name="replay"),
]
