"""The root of the addresses: health, people, work."""

from django.urls import include, path

from carbonpeak.health import healthz

handler400 = "tasks_app.views.refusals.bad_request"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("tasks_app.urls")),
]
