"""The clock: one's inbox, what it did and will do, its rules and calendar, calls, and what leaves the house."""

from django.urls import path

from tasks_app.views import (
    calendar,
    calendar_publish,
    calls,
    clock,
    clock_rows,
    inbox,
    outgoing,
    policy,
    proposals,
    rehearsal,
    work_items,
)

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read"),
    path("inbox/<int:pk>/", inbox.notice, name="notice"),
    path("lines/<int:pk>/calls/new/", calls.call_new, name="call_new"),
    path("items/<int:pk>/supervised/", work_items.mark_supervised, name="item_supervised"),
    path("supervision/clock/", clock.clock, name="clock"),
    path("supervision/clock/fired/", clock.clock_fired, name="clock_fired"),
    path("supervision/clock/failed/", clock.clock_failed, name="clock_failed"),
    path("supervision/clock/rungs/", clock.clock_rungs, name="clock_rungs"),
    path("supervision/clock/<int:pk>/", clock_rows.clock_row, name="clock_row"),
    path("supervision/clock/<int:pk>/retract/", clock_rows.clock_retract, name="clock_retract"),
    path("supervision/proposals/", proposals.proposals, name="proposals"),
    path("supervision/proposals/<int:pk>/defer/", proposals.defer, name="proposal_defer"),
    path("supervision/proposals/<int:pk>/refuse/", proposals.refuse, name="proposal_refuse"),
    path("supervision/proposals/<int:pk>/draft/", proposals.draft, name="proposal_draft"),
    path("supervision/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("settings/policy/", policy.policy, name="policy"),
    path("settings/policy/with-targets/", policy.policy_with_targets, name="policy_with_targets"),
    path("settings/policy/put-in-force/", policy.policy_put, name="policy_put"),
    path("settings/calendar/", calendar.this_year, name="calendar_now"),
    path("settings/calendar/<int:year>/", calendar.calendar, name="calendar"),
    path("settings/calendar/<int:year>/publish/", calendar_publish.calendar_publish, name="calendar_publish"),
    path("settings/calendar/days/<str:day>/", calendar.calendar_day, name="calendar_day"),
    path("settings/outgoing/", outgoing.outgoing, name="outgoing"),
    path("settings/outgoing/hold/", outgoing.hold, name="outgoing_hold"),
    path("settings/outgoing/release/", outgoing.release, name="outgoing_release"),
    path("settings/outgoing/brake/", outgoing.release_brake, name="brake_release"),
    path("settings/outgoing/messages/<int:pk>/resend/", outgoing.message_resend, name="message_resend"),
]
