"""Addresses of the notices, below /staff/notices/."""

from django.urls import path

from notifications import channel_pages, views

app_name = "notifications"
urlpatterns = [
    path("<uuid:pk>/resend/", views.resend, name="resend"),
    path("channels/", channel_pages.channels, name="channels"),
    path("channels/<slug:channel>/test/", channel_pages.test, name="channel_test"),
]
