"""The addresses of outside parties. Only the first one holds a token, and it leads on at once."""

from django.urls import path

from workflows.views.outside import pages, photos

app_name = "outside"
urlpatterns = [
    path("open/<str:token>/", pages.open_link, name="open"),
    path("ended/", pages.ended, name="ended"),
    path("step/<uuid:pk>/", pages.step, name="step"),
    path("step/<uuid:pk>/<slug:verb>/", pages.act, name="act"),
    path("step/<uuid:pk>/photos/<uuid:photo>/", photos.photo, name="photo"),
    path("step/<uuid:pk>/photos/<uuid:photo>/small/", photos.thumbnail, name="thumbnail"),
]
