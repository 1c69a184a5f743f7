"""The addresses below /open311/v2/ and, for trials, below /open311/test/v2/."""

from django.urls import path, re_path

from cases.open311 import views

app_name = "open311"
FORM = r"\.(?P<form>xml|json)$"
urlpatterns = [
    re_path(rf"^discovery{FORM}", views.discovery, name="discovery"),
    re_path(rf"^services{FORM}", views.service_list, name="services"),
    re_path(rf"^services/(?P<code>[^/]+){FORM}", views.service_definition, name="service"),
    re_path(rf"^requests{FORM}", views.service_requests, name="requests"),
    re_path(rf"^requests/(?P<number>[^/]+){FORM}", views.service_request, name="request"),
    re_path(rf"^tokens/(?P<token>[^/]+){FORM}", views.token, name="token"),
    re_path(rf"^servicerequestupdates{FORM}", views.request_updates, name="updates"),
    path("photos/<uuid:pk>.jpg", views.photo, name="photo"),
    re_path(rf"^(?P<path>.*){FORM}", views.nowhere, name="nowhere"),
]
