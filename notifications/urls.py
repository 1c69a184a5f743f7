"""Addresses of the notices, below /staff/notices/."""

from django.urls import path

from notifications import channel_pages, letter_pages, views

app_name = "notifications"
urlpatterns = [
    path("letters/", letter_pages.letters, name="letters"),
    path("letters/<slug:letter>/<slug:language>/", letter_pages.words, name="words"),
    path("letters/<slug:letter>/<slug:language>/restore/", letter_pages.restore, name="restore"),
    path("<uuid:pk>/resend/", views.resend, name="resend"),
    path("channels/", channel_pages.channels, name="channels"),
    path("channels/<slug:channel>/test/", channel_pages.test, name="channel_test"),
]
