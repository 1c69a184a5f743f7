"""Addresses of the notices, below /staff/notices/."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [path("<uuid:pk>/resend/", views.resend, name="resend")]
