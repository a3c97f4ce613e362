"""The clock: one's inbox, what it did and will do, its rules and calendar, calls, and what leaves the house."""

from django.urls import path

from tasks_app.views import inbox

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read"),
    path("inbox/<int:pk>/", inbox.notice, name="notice"),
]
