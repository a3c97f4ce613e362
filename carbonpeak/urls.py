"""The root of the addresses: health, people, work."""

from django.urls import include, path

from carbonpeak.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("tasks_app.urls")),
]
