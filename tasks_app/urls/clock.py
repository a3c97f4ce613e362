"""The clock: one's inbox, what it did and will do, its rules and calendar, calls, and what leaves the house."""

from django.urls import path

from tasks_app.views import clock, clock_rows, inbox, outgoing, policy, proposals, rehearsal

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read"),
    path("inbox/<int:pk>/", inbox.notice, name="notice"),
    path("supervision/clock/", clock.clock, name="clock"),
    path("supervision/clock/fired/", clock.clock_fired, name="clock_fired"),
    path("supervision/clock/failed/", clock.clock_failed, name="clock_failed"),
    path("supervision/clock/rungs/", clock.clock_rungs, name="clock_rungs"),
    path("supervision/clock/<int:pk>/", clock_rows.clock_row, name="clock_row"),
    path("supervision/clock/<int:pk>/retract/", clock_rows.clock_retract, name="clock_retract"),
    path("supervision/proposals/", proposals.proposals, name="proposals"),
    path("supervision/proposals/<int:pk>/defer/", proposals.defer, name="proposal_defer"),
    path("supervision/proposals/<int:pk>/refuse/", proposals.refuse, name="proposal_refuse"),
    path("supervision/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("settings/policy/", policy.policy, name="policy"),
    path("settings/outgoing/", outgoing.outgoing, name="outgoing"),
    path("settings/outgoing/hold/", outgoing.hold, name="outgoing_hold"),
    path("settings/outgoing/release/", outgoing.release, name="outgoing_release"),
    path("settings/outgoing/brake/", outgoing.release_brake, name="brake_release"),
]
