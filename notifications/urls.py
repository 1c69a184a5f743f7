"""Addresses of the notices, below /staff/notices/."""

from django.urls import path

from notifications.pages import (
    bell,
    case_notices,
    channels,
    citizen_address,
    letter_texts,
    outbox_pages,
    staff_browser,
)

app_name = "notifications"
urlpatterns = [
    path("", outbox_pages.outgoing, name="outgoing"),
    path("news/", bell.news, name="news"),
    path("news/read/", bell.read, name="news_read"),
    path("news/<uuid:pk>/", bell.follow, name="news_follow"),
    path("browser/on/", staff_browser.on, name="browser_on"),
    path("browser/off/", staff_browser.off, name="browser_off"),
    path("letters/", letter_texts.letters, name="letters"),
    path("letters/<slug:letter>/<slug:language>/", letter_texts.words, name="words"),
    path("letters/<slug:letter>/<slug:language>/restore/", letter_texts.restore, name="restore"),
    path("unreached/", outbox_pages.unreached, name="unreached"),
    path("unreached/<int:pk>/reached/", outbox_pages.reached, name="reached"),
    path("address/<str:number>/", citizen_address.address, name="address"),
    path("<uuid:pk>/", case_notices.letter, name="letter"),
    path("<uuid:pk>/resend/", case_notices.resend, name="resend"),
    path("channels/", channels.channels, name="channels"),
    path("channels/<slug:channel>/test/", channels.test, name="channel_test"),
    path("<uuid:pk>/elsewhere/", case_notices.elsewhere, name="elsewhere"),
    path("<uuid:pk>/cancel/", case_notices.cancel, name="cancel"),
    path("<uuid:pk>/lift/", case_notices.lift, name="lift"),
]
