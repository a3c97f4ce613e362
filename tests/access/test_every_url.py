"""A knock on every URL, by GET and by POST, as everybody: against a table written by hand. Default is no.

A page has two doors. Each says who may go through, from whom the thing itself is hidden (404), and everybody else is
told that it is not theirs (403). A door that is not there is 405. A new URL without a row here fails.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from accounts.actor import Actor
from accounts.middleware import POST_KEY
from accounts.models import Alias, Appointment, Leave, Post, Role, UnitSuccession
from tasks_app.actions import (
    aliases,
    appointments,
    comments,
    evidence,
    instructions,
    leaves,
    line_case_sheets,
    paper_files,
    successions,
    talk_files,
)
from tasks_app.actions.extension_sheets import register
from tasks_app.actions.posts import PostWish
from tasks_app.actions.successions import Wish
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.paper_states import InterviewState
from tasks_app.domain.report_states import ReportState
from tasks_app.models import (
    Comment,
    Cycle,
    Denial,
    Evidence,
    Extension,
    ExtensionSheet,
    InstructionReply,
    Interview,
    LineCase,
    LineCaseSheet,
    Mandate,
    Opinion,
    Paper,
    PaperFile,
    PaperService,
    PlanUpload,
    ProgressReport,
    Responsibility,
    SignedSheet,
    StateChange,
    SubmittedForm,
    Target,
    TargetReading,
    UnitLine,
    WorkItem,
)
from tests import (
    extension_factories,
    factories,
    interview_factories,
    line_case_factories,
    paper_factories,
    plan_upload_factories,
    target_factories,
    year_factories,
)
from tests.architecture import lock_order
from tests.conftest import Standing
from tests.permissions.conftest import Matrix, build

pytestmark = pytest.mark.django_db

NOW = factories.LATER
DENIED = {403, 404}
UNIT = {"lead_liaison", "lead_reviewer"}
SUPPORT = {"support_liaison"}
STRANGERS = {"stranger_liaison", "former_liaison", "nobody"}
CLERKS = {"clerk", "moonlighter"}
OFFICE = {*CLERKS, "director"}
READERS = {*OFFICE, "leader", "evaluator", "auditor"}
ADMINS = {"system_admin", "security_admin", "audit_admin"}
EVERYBODY = {*UNIT, *SUPPORT, *STRANGERS, *READERS, *ADMINS, "auditor_of_2025"}
WITHOUT_POST = {"former_liaison", "nobody"}
SUPERVISORS = {*READERS, "auditor_of_2025"}
# Who does not see the item, its lines, or the report of its lead.
OFF_THE_ITEM = EVERYBODY - READERS - UNIT - SUPPORT
OFF_THE_REPORT = EVERYBODY - READERS - UNIT
# A figure of 2025: the auditor of that year sees it, the one of 2026 does not.
OFF_THE_READING = OFF_THE_REPORT - {"auditor_of_2025"} | {"auditor"}
NOBODY: set[str] = set()


@dataclass(frozen=True)
class Door:
    """Who may; from whom it is hidden; all others are refused."""

    may: set[str]
    hidden: set[str] = field(default_factory=set)

    def status(self, name: str, answer: int | None = None) -> set[int]:
        """What the answer may be; ``answer`` is the one that whoever may is given in this scene."""
        if name in self.may:
            return {200, 302, 409, 422} if answer is None else {answer}
        return {404} if name in self.hidden else {403}


@dataclass(frozen=True)
class Page:
    """One URL: how to come there, and its two doors."""

    get: Door | None
    post: Door | None = None
    of: str = ""
    query: str = ""

    def url(self, name: str, things: dict[str, Any]) -> str:
        """The address in the scene."""
        return reverse(name, args=[things[self.of]] if self.of else []) + self.query


ALL = Door(EVERYBODY)
HOLDERS = Door(EVERYBODY - WITHOUT_POST)
SUPERVISION = Door(SUPERVISORS)
WATCH = Door(OFFICE)
# What only the office may know of: to everybody else it does not exist.
BY_THE_OFFICE = Door(OFFICE, hidden=EVERYBODY - OFFICE)
LEDGER_ROW = Door(NOBODY, hidden=OFFICE)
# A leader decides about the office's own house.
DECIDING = Door({*OFFICE, "leader"})
PROPOSAL = Door(NOBODY, hidden={*OFFICE, "leader"})
# A received paper: its unit, the clerk for it, and the office without whoever works for the unit.
BY_THE_UNIT = Door(UNIT, hidden=OFF_THE_REPORT)
FOR_THE_UNIT = Door(CLERKS, hidden=OFF_THE_REPORT)
UNTIED = Door({"clerk", "director"}, hidden=OFF_THE_REPORT)
# The paper itself: the first clerk drafted it, so that somebody else checks; a leader agrees, the director signs.
BY_THE_CLERK = Door({"clerk"}, hidden=OFF_THE_REPORT)
RAISING = Door({*UNIT, *OFFICE}, hidden=OFF_THE_ITEM)
CONSENTING = Door({"clerk", "leader"}, hidden=OFF_THE_REPORT)
BY_THE_DIRECTOR = Door({"director"}, hidden=OFF_THE_REPORT)
BY_A_LEADER = Door({"leader"}, hidden=OFF_THE_REPORT)
# Next year's draft, out for opinions: its items are seen by whoever is asked, an opinion by its unit, and by the office
# once it was handed in. The office has a unit of its own that is asked, and no liaison's hat on.
OFF_THE_DRAFT = EVERYBODY - OFFICE - UNIT - SUPPORT
OFF_THE_OPINION = EVERYBODY - OFFICE - UNIT
ON_A_DRAFT = Door(OFFICE, hidden=OFF_THE_DRAFT)
ANSWERING = Door(OFFICE, hidden=OFF_THE_OPINION)
# What was issued is what every unit works by.
ISSUED = Door(READERS | UNIT | SUPPORT | {"stranger_liaison"}, hidden={"auditor_of_2025"})
OF_THE_ASKED = Door(UNIT | SUPPORT, hidden=OFF_THE_DRAFT)

# Whoever takes part in an item speaks on it; whoever reads on does not.
SPEAKING = Door(UNIT | SUPPORT | {*OFFICE, "leader"}, hidden=OFF_THE_ITEM)
CLOSING = Door({"clerk", "director", "leader"}, hidden=OFF_THE_REPORT)

# The people of 市水务局, whose liaison is the stranger: of other units' people a unit knows nothing.
STAFF = Door({*OFFICE, *ADMINS, "stranger_liaison"}, hidden={*UNIT, *SUPPORT})
KEEPING = Door({*OFFICE, "security_admin"}, hidden={*UNIT, *SUPPORT})
ONE_S_OWN = Door({*OFFICE, "security_admin", "stranger_liaison"}, hidden={*UNIT, *SUPPORT})
IMPORT = Door({*OFFICE, "security_admin"})

PAGES: dict[str, Page] = {
    # the door
    "login": Page(ALL, ALL),
    "logout": Page(None, ALL),
    "switch_post": Page(None, ALL, of="foreign_post"),
    "activate": Page(ALL, ALL),
    "forgotten": Page(ALL, ALL),
    "second_factor": Page(ALL, ALL),
    "own_account": Page(ALL),
    "own_password": Page(None, ALL),
    "own_codes": Page(None, ALL),
    "own_phone": Page(None, ALL),
    "own_sessions_end": Page(None, ALL),
    # everybody's: the published plan
    "desk": Page(ALL),
    "plan": Page(ALL),
    "plan_task": Page(ALL, of="task"),
    "plan_measures": Page(ALL),
    "plan_source": Page(ALL),
    "plan_file": Page(ALL, of="format"),
    "gallery": Page(Door(NOBODY, hidden=EVERYBODY)),  # for whoever writes a page, in development and in the demo
    # the office's rooms
    "import_report": Page(Door(OFFICE)),
    "plan_upload_new": Page(WATCH, WATCH),
    "plan_upload": Page(BY_THE_OFFICE, of="upload"),
    "plan_upload_answer": Page(None, BY_THE_OFFICE, of="upload"),
    "plan_upload_confirm": Page(None, BY_THE_OFFICE, of="upload"),
    "plan_upload_give_up": Page(None, BY_THE_OFFICE, of="upload"),
    "plan_upload_again": Page(None, BY_THE_OFFICE, of="upload"),
    "lead_list": Page(Door(OFFICE)),
    "lead_confirm": Page(Door(OFFICE), Door({"director"}), of="task"),
    "task_unit_join": Page(None, Door({"director"}), of="task"),
    "task_unit_leave": Page(None, Door({"director"}), of="responsibility"),
    "units": Page(WATCH),
    "unit_new": Page(WATCH, WATCH),
    "unit": Page(WATCH, of="unit"),
    "unit_alias": Page(None, WATCH, of="unit"),
    "unit_kind": Page(None, WATCH, of="unit"),
    "unit_host": Page(None, WATCH, of="unit"),
    "unit_settle": Page(None, WATCH, of="unit"),
    "unit_pass_on": Page(WATCH, WATCH, of="unit"),
    "alias_end": Page(None, WATCH, of="alias"),
    "groups": Page(WATCH),
    "group": Page(WATCH, of="group"),
    "group_member": Page(None, WATCH, of="group"),
    "group_alias": Page(None, WATCH, of="group"),
    "group_settle": Page(None, WATCH, of="group"),
    "member_end": Page(None, WATCH, of="member"),
    "successions": Page(WATCH),
    "succession_new": Page(WATCH, WATCH),
    "succession_confirm": Page(None, Door({"director"}), of="succession"),
    "succession_withdraw": Page(None, Door({"director"}), of="succession"),
    "succession_take_back": Page(None, Door({"clerk"}), of="succession"),
    "cycle_list": Page(SUPERVISION),
    "cycle": Page(Door(READERS, hidden={"auditor_of_2025"}), of="year"),
    "cycle_draft": Page(None, Door(OFFICE), of="year"),
    "item_revise": Page(Door(OFFICE, hidden=OFF_THE_ITEM), Door(OFFICE, hidden=OFF_THE_ITEM), of="item"),
    "cycle_issue": Page(None, Door({"director"}, hidden=EVERYBODY - READERS), of="year"),
    "late_member_issue": Page(None, Door({"director"}, hidden=EVERYBODY - READERS), of="year"),
    "review_queue": Page(Door({*OFFICE, "leader"})),
    "review_accept": Page(Door(OFFICE), Door(OFFICE)),
    "late_remind": Page(Door(OFFICE), Door(OFFICE)),
    "for_leaders": Page(Door({*OFFICE, "leader"})),
    "late": Page(SUPERVISION),
    "late_by": Page(SUPERVISION, of="grouping"),
    "late_by_file": Page(Door(READERS, hidden={"auditor_of_2025"}), of="grouping"),
    "ledger": Page(Door(READERS, hidden={"auditor_of_2025"})),
    # a period: of the office, and of a unit
    "period_now": Page(SUPERVISION),
    "period": Page(Door(READERS, hidden={"auditor_of_2025"}), of="period"),
    "period_accept": Page(None, Door(OFFICE), of="period"),
    "period_summary": Page(Door(READERS, hidden={"auditor_of_2025"}), of="period"),
    "period_summary_docx": Page(Door(READERS, hidden={"auditor_of_2025"}), of="period"),
    "period_bulletin": Page(Door(READERS, hidden={"auditor_of_2025"}), of="period"),
    "period_brief": Page(Door(READERS, hidden={"auditor_of_2025"}), of="period"),
    # what is sent names the lead's line, which is not on the sheet of another unit
    "period_sheet": Page(
        Door(UNIT | SUPPORT, hidden={"stranger_liaison"}),
        Door(UNIT, hidden={"stranger_liaison", *SUPPORT}),
        of="period",
    ),
    "period_sheet_approve": Page(None, Door({"lead_reviewer"}), of="period"),
    "period_sheet_return": Page(None, Door({"lead_reviewer"}), of="period"),
    "period_sheet_paper": Page(
        Door({"lead_liaison", *SUPPORT}, hidden={"stranger_liaison"}),
        Door({"lead_liaison", *SUPPORT}, hidden={"stranger_liaison"}),
        of="period",
    ),
    "settings": Page(Door({*OFFICE, *ADMINS, "auditor", "auditor_of_2025"})),
    "people": Page(Door({*OFFICE, *ADMINS})),
    "accounts": Page(Door({"system_admin"})),
    "account": Page(Door({"system_admin"}), of="foreign_person"),
    "account_reset": Page(None, Door({"system_admin"}), of="foreign_person"),
    "account_deactivate": Page(None, Door({"system_admin"}), of="foreign_person"),
    "account_activate": Page(None, Door({"system_admin"}), of="foreign_person"),
    "account_new": Page(Door({"system_admin"}), Door({"system_admin"})),
    "account_email": Page(None, Door({"system_admin"}), of="foreign_person"),
    "account_unlock": Page(None, Door({"system_admin"}), of="foreign_person"),
    "factors": Page(Door({"system_admin", "security_admin"})),
    "factor_reset": Page(None, Door({"system_admin"}), of="foreign_person"),
    # people and posts: a unit's own are its reviewer's, the office's all; two administrators give the rest
    "unit_people": Page(STAFF, of="unit"),
    "post_new": Page(KEEPING, KEEPING, of="unit"),
    "person": Page(STAFF, of="water_person"),
    "person_amend": Page(None, KEEPING, of="water_person"),
    "post_succeed": Page(KEEPING, KEEPING, of="water_post"),
    "post_end": Page(None, KEEPING, of="water_post"),
    "leave_new": Page(None, ONE_S_OWN, of="water_post"),
    "leave_end": Page(None, ONE_S_OWN, of="leave"),
    "handover": Page(STAFF, KEEPING, of="water_post"),
    "appointments": Page(Door({*OFFICE, *ADMINS})),
    "appointment_countersign": Page(None, Door({"system_admin"}), of="appointment"),
    "appointment_decline": Page(None, Door({"system_admin"}), of="appointment"),
    "appointment_withdraw": Page(None, Door({"security_admin"}), of="appointment"),
    "contacts": Page(HOLDERS),
    "contacts_file": Page(HOLDERS),
    "people_import": Page(IMPORT, IMPORT),
    "people_import_confirm": Page(None, IMPORT),
    "people_template": Page(IMPORT),
    "audit": Page(Door({"audit_admin", "auditor", "auditor_of_2025"})),
    # the clock
    "inbox": Page(HOLDERS),
    "inbox_read": Page(None, HOLDERS),
    "notice": Page(None, Door(NOBODY, hidden=EVERYBODY - WITHOUT_POST), of="nothing"),
    "clock": Page(WATCH),
    "clock_fired": Page(WATCH),
    "clock_failed": Page(WATCH),
    "clock_rungs": Page(WATCH),
    "clock_row": Page(LEDGER_ROW, of="nothing"),
    "clock_retract": Page(None, LEDGER_ROW, of="nothing"),
    "proposals": Page(DECIDING),
    "proposal_defer": Page(None, PROPOSAL, of="nothing"),
    "proposal_refuse": Page(None, PROPOSAL, of="nothing"),
    "policy": Page(WATCH),
    "policy_with_targets": Page(WATCH),
    "policy_put": Page(None, Door({"director"})),
    "rehearsal": Page(WATCH, WATCH),
    "calendar_now": Page(ALL),
    "calendar": Page(ALL, of="year"),
    "calendar_day": Page(WATCH, WATCH, of="day"),
    "calendar_publish": Page(WATCH, WATCH, of="year"),
    "call_new": Page(Door(OFFICE, hidden=OFF_THE_ITEM), Door(OFFICE, hidden=OFF_THE_ITEM), of="line"),
    "item_supervised": Page(None, Door(OFFICE, hidden=OFF_THE_ITEM), of="item"),
    "outgoing": Page(Door({"director", "system_admin"})),
    "outgoing_hold": Page(None, Door({"director", "system_admin"})),
    "outgoing_release": Page(None, Door({"director", "system_admin"})),
    "brake_release": Page(None, Door({"director"})),
    "message_resend": Page(None, Door(NOBODY, hidden={"director", "system_admin"}), of="nothing"),
    # an item and its lines
    "item": Page(Door(READERS | UNIT | SUPPORT, hidden=OFF_THE_ITEM), of="item"),
    "line_sign_all": Page(ALL, ALL),
    "line_sign": Page(None, Door(UNIT, hidden=OFF_THE_ITEM), of="line"),
    "line_hand_over": Page(None, Door(UNIT, hidden=OFF_THE_ITEM), of="line"),
    "line_sign_on_behalf": Page(None, Door(CLERKS, hidden=OFF_THE_ITEM), of="line"),
    "line_sign_off": Page(None, Door({"director"}, hidden=OFF_THE_ITEM), of="line"),
    "line_sign_off_on_paper": Page(
        Door({"clerk"}, hidden=OFF_THE_ITEM), Door({"clerk"}, hidden=OFF_THE_ITEM), of="line"
    ),
    "line_reopen": Page(None, Door({"director"}, hidden=OFF_THE_ITEM), of="line"),
    "report_new": Page(Door(UNIT, hidden=OFF_THE_ITEM), Door(UNIT, hidden=OFF_THE_ITEM), of="line"),
    "report_on_behalf": Page(Door(CLERKS, hidden=OFF_THE_ITEM), Door(CLERKS, hidden=OFF_THE_ITEM), of="line"),
    # more time for a line: asked by its unit, decided by the office
    "extension_new": Page(Door(UNIT, hidden=OFF_THE_ITEM), Door(UNIT, hidden=OFF_THE_ITEM), of="line"),
    "extension_on_behalf": Page(Door(CLERKS, hidden=OFF_THE_ITEM), Door(CLERKS, hidden=OFF_THE_ITEM), of="line"),
    "extension": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="extension"),
    "extension_withdraw": Page(None, BY_THE_UNIT, of="extension"),
    "extension_grant": Page(UNTIED, UNTIED, of="extension"),
    "extension_refuse": Page(UNTIED, UNTIED, of="extension"),
    "extension_grant_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="extension"),
    "extension_refuse_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="extension"),
    "extension_scan": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="extension_sheet"),
    # what may happen to a line aside from reporting: raised by its unit or the office, decided by the office
    "line_case_object": Page(Door(UNIT, hidden=OFF_THE_ITEM), Door(UNIT, hidden=OFF_THE_ITEM), of="line"),
    "line_case_object_on_behalf": Page(Door(CLERKS, hidden=OFF_THE_ITEM), Door(CLERKS, hidden=OFF_THE_ITEM), of="line"),
    "line_case_suspend": Page(RAISING, RAISING, of="line"),
    "line_case_cancel": Page(RAISING, RAISING, of="line"),
    "line_case": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="line_case"),
    "line_case_withdraw": Page(None, Door(UNIT, hidden=OFF_THE_REPORT), of="line_case"),
    "line_case_resume": Page(None, Door(OFFICE, hidden=OFF_THE_REPORT), of="line_case"),
    "line_case_uphold": Page(UNTIED, UNTIED, of="line_case"),
    "line_case_turn_down": Page(UNTIED, UNTIED, of="line_case"),
    "line_case_consent": Page(CONSENTING, CONSENTING, of="line_case"),
    "line_case_grant": Page(UNTIED, UNTIED, of="line_case"),
    "line_case_refuse": Page(UNTIED, UNTIED, of="line_case"),
    "line_case_letter": Page(Door(NOBODY, hidden=EVERYBODY), of="nothing"),
    "line_case_scan": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="line_case_sheet"),
    # a report that was handed in
    "report": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="report"),
    "report_edit": Page(Door(UNIT, hidden=OFF_THE_REPORT), Door(UNIT, hidden=OFF_THE_REPORT), of="report"),
    "report_send": Page(None, Door(UNIT, hidden=OFF_THE_REPORT), of="report"),
    "report_withdraw": Page(None, Door(UNIT, hidden=OFF_THE_REPORT), of="report"),
    "report_approve": Page(None, Door({"lead_reviewer"}, hidden=OFF_THE_REPORT), of="report"),
    "report_return": Page(None, Door({"lead_reviewer"}, hidden=OFF_THE_REPORT), of="report"),
    "report_accept": Page(None, Door({"clerk", "director"}, hidden=OFF_THE_REPORT), of="report"),
    "report_accept_in_part": Page(None, Door({"clerk", "director"}, hidden=OFF_THE_REPORT), of="report"),
    "report_gather": Page(None, Door(UNIT, hidden=OFF_THE_REPORT), of="report"),
    "report_arrange": Page(None, Door(UNIT, hidden=OFF_THE_REPORT), of="report"),
    "report_send_back": Page(None, Door({"clerk", "director"}, hidden=OFF_THE_REPORT), of="report"),
    "report_sheet": Page(
        Door({"lead_liaison"}, hidden=OFF_THE_REPORT),
        Door({"lead_liaison"}, hidden=OFF_THE_REPORT),
        of="report",
        query="?act=approve_on_paper",
    ),
    "evidence": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="file"),
    # targets are the published plan; their figures are entered by the unit that reports them, or by the clerk for it
    "targets": Page(ALL),
    "target": Page(ALL, of="target"),
    "target_keep": Page(WATCH, WATCH, of="target"),
    "target_value": Page(WATCH, WATCH, of="target"),
    "reading_new": Page(Door(UNIT), Door(UNIT), of="target"),
    "reading_on_behalf": Page(Door(CLERKS), Door(CLERKS), of="target"),
    "reading_correct": Page(Door(UNIT, hidden=OFF_THE_READING), Door(UNIT, hidden=OFF_THE_READING), of="reading"),
    # the office's papers
    "papers": Page(SUPERVISION),
    "paper_new": Page(WATCH, WATCH),
    "paper_dispatch": Page(None, WATCH),
    "proposal_draft": Page(None, LEDGER_ROW, of="nothing"),
    "paper_register": Page(SUPERVISION),
    "paper_register_file": Page(SUPERVISION),
    "mandates": Page(SUPERVISION),
    "mandate_new": Page(WATCH, WATCH),
    "mandate_confirm": Page(None, Door({"director"}), of="mandate"),
    "mandate_end": Page(None, Door({"director"}), of="mandate"),
    "mandate_scan": Page(SUPERVISION, of="mandate"),
    "paper_series": Page(WATCH, WATCH),
    "paper": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="paper"),
    "paper_document": Page(Door(READERS, hidden=OFF_THE_REPORT), of="paper"),
    "paper_pdf": Page(Door(READERS, hidden=OFF_THE_REPORT), of="paper"),
    "paper_proof": Page(Door({*OFFICE, "leader"}, hidden=OFF_THE_REPORT), of="paper"),
    "paper_file": Page(Door(READERS, hidden=OFF_THE_REPORT), of="received_file"),
    "paper_revise": Page(None, UNTIED, of="paper"),
    "paper_correct": Page(None, UNTIED, of="paper"),
    "paper_recall": Page(None, UNTIED, of="paper"),
    "paper_check": Page(None, BY_THE_DIRECTOR, of="paper"),
    "paper_return_checked": Page(None, BY_THE_DIRECTOR, of="paper"),
    "paper_check_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="paper"),
    "paper_return_checked_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="paper"),
    "paper_decline": Page(None, BY_A_LEADER, of="paper"),
    "paper_sign": Page(None, BY_THE_DIRECTOR, of="paper"),
    "paper_instruct": Page(None, BY_A_LEADER, of="paper"),
    "paper_send_back": Page(None, BY_THE_DIRECTOR, of="paper"),
    "paper_issue": Page(None, UNTIED, of="paper"),
    "paper_void": Page(None, BY_THE_DIRECTOR, of="paper"),
    "paper_agree": Page(BY_A_LEADER, BY_A_LEADER, of="paper"),
    "paper_agree_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="paper"),
    "paper_sign_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="paper"),
    "paper_send_back_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="paper"),
    "paper_consent": Page(BY_THE_CLERK, BY_THE_CLERK, of="paper"),
    "paper_number": Page(UNTIED, UNTIED, of="paper"),
    "paper_seal": Page(UNTIED, UNTIED, of="paper"),
    # a paper that reached the lead, and the case of its interview
    "received": Page(Door({*UNIT, *SUPPORT, "stranger_liaison"})),
    "received_file": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="received_file"),
    "service": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="service"),
    "service_document": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="service"),
    "service_issues": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="service"),
    "service_receive": Page(None, BY_THE_UNIT, of="service"),
    "service_receive_on_behalf": Page(FOR_THE_UNIT, FOR_THE_UNIT, of="service"),
    "service_reply": Page(BY_THE_UNIT, BY_THE_UNIT, of="service"),
    "service_reply_on_behalf": Page(FOR_THE_UNIT, FOR_THE_UNIT, of="service"),
    "service_object": Page(BY_THE_UNIT, BY_THE_UNIT, of="service"),
    "service_object_on_behalf": Page(FOR_THE_UNIT, FOR_THE_UNIT, of="service"),
    "service_uphold": Page(None, Door({"clerk"}, hidden=OFF_THE_REPORT), of="service"),
    "service_lift": Page(None, Door({"clerk"}, hidden=OFF_THE_REPORT), of="service"),
    "service_ask_again": Page(None, UNTIED, of="service"),
    "service_close": Page(None, UNTIED, of="service"),
    "service_uphold_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="service"),
    "service_lift_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="service"),
    "service_ask_again_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="service"),
    "service_close_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="service"),
    "interviews": Page(SUPERVISION),
    "interview": Page(Door(READERS | UNIT, hidden=OFF_THE_REPORT), of="interview"),
    "interview_hold": Page(UNTIED, UNTIED, of="interview"),
    "interview_minutes": Page(None, UNTIED, of="interview"),
    "interview_commit": Page(UNTIED, UNTIED, of="interview"),
    "interview_fulfil": Page(None, UNTIED, of="commitment"),
    "interview_excuse": Page(None, UNTIED, of="commitment"),
    "interview_excuse_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="commitment"),
    "interview_rectify": Page(BY_THE_UNIT, BY_THE_UNIT, of="interview"),
    "interview_rectify_on_behalf": Page(UNTIED, UNTIED, of="interview"),
    "interview_send_back": Page(None, UNTIED, of="interview"),
    "interview_close": Page(None, UNTIED, of="interview"),
    "interview_cancel": Page(None, UNTIED, of="interview"),
    "interview_send_back_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="interview"),
    "interview_close_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="interview"),
    "interview_cancel_on_paper": Page(BY_THE_CLERK, BY_THE_CLERK, of="interview"),
    # talking on an item, instructions to the lead, and stored bytes
    "comment_new": Page(SPEAKING, SPEAKING, of="item"),
    "comment_answer": Page(SPEAKING, SPEAKING, of="question"),
    "comment_withdraw": Page(None, Door(CLERKS & {"clerk"}, hidden=OFF_THE_ITEM), of="question"),
    "instruction_new": Page(Door({"leader"}, hidden=OFF_THE_ITEM), Door({"leader"}, hidden=OFF_THE_ITEM), of="item"),
    "instruction_register": Page(Door(CLERKS, hidden=OFF_THE_ITEM), Door(CLERKS, hidden=OFF_THE_ITEM), of="item"),
    "instruction_reply": Page(BY_THE_UNIT, BY_THE_UNIT, of="instruction"),
    "instruction_reply_on_behalf": Page(FOR_THE_UNIT, FOR_THE_UNIT, of="instruction"),
    "instruction_ask_again": Page(CLOSING, CLOSING, of="instruction"),
    "instruction_close": Page(CLOSING, CLOSING, of="instruction"),
    "instruction_close_on_paper": Page(
        Door(NOBODY, hidden=OFF_THE_REPORT), Door(NOBODY, hidden=OFF_THE_REPORT), of="instruction"
    ),
    "instruction_void": Page(  # what was signed on paper is voided on paper
        Door(NOBODY, hidden=OFF_THE_REPORT), Door(NOBODY, hidden=OFF_THE_REPORT), of="instruction_order"
    ),
    "instruction_void_on_paper": Page(BY_THE_DIRECTOR, BY_THE_DIRECTOR, of="instruction_order"),
    "talk_file": Page(Door(READERS | UNIT | SUPPORT, hidden=OFF_THE_ITEM), of="talk_file"),
    "instruction_scan": Page(Door(READERS, hidden=OFF_THE_REPORT), of="instruction_sheet"),
    "file_alarms": Page(Door({*OFFICE, "system_admin"})),
    # a year being planned
    "item_new": Page(WATCH, WATCH, of="next_plan"),
    "item_split": Page(ON_A_DRAFT, ON_A_DRAFT, of="draft_item"),
    "item_remove": Page(None, ON_A_DRAFT, of="draft_item"),
    "item_up": Page(None, ON_A_DRAFT, of="draft_item"),
    "item_down": Page(None, ON_A_DRAFT, of="draft_item"),
    "consultation": Page(WATCH, WATCH, of="next_year"),
    "opinion_summary": Page(WATCH, of="next_year"),
    "carry_over": Page(WATCH, WATCH, of="next_year"),
    "year_import": Page(WATCH, WATCH),
    "imported_year": Page(Door(NOBODY, hidden=SUPERVISORS), of="year"),
    "roadmap": Page(ISSUED, of="year"),
    "roadmap_xlsx": Page(ISSUED, of="year"),
    "roadmap_docx": Page(ISSUED, of="year"),
    "consulted": Page(OF_THE_ASKED, of="next_year"),
    "consulted_none": Page(None, OF_THE_ASKED, of="next_year"),
    "consulted_approve": Page(None, Door({"lead_reviewer"}, hidden=OFF_THE_DRAFT), of="next_year"),
    "consulted_paper": Page(
        Door({"lead_liaison", *SUPPORT}, hidden=OFF_THE_DRAFT),
        Door({"lead_liaison", *SUPPORT}, hidden=OFF_THE_DRAFT),
        of="next_year",
    ),
    "opinion": Page(Door(UNIT, hidden=EVERYBODY - UNIT), of="written_opinion"),
    "opinion_write": Page(
        Door(UNIT, hidden=EVERYBODY - UNIT), Door(UNIT, hidden=EVERYBODY - UNIT), of="written_opinion"
    ),
    "opinion_breakdown": Page(
        Door(UNIT, hidden=EVERYBODY - UNIT), Door(UNIT, hidden=EVERYBODY - UNIT), of="written_opinion"
    ),
    "opinion_approve": Page(None, Door({"lead_reviewer"}, hidden=EVERYBODY - UNIT), of="written_opinion"),
    "opinion_return": Page(None, Door({"lead_reviewer"}, hidden=EVERYBODY - UNIT), of="written_opinion"),
    "opinion_on_behalf": Page(
        Door(CLERKS, hidden=OFF_THE_OPINION), Door(CLERKS, hidden=OFF_THE_OPINION), of="wanted_opinion"
    ),
    "opinion_adopt": Page(ANSWERING, ANSWERING, of="given_opinion"),
    "opinion_adopt_in_part": Page(ANSWERING, ANSWERING, of="given_opinion"),
    "opinion_decline": Page(ANSWERING, ANSWERING, of="given_opinion"),
    "opinion_scan": Page(Door(NOBODY, hidden=EVERYBODY), of="nothing"),
}


def in_this_scene(*answers: tuple[int, str]) -> dict[str, int]:
    """The answer of each page named in the words of a line."""
    return {name: status for status, names in answers for name in names.split()}


# What whoever may is answered in this scene, where it is not the page itself (GET, 200) or the way on (POST, 302): the
# thing is in another state (409), or the one body of all posts lacks what this form asks for (422).
GET_ANSWERS: dict[str, int] = in_this_scene(
    (302, """
        calendar_now login period_now report_edit report_new second_factor
    """),
    (409, """
        instruction_ask_again instruction_close late_remind review_accept
        extension_new extension_on_behalf line_case_cancel line_case_object line_case_object_on_behalf line_case_suspend
        line_case_turn_down line_case_uphold interview_cancel_on_paper interview_close_on_paper interview_commit
        interview_hold interview_send_back_on_paper item_revise line_sign_off_on_paper paper_agree
        paper_agree_on_paper paper_check_on_paper paper_document paper_number paper_return_checked_on_paper
        paper_pdf paper_seal paper_send_back_on_paper paper_sign_on_paper policy_with_targets report_on_behalf
        report_sheet
        service_ask_again_on_paper service_close_on_paper service_document service_lift_on_paper service_reply
        service_reply_on_behalf service_uphold_on_paper opinion_write opinion_breakdown
    """),
)  # fmt: skip
POST_ANSWERS: dict[str, int] = in_this_scene(
    (200, """
        account_reset activate
    """),
    (409, """
        account_email account_unlock factor_reset late_remind own_codes own_phone review_accept
        account_activate brake_release cycle_draft cycle_issue extension_grant extension_new extension_refuse
        instruction_ask_again instruction_close
        extension_withdraw line_case_cancel line_case_consent line_case_grant line_case_object line_case_refuse
        line_case_resume line_case_suspend line_case_turn_down line_case_uphold line_case_withdraw
        interview_cancel interview_close
        interview_send_back item_supervised plan_upload_confirm plan_upload_give_up
        line_reopen line_sign line_sign_all line_sign_off unit_pass_on task_unit_leave
        line_hand_over line_sign_on_behalf mandate_confirm outgoing_hold outgoing_release paper_check paper_decline
        paper_instruct paper_issue paper_number paper_recall paper_return_checked paper_send_back paper_sign
        paper_void period_accept period_sheet period_sheet_approve period_sheet_return report_approve report_edit
        report_return report_send service_ask_again service_close service_lift service_receive service_uphold
        report_gather report_arrange item_remove item_up item_down carry_over opinion_breakdown
        opinion_approve opinion_return succession_withdraw succession_take_back
        appointment_countersign appointment_decline appointment_withdraw consulted_approve consulted_none
    """),
    (422, """
        account_new forgotten own_password
        alias_end group_alias group_member group_settle member_end unit_alias unit_host unit_kind unit_new unit_settle
        calendar_day calendar_publish call_new extension_grant_on_paper extension_on_behalf line_case_object_on_behalf
        extension_refuse_on_paper interview_cancel_on_paper interview_close_on_paper
        comment_answer comment_new instruction_new instruction_register instruction_reply instruction_reply_on_behalf
        instruction_void_on_paper
        interview_commit interview_excuse_on_paper interview_fulfil interview_hold interview_rectify
        interview_send_back_on_paper interview_rectify_on_behalf item_revise line_sign_off_on_paper mandate_end
        mandate_new plan_upload_answer plan_upload_new paper_agree
        paper_agree_on_paper paper_check_on_paper paper_consent paper_dispatch paper_new paper_return_checked_on_paper
        paper_revise paper_seal paper_send_back_on_paper paper_series service_ask_again_on_paper service_close_on_paper
        service_lift_on_paper service_uphold_on_paper paper_sign_on_paper period_sheet_paper policy_put rehearsal
        report_new report_on_behalf report_sheet
        reading_correct reading_new reading_on_behalf
        service_object service_object_on_behalf service_receive_on_behalf service_reply service_reply_on_behalf
        succession_confirm succession_new target_keep target_value late_member_issue
        report_accept_in_part item_new item_split consulted_paper year_import task_unit_join
        opinion_write opinion_on_behalf opinion_adopt opinion_adopt_in_part
        post_new person_amend post_succeed post_end leave_new leave_end handover people_import people_import_confirm
    """),
)  # fmt: skip
# Who is led elsewhere from a page that answers others, or has a page where others are led on.
ONES_OWN: dict[tuple[str, str], int] = {
    **{("desk", person): 302 for person in ADMINS},
    **{("paper", person): 302 for person in UNIT},
    ("period_now", "auditor_of_2025"): 200,
}
# The clerk registers what was signed, and the one body of all posts holds no sheet.
ONES_OWN_POST = {(f"line_case_{act}", "clerk"): 422 for act in ("consent", "grant", "refuse")}
# Open to the world, and why.
OPEN = {
    "healthz": "a monitor has no account",
    "login": "the door itself",
    "activate": "who comes by a one-time link has no password yet",
    "forgotten": "who forgot the password",
}


def url_names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses of the project."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from url_names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name


@dataclass(frozen=True)
class Scene:
    """Everybody with a browser, and the ids of what they knock on."""

    matrix: Matrix
    things: dict[str, Any]
    body: dict[str, Any]
    sessions: dict[str, str]
    files: Path

    def browser(self, person: str) -> Client:
        """A browser in which this person is logged in, wearing their post."""
        client = Client(raise_request_exception=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return client

    def person(self, name: str) -> Actor:
        """Who this is."""
        return self.matrix.people[name]

    def post(self, person: str, url_name: str, thing: str, **more: object) -> HttpResponse:
        """Sends a form with a fresh key to the page of a thing."""
        url = reverse(url_name, args=[self.things[thing]])
        return self.browser(person).post(url, {**self.body, "form_key": str(uuid4()), **more})


def build_scene() -> Scene:
    """市商务局 leads, has signed and handed in its first report with a file; the clock stands on 13 April 2026."""
    matrix = build()
    house = matrix.house
    line, report = matrix.lines["lead"], matrix.reports["lead"]
    foreign = matrix.house.host.liaison.post
    assert foreign is not None
    lead = Responsibility.objects.get(lines=line)
    reading = a_reading(house)
    case = an_interview(matrix)
    coming = year_factories.sent_out(house, year=2027, at=factories.REPORTED_AT)
    opinion = year_factories.written(house.commerce, coming, at=factories.REPORTED_AT)
    service = case.notice.services.get()
    things = {
        "paper": case.notice_id,
        "mandate": case.notice.mandate_id,
        "service": service.pk,
        "interview": case.pk,
        "commitment": case.commitments.get(order=1).pk,
        "task": 1,
        "responsibility": lead.pk,
        "year": 2026,
        "day": "2026-05-09",
        "grouping": "unit",
        "format": "docx",
        "foreign_post": foreign.pk,
        "foreign_person": foreign.user.pk,
        "item": line.work_item_id,
        "line": line.pk,
        "report": report.pk,
        "extension": extension_factories.ask(line, by=house.commerce.liaison, at=factories.REPORTED_AT).pk,
        "line_case": line_case_factories.ask(
            line, CaseKind.SUSPENSION, by=house.commerce.liaison, at=factories.REPORTED_AT, until=date(2026, 5, 20)
        ).pk,
        "period": report.period_id,
        "succession": a_change_of_a_unit(house).pk,
        "unit": house.water.unit.pk,
        "alias": an_alias(house).pk,
        "group": house.group.pk,
        "member": house.group.memberships.earliest("id").pk,
        "target": reading.target_id,
        "reading": reading.pk,
        "upload": plan_upload_factories.uploaded(house.office.clerk, at=factories.REPORTED_AT).pk,
        "question": a_question(line, house).pk,
        "instruction": an_instruction(line, house).pk,
        "next_year": coming.year,
        "next_plan": opinion.work_item.year_plan_id,
        "draft_item": opinion.work_item_id,
        "written_opinion": opinion.pk,
        "given_opinion": year_factories.given(house.commerce, coming, 2, at=factories.REPORTED_AT).pk,
        "wanted_opinion": year_factories.asked(house.commerce, coming, 3).pk,
        **people_things(matrix),
        "nothing": 10**9,
    }
    body = {
        "version": ProgressReport.objects.get(pk=report.pk).version,
        "reason": "请补充数据。",
        "source": "王某来电",
        "redo_by": "2026-04-20",
        "choice": lead.pk,
        "basis_note": "会议纪要",
        "line": line.pk,
        "why": "演练",
        "until": "2026-05-20",
        "progress": "过半。",
        "brake_at": "100",
        "newest": "0",
    }
    scene = Scene(
        matrix, things, body, {name: session_of(matrix.people[name]) for name in EVERYBODY}, settings.MEDIA_ROOT
    )
    add_files(scene)
    return scene


def a_question(line: UnitLine, house: factories.House) -> Comment:
    """The clerk asks the lead on its item."""
    words = comments.Words("question", "何时开工？", {line.unit_id})
    return comments.say(line.work_item, words, by=house.office.clerk, at=NOW)


def an_instruction(line: UnitLine, house: factories.House) -> InstructionReply:
    """A leader asks the lead to answer, on paper."""
    calendar = factories.published_calendar()
    wish = instructions.Wish("请报进展。", {line.unit_id}, calendar.plus(NOW.date(), 5))
    made = instructions.instruct(
        line.work_item, wish, calendar=calendar, by=house.office.clerk, at=NOW, sheet=factories.sheet(NOW)
    )
    return made.replies.get()


def people_things(matrix: Matrix) -> dict[str, int]:
    """The liaison of 市水务局, who is away for a week in May, and an evaluator who waits for a countersign."""
    water, by = matrix.house.water, matrix.people["security_admin"]
    told = {"basis": "单位来函", "by": by, "at": factories.REPORTED_AT}
    post = water.liaison.own_post
    days = {"starts_on": date(2026, 5, 11), "ends_on": date(2026, 5, 15)}
    wish = PostWish(factories.person(), water.unit, Role.EVALUATOR, date(2026, 5, 1), basis="任职文件")
    return {
        "water_post": post.pk,
        "water_person": post.user_id,
        "leave": leaves.take(post, **days, **told).pk,
        "appointment": appointments.propose(wish, by=by, at=factories.REPORTED_AT).pk,
    }


def an_interview(matrix: Matrix) -> Interview:
    """市商务局 was interviewed in December and rectifies; people are asked in April, when it can be read already."""
    paper_factories.mandate(matrix.house)
    paper_factories.series(matrix.house)
    return interview_factories.case_in(InterviewState.RECTIFYING, matrix.house)


def a_reading(house: factories.House) -> TargetReading:
    """市商务局 reports a target whose value the province has still to set, and entered the figure of 2025."""
    target = target_factories.target(house.plan, year=2025, value=None, set_by="省")
    target = target_factories.reported_by(target, house.commerce.unit, house)
    return target_factories.reading(target, 2025, "24", by=house.commerce.liaison)


def a_change_of_a_unit(house: factories.House) -> UnitSuccession:
    """The clerk heard that 市水务局 has another name."""
    unit = house.water.unit
    wish = Wish(unit, "renamed", "市水务和海洋局", unit.kind, factories.REPORTED_AT.date(), "机构改革文件")
    return successions.propose(wish, by=house.office.clerk, at=factories.REPORTED_AT)


def an_alias(house: factories.House) -> Alias:
    """市水务局 is also written 市水利局."""
    told = {"starts_on": factories.BEGINNING, "basis": "机构改革文件"}
    return aliases.add(house.water.unit, "市水利局", **told, by=house.office.clerk, at=factories.REPORTED_AT)


def session_of(actor: Actor) -> str:
    """The key of a session in which this person is logged in, wearing this post."""
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    session = client.session
    if actor.post:
        session[POST_KEY] = actor.post.pk
    session.save()
    return str(session.session_key)


@pytest.fixture(scope="module")
def scene_of_the_module(standing: Standing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The scene, built once with its files, which lie in a folder that stands as long as it does."""
    with pytest.MonkeyPatch.context() as files, time_machine.travel(NOW, tick=False):
        files.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("scene"))
        with standing(build_scene) as built:
            yield built


@pytest.fixture
def scene(scene_of_the_module: Scene, settings: Settings, db: None) -> Iterator[Scene]:
    settings.MEDIA_ROOT = scene_of_the_module.files
    with time_machine.travel(NOW, tick=False):
        yield deepcopy(scene_of_the_module)


def add_files(scene: Scene) -> None:
    """A file of every kind that somebody may ask for."""
    report, liaison = scene.matrix.reports["lead"], scene.matrix.people["lead_liaison"]
    [file] = evidence.attach(factories.stored(factories.pdf()), report, by=liaison, at=factories.REPORTED_AT)
    paper = Paper.objects.get(interview=scene.things["interview"])
    [scan] = paper_files.keep(
        factories.stored(factories.pdf()), paper, PaperFile.Kind.SEALED, by=scene.matrix.house.office.clerk, at=NOW
    )
    instructed = InstructionReply.objects.get(pk=scene.things["instruction"]).instruction
    question = Comment.objects.get(pk=scene.things["question"])
    talk_files.keep(factories.stored(factories.pdf()), question, by=scene.matrix.house.office.clerk, at=NOW)
    scene.things["file"] = file.pk
    scene.things["received_file"] = scan.pk
    scene.things["extension_sheet"] = a_consent(scene).pk
    scene.things["instruction_order"] = instructed.pk
    scene.things["talk_file"] = question.files.get().pk
    scene.things["instruction_sheet"] = instructed.sheets.get().pk
    scene.things["line_case_sheet"] = a_consent_to_a_case(scene).pk


def a_consent(scene: Scene) -> ExtensionSheet:
    """What a leader signed about the request, kept by the director."""
    request = Extension.objects.get(pk=scene.things["extension"])
    sheet = factories.sheet(NOW)
    register(sheet, request, "consent", by=scene.matrix.house.office.director, at=NOW)
    return request.sheets.get()


def a_consent_to_a_case(scene: Scene) -> LineCaseSheet:
    """What a leader signed about the case, kept by the clerk."""
    case = LineCase.objects.get(pk=scene.things["line_case"])
    sheet = replace(factories.sheet(NOW), signer="某领导")
    line_case_sheets.register(sheet, case, "consent_on_paper", by=scene.matrix.house.office.clerk, at=NOW)
    return case.sheets.get()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen afterwards."""
    with transaction.atomic(), lock_order.acts_below():
        yield
        transaction.set_rollback(True)


def fingerprint() -> tuple[Any, ...]:
    """Everything a POST could have changed: numbers of rows, and the sum of versions where rows are edited."""
    counted = (
        *(StateChange, SubmittedForm, Evidence, SignedSheet, PaperFile, ProgressReport, UnitLine, WorkItem, Post),
        *(Comment, InstructionReply),
        *(Extension, ExtensionSheet, TargetReading, PlanUpload, LineCase, LineCaseSheet, Opinion, Leave),
    )
    versioned = (
        UnitLine,
        ProgressReport,
        WorkItem,
        Cycle,
        Responsibility,
        Paper,
        PaperService,
        Interview,
        Mandate,
        Extension,
        LineCase,
        UnitSuccession,
        Target,
        TargetReading,
        PlanUpload,
        Opinion,
        Appointment,
        Post,
        Leave,
    )
    histories = (Extension, UnitLine, ProgressReport, WorkItem, Cycle, Responsibility, Post)
    asked = [
        *(f"count(*) FROM {model._meta.db_table}" for model in counted),
        *(f"sum(version) FROM {model._meta.db_table}" for model in versioned),
        *(f"count(*) FROM {model.history.model._meta.db_table}" for model in histories),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT {one})" for one in asked))
        return tuple(cursor.fetchone())


def is_sentence(answer: HttpResponse) -> bool:
    """Whether the page says in Chinese why not."""
    return "。" in answer.content.decode()


def test_every_url_has_a_row() -> None:
    assert set(url_names(get_resolver().url_patterns)) == {*PAGES, *OPEN}


@pytest.mark.parametrize("name", PAGES)
def test_get_as_everybody(scene: Scene, name: str) -> None:
    page = PAGES[name]
    url = page.url(name, scene.things)
    answers = GET_ANSWERS.get(name, 200)
    for person in sorted(EVERYBODY) if page.get else ["director"]:
        with undone():
            answer = scene.browser(person).get(url)
            if answer.streaming:
                answer.getvalue()  # to its last byte, after which the file closes
        wanted = page.get.status(person, ONES_OWN.get((name, person), answers)) if page.get else {405}
        assert answer.status_code in wanted, f"{person} GET {url}: {answer.status_code}, not {wanted}"
        assert answer.status_code not in (403, 404) or is_sentence(answer)


@pytest.mark.parametrize("name", PAGES)
def test_post_as_everybody(scene: Scene, name: str) -> None:
    page = PAGES[name]
    url = page.url(name, scene.things)
    for person in sorted(EVERYBODY) if page.post else ["director"]:
        answers = ONES_OWN_POST.get((name, person), POST_ANSWERS.get(name, 302))
        wanted = page.post.status(person, answers) if page.post else {405}
        if not wanted & DENIED:
            with undone():
                answer = knocked(scene, person, url)
            assert answer.status_code in wanted, f"{person} POST {url}: {answer.status_code}, not {wanted}"


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.post])
def test_a_denied_post_leaves_its_trace_and_nothing_else(scene: Scene, name: str) -> None:
    door, url = PAGES[name].post, PAGES[name].url(name, scene.things)
    assert door is not None
    expected = {person: door.status(person, POST_ANSWERS.get(name, 302)) for person in sorted(EVERYBODY)}
    denied = [person for person, wanted in expected.items() if wanted & DENIED]
    before = fingerprint()
    for person in denied:
        answer = knocked(scene, person, url)
        assert answer.status_code in expected[person], f"{person} POST {url}: {answer.status_code}"
        assert is_sentence(answer)
    assert fingerprint() == before, f"one of {denied} changed something by POST {url}"
    users = [user.pk if user else None for user in (scene.person(person).user for person in denied)]
    assert list(Denial.objects.order_by("pk").values_list("user", flat=True)) == users


def knocked(scene: Scene, person: str, url: str) -> HttpResponse:
    """The answer to a POST of everything that any form asks for."""
    return scene.browser(person).post(url, {**scene.body, "form_key": str(uuid4())})


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.post])
def test_who_may_not_is_not_told_what_is_missing(scene: Scene, name: str) -> None:
    """An empty form by somebody who may not: the answer is that, and not a list of fields."""
    door = PAGES[name].post
    assert door is not None
    for status in (403, 404):
        person = next((person for person in sorted(EVERYBODY) if door.status(person) == {status}), None)
        if person:
            assert scene.browser(person).post(PAGES[name].url(name, scene.things)).status_code == status, person


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_led_to_the_login(scene: Scene, name: str) -> None:
    url = PAGES[name].url(name, scene.things)
    if name in OPEN:
        assert Client().get(url).status_code == 200
        return
    before = fingerprint()
    for answer in (Client().get(url), Client().post(url, {**scene.body, "form_key": str(uuid4())})):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("login"))
    assert fingerprint() == before


@pytest.mark.parametrize(("number", "method"), [(0, "get"), (2**63 - 1, "post"), (10**30, "get"), (10**30, "post")])
def test_ids_that_cannot_be(scene: Scene, number: int, method: str) -> None:
    client = scene.browser("director")
    for name, page in PAGES.items():
        if page.of and page.of not in ("grouping", "format") and getattr(page, method):
            url = reverse(name, args=[number])
            assert getattr(client, method)(url).status_code in (302, 403, 404, 405, 409, 422), url


@pytest.mark.parametrize("number", ["-1", "1.5", "abc", "１", "1%00", "%2e%2e%2f"])
def test_addresses_that_are_none(scene: Scene, number: str) -> None:
    client = scene.browser("director")
    for template in (
        "/items/{}/",
        "/lines/{}/sign/",
        "/reports/{}/",
        "/files/{}/",
        "/papers/{}/",
        "/cycles/{}/",
        "/plan/tasks/{}/",
    ):
        answer = client.get(template.format(number))
        assert answer.status_code in (404, 405), template
    assert not Denial.objects.exists()


class TestLoginAndPost:
    """Between the login and the click."""

    def test_a_switched_off_person_is_out_at_once(self, scene: Scene) -> None:
        actor, client = scene.person("clerk"), scene.browser("clerk")
        assert client.get(reverse("desk")).status_code == 200
        assert actor.user is not None
        actor.user.is_active = False
        actor.user.save()
        assert client.get(reverse("desk"))["Location"].startswith(reverse("login"))

    def test_a_post_that_ended_opens_nothing_any_more(self, scene: Scene) -> None:
        actor, client = scene.person("lead_liaison"), scene.browser("lead_liaison")
        assert actor.post is not None
        assert client.get(reverse("item", args=[scene.things["item"]])).status_code == 200
        Post.objects.filter(pk=actor.post.pk).update(ends_on="2026-04-12")
        assert client.get(reverse("item", args=[scene.things["item"]])).status_code == 404
        assert scene.post("lead_liaison", "report_withdraw", "report").status_code == 404
        assert ProgressReport.objects.get(pk=scene.things["report"]).state == ReportState.SUBMITTED

    def test_nobody_puts_on_somebody_else_s_post(self, scene: Scene) -> None:
        client = scene.browser("stranger_liaison")
        client.post(reverse("switch_post", args=[scene.things["foreign_post"]]))
        assert client.session.get(POST_KEY) != scene.things["foreign_post"]

    def test_a_forged_session_post_is_not_worn(self, scene: Scene) -> None:
        client, director = scene.browser("stranger_liaison"), scene.person("director").post
        assert director is not None
        session = client.session
        session[POST_KEY] = director.pk
        session.save()
        assert client.get(reverse("late")).status_code == 403

    def test_logging_out_ends_it(self, scene: Scene) -> None:
        client = scene.browser("clerk")
        client.post(reverse("logout"))
        assert SESSION_KEY not in client.session

    def test_the_login_leads_nowhere_else(self, scene: Scene) -> None:
        client = scene.browser("clerk")
        for target in ("//evil.example", "https://evil.example/", "javascript:alert(1)"):
            assert client.get(reverse("login"), {"next": target})["Location"] == reverse("desk")


def test_extra_fields_give_nobody_anything(scene: Scene) -> None:
    """Another unit's id, a state, a flag: what a form does not ask for it does not hear."""
    extra = {"state": "accepted", "is_superuser": "on", "unit": scene.matrix.house.water.unit.pk, "author": "1"}
    assert scene.post("lead_liaison", "report_withdraw", "report", **extra).status_code == 302
    report = ProgressReport.objects.get(pk=scene.things["report"])
    assert (report.state, report.author, report.line.unit) == (
        ReportState.DRAFT,
        scene.person("lead_liaison").post,
        scene.matrix.house.commerce.unit,
    )


def test_the_gallery_is_there_in_a_demo(scene: Scene, settings: Settings) -> None:
    settings.DEMO_BANNER = "演示数据，与实际工作无关"
    assert scene.browser("clerk").get(reverse("gallery")).status_code == 200


def test_a_form_without_its_secret_is_refused(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = scene.sessions["lead_liaison"]
    before = fingerprint()
    answer = client.post(reverse("report_withdraw", args=[scene.things["report"]]), scene.body)
    assert answer.status_code == 403
    assert fingerprint() == before
