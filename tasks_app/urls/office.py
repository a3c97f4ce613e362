"""The plan, the office's year and view, and the rooms of people and traces."""

from django.urls import path

from tasks_app.views import (
    accounts,
    audit,
    cycles,
    item_drafts,
    leads,
    people,
    period,
    period_papers,
    plan,
    review,
    settings_home,
    supervision,
)

urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/tasks/<int:number>/", plan.plan_task, name="plan_task"),
    path("plan/source/", plan.plan_source, name="plan_source"),
    path("plan/import/", plan.import_report, name="import_report"),
    path("plan/leads/", leads.lead_list, name="lead_list"),
    path("plan/leads/<int:number>/", leads.lead_confirm, name="lead_confirm"),
    path("cycles/", cycles.cycle_list, name="cycle_list"),
    path("cycles/<int:year>/", cycles.cycle, name="cycle"),
    path("cycles/<int:year>/draft/", cycles.cycle_draft, name="cycle_draft"),
    path("items/<int:pk>/revise/", item_drafts.revise, name="item_revise"),
    path("cycles/<int:year>/issue/", cycles.cycle_issue, name="cycle_issue"),
    path("supervision/late/", supervision.late, name="late"),
    path("supervision/by/<str:grouping>/", supervision.late_by, name="late_by"),
    path("supervision/ledger.xlsx", supervision.ledger, name="ledger"),
    path("periods/", period.period_now, name="period_now"),
    path("periods/<int:pk>/", period.period, name="period"),
    path("periods/<int:pk>/accept/", period.accept, name="period_accept"),
    path("periods/<int:pk>/summary.xlsx", period_papers.summary, name="period_summary"),
    path("periods/<int:pk>/brief/", period_papers.brief, name="period_brief"),
    path("review/", review.review_queue, name="review_queue"),
    path("settings/", settings_home.settings_home, name="settings"),
    path("settings/people/", people.people, name="people"),
    path("settings/accounts/", accounts.accounts, name="accounts"),
    path("settings/accounts/<int:pk>/", accounts.account, name="account"),
    path("settings/accounts/<int:pk>/reset/", accounts.reset, name="account_reset"),
    path("settings/accounts/<int:pk>/deactivate/", accounts.deactivate, name="account_deactivate"),
    path("settings/accounts/<int:pk>/activate/", accounts.activate, name="account_activate"),
    path("audit/", audit.audit, name="audit"),
]
