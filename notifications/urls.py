"""Addresses of the notices, below /staff/notices/."""

from django.urls import path

from notifications import address_page, channel_pages, letter_pages, pages, views

app_name = "notifications"
urlpatterns = [
    path("", pages.outgoing, name="outgoing"),
    path("letters/", letter_pages.letters, name="letters"),
    path("letters/<slug:letter>/<slug:language>/", letter_pages.words, name="words"),
    path("letters/<slug:letter>/<slug:language>/restore/", letter_pages.restore, name="restore"),
    path("unreached/", pages.unreached, name="unreached"),
    path("unreached/<int:pk>/reached/", pages.reached, name="reached"),
    path("address/<str:number>/", address_page.address, name="address"),
    path("<uuid:pk>/", views.letter, name="letter"),
    path("<uuid:pk>/resend/", views.resend, name="resend"),
    path("channels/", channel_pages.channels, name="channels"),
    path("channels/<slug:channel>/test/", channel_pages.test, name="channel_test"),
    path("<uuid:pk>/elsewhere/", views.elsewhere, name="elsewhere"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("<uuid:pk>/lift/", views.lift, name="lift"),
]
