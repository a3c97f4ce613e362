"""Targets of the plan and the figures entered against them."""

from django.urls import path

from tasks_app.views import target_readings, targets

urlpatterns = [
    path("targets/", targets.targets, name="targets"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("targets/<int:pk>/keep/", targets.keep, name="target_keep"),
    path("targets/<int:pk>/value/", targets.value, name="target_value"),
    path("targets/<int:pk>/readings/new/", target_readings.new, name="reading_new"),
    path("targets/<int:pk>/readings/on-behalf/", target_readings.on_behalf, name="reading_on_behalf"),
    path("targets/readings/<int:pk>/correct/", target_readings.correct, name="reading_correct"),
]
