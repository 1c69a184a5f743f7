"""Addresses of the bridge, below /staff/setup/traffy/."""

from django.urls import path

from notifications.pages.traffy import set_up, views

app_name = "traffy"
urlpatterns = [
    path("", set_up.bridge, name="bridge"),
    path("switch/", set_up.switch, name="switch"),
    path("test/", set_up.test, name="test"),
    path("address/", set_up.new_address, name="address"),
    path("reports/", views.reports, name="reports"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/file/", views.file, name="file"),
    path("reports/<int:pk>/aside/", views.aside, name="aside"),
    path("reports/<int:pk>/again/", views.again, name="again"),
    path("messages/<uuid:pk>/again/", views.message_again, name="message_again"),
    path("send/<slug:number>/", views.send, name="send"),
]
