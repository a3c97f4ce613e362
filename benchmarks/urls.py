"""All addresses of the system, and one more: the bare view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """The frame of whoever is logged in around an empty page: what every page costs before it says anything."""
    return render(request, "base.html")


urlpatterns = [
    path("bare/", bare, name="bare"),
    path("", include("carbonpeak.urls")),
]
