"""A unit's day: desk, items, lines, reports, files."""

from django.urls import path

from tasks_app.views import (
    extension_forms,
    extensions,
    files,
    instructions,
    items,
    line_sheets,
    lines,
    period_sheet,
    period_sheet_review,
    report_drafts,
    reports,
    sheets,
    talking,
)
from tasks_app.views.desk import desk

urlpatterns = [
    path("", desk, name="desk"),
    path("items/<int:pk>/", items.item, name="item"),
    path("lines/sign/", lines.sign_all, name="line_sign_all"),
    path("lines/<int:pk>/sign/", lines.sign, name="line_sign"),
    path("lines/<int:pk>/sign-on-behalf/", lines.sign_on_behalf, name="line_sign_on_behalf"),
    path("lines/<int:pk>/sign-off/", lines.sign_off, name="line_sign_off"),
    path("lines/<int:pk>/sign-off-on-paper/", line_sheets.sign_off, name="line_sign_off_on_paper"),
    path("lines/<int:pk>/reopen/", lines.reopen, name="line_reopen"),
    path("lines/<int:pk>/reports/new/", report_drafts.new, name="report_new"),
    path("lines/<int:pk>/reports/on-behalf/", report_drafts.on_behalf, name="report_on_behalf"),
    path("lines/<int:pk>/extension/", extension_forms.new, name="extension_new"),
    path("lines/<int:pk>/extension/on-behalf/", extension_forms.on_behalf, name="extension_on_behalf"),
    path("extensions/<int:pk>/", extensions.extension, name="extension"),
    path("extensions/<int:pk>/withdraw/", extensions.withdraw, name="extension_withdraw"),
    path("extensions/<int:pk>/grant/", extension_forms.grant, name="extension_grant"),
    path("extensions/<int:pk>/grant/on-paper/", extension_forms.grant_on_paper, name="extension_grant_on_paper"),
    path("extensions/<int:pk>/refuse/on-paper/", extension_forms.refuse_on_paper, name="extension_refuse_on_paper"),
    path("extensions/<int:pk>/refuse/", extension_forms.refuse, name="extension_refuse"),
    path("extensions/sheets/<int:pk>/", extensions.scan, name="extension_scan"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/edit/", report_drafts.edit, name="report_edit"),
    path("reports/<int:pk>/send/", reports.send, name="report_send"),
    path("reports/<int:pk>/withdraw/", reports.withdraw, name="report_withdraw"),
    path("reports/<int:pk>/approve/", reports.approve, name="report_approve"),
    path("reports/<int:pk>/return/", reports.return_to_author, name="report_return"),
    path("reports/<int:pk>/accept/", reports.accept, name="report_accept"),
    path("reports/<int:pk>/send-back/", reports.send_back, name="report_send_back"),
    path("reports/<int:pk>/sheet/", sheets.sheet, name="report_sheet"),
    path("periods/<int:pk>/sheet/", period_sheet.sheet, name="period_sheet"),
    path("periods/<int:pk>/sheet/approve/", period_sheet_review.approve, name="period_sheet_approve"),
    path("periods/<int:pk>/sheet/return/", period_sheet_review.return_to_author, name="period_sheet_return"),
    path("periods/<int:pk>/sheet/paper/", period_sheet_review.on_paper, name="period_sheet_paper"),
    path("files/<int:pk>/", files.evidence, name="evidence"),
    path("items/<int:pk>/comments/new/", talking.new, name="comment_new"),
    path("comments/<int:pk>/answer/", talking.answer, name="comment_answer"),
    path("comments/<int:pk>/withdraw/", talking.withdraw, name="comment_withdraw"),
    path("items/<int:pk>/instructions/new/", instructions.new, name="instruction_new"),
    path("items/<int:pk>/instructions/register/", instructions.register, name="instruction_register"),
    *(
        path(
            f"instructions/<int:pk>/{act.replace('_', '-')}/",
            instructions.act_on,
            {"act": act},
            name=f"instruction_{act}",
        )
        for act in instructions.ACTS
    ),
    path("instructions/sheets/<int:pk>/", instructions.scan, name="instruction_scan"),
]
