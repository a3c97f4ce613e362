"""Addresses of the business, by who mostly walks them."""

from django.urls import include, path

from tasks_app.views.gallery import gallery

urlpatterns = [
    path("", include("tasks_app.urls.work")),
    path("", include("tasks_app.urls.office")),
    path("", include("tasks_app.urls.clock")),
    path("", include("tasks_app.urls.papers")),
    path("", include("tasks_app.urls.received")),
    path("", include("tasks_app.urls.targets")),
    path("", include("tasks_app.urls.doors")),
    path("", include("tasks_app.urls.years")),
    path("gallery/", gallery, name="gallery"),
]
