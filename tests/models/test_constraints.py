"""The database keeps its promises: each constraint refuses the row that breaks it, by its name."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, models

from accounts.models import (
    Alias,
    Appointment,
    GroupMembership,
    Invitation,
    Leave,
    Post,
    RecoveryCode,
    SecondFactor,
    Unit,
    UnitGroup,
    UnitName,
    UnitRoleGroup,
    UnitSuccession,
    User,
)
from tasks_app.actions import comments, evidence, instructions
from tasks_app.domain.line_states import LineState
from tasks_app.domain.paper_kinds import PaperKind, Series
from tasks_app.domain.paper_states import InterviewState, PaperState, ServiceState
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.upload_states import UploadState
from tasks_app.domain.verification import Verification
from tasks_app.models import (
    Blob,
    Comment,
    Commitment,
    Cycle,
    Evidence,
    Extension,
    FileAlarm,
    Heading,
    Instruction,
    InstructionReply,
    Interview,
    ItemShare,
    LineCase,
    Mandate,
    NumberSeries,
    Opinion,
    Paper,
    PaperGround,
    PaperService,
    PlanUpload,
    ProgressReport,
    ReportPart,
    ReportPeriod,
    Responsibility,
    TalkFile,
    TargetReading,
    Task,
    UnitLine,
    WorkItem,
    YearPlan,
)
from tests import (
    extension_factories,
    factories,
    line_case_factories,
    paper_factories,
    plan_upload_factories,
    target_factories,
)
from tests.factories import BEGINNING, JURISDICTION, House

pytestmark = pytest.mark.django_db

OURS = [model for model in apps.get_models() if model._meta.app_label in ("accounts", "tasks_app")]
# The ledger and the outbox are tried where their acts are (the clock).
ELSEWHERE = ("Obligation", "Notification", "Message")
EVE = BEGINNING - timedelta(days=1)
Break = Callable[[House], object]


def again(row: models.Model, **changes: object) -> None:
    """Stores the same row a second time, with these changes."""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def only(model: type[models.Model], **wanted: object) -> models.Model:
    """One row of a model, in the order of the ids."""
    return model._default_manager.filter(**wanted).order_by("pk")[0]


def change(model: type[models.Model], **changes: object) -> None:
    """Changes every row of a model behind the back of the actions."""
    model._default_manager.update(**changes)


def a_leave(house: House, **changes: object) -> Leave:
    told = {"post": house.commerce.liaison.post, "starts_on": BEGINNING, "ends_on": BEGINNING, "basis": "请假单"}
    return Leave.objects.create(**told | changes)


def a_request(house: House, **changes: object) -> Appointment:
    post = house.office.clerk.own_post
    told = {"user": post.user, "unit": post.unit, "role": post.role, "starts_on": BEGINNING, "basis": "任职文件"}
    return Appointment.objects.create(**told | {"asked_by": post, "asked_at": NOW} | changes)


def said(house: House, **changes: object) -> Comment:
    """A question of the clerk to the lead, with these changes."""
    line = only(UnitLine)
    assert isinstance(line, UnitLine)
    words = comments.Words("question", "何时开工？", {line.unit_id})
    comment = comments.say(line.work_item, words, by=house.office.clerk, at=NOW)
    Comment.objects.filter(pk=comment.pk).update(**changes)
    return comment


def reply(house: House, **changes: object) -> InstructionReply:
    """What the lead owes a leader's instruction, with these changes."""
    line = only(UnitLine)
    assert isinstance(line, UnitLine)
    calendar = factories.published_calendar()
    wish = instructions.Wish("请报进展。", {line.unit_id}, calendar.plus(NOW.date(), 5))
    clerk, sheet = house.office.clerk, factories.sheet(NOW)
    made = instructions.instruct(line.work_item, wish, calendar=calendar, by=clerk, at=NOW, sheet=sheet)
    InstructionReply.objects.filter(instruction=made).update(**changes)
    return made.replies.get()


def an_alarm(house: House) -> FileAlarm:
    blob = Blob.objects.create(sha256="0" * 64, size=1, media_type="application/pdf")
    return FileAlarm.objects.create(blob=blob, kind="missing", finder="walk", found_at=NOW)


def a_recovery_code(house: House) -> RecoveryCode:
    factor = SecondFactor.objects.create(user=only(User), seed="0" * 32, begun_at=NOW)
    return RecoveryCode.objects.create(factor=factor, digest="0" * 64)


def a_link(house: House, **changes: object) -> Invitation:
    link = Invitation.drawn(house.commerce.liaison.user, "given", at=NOW, expires_at=NOW)
    for name, value in changes.items():
        setattr(link, name, value)
    link.save()
    return link


def name_of(unit: Unit, **changes: object) -> UnitName:
    return UnitName.objects.create(**{"unit": unit, "text": unit.name, "starts_on": BEGINNING} | changes)


def alias(**changes: object) -> Alias:
    return Alias.objects.create(**{"text": "市商务委", "jurisdiction": JURISDICTION, "starts_on": BEGINNING} | changes)


def succession(unit: Unit, **changes: object) -> UnitSuccession:
    proposed = {"unit": unit, "successor_name": "市新局", "successor_kind": unit.kind, "change": "renamed"}
    return UnitSuccession.objects.create(**proposed | changes)


def closing(house: House) -> ProgressReport:
    return factories.report_in(ReportState.DRAFT, house, kind=ReportKind.CLOSING)


def two_closings(house: House) -> None:
    again(closing(house))


def two_confirmed_leads(house: House) -> None:
    moment, director = factories.ISSUED_AT, house.office.director.post
    change(Responsibility, part="lead", basis=Basis.CONFIRMED, confirmed_at=moment, confirmed_by=director)


def periodic(house: House) -> ProgressReport:
    return factories.report_in(ReportState.DRAFT, house)


def quoted(house: House) -> ReportPart:
    """A report that quotes another; which one is no matter of the table."""
    report = periodic(house)
    return ReportPart.objects.create(
        report=report,
        line=report.line,
        source=report,
        unit_name="某单位",
        order=1,
        progress_text="完成",
        submitted_at=factories.LATER,
        quoted_by=house.commerce.liaison.post,
        quoted_at=factories.LATER,
    )


def evidence_twice(house: House) -> None:
    closing(house)
    again(only(Evidence))


def paper(house: House, state: str = PaperState.DRAFT, kind: str = PaperKind.SUPERVISION_NOTICE) -> Paper:
    """A paper of this house in a state, with the mandate and the numbers it needs."""
    factories.signed_line(house)
    paper_factories.mandate(house)
    paper_factories.series(house)
    return paper_factories.paper_in(state, house, kind)


def numbered(house: House, **changes: object) -> None:
    paper(house, PaperState.NUMBERED)
    change(Paper, **changes)


def series(**changes: object) -> NumberSeries:
    return NumberSeries.objects.create(**{"series": Series.NOTICE, "code": "珠碳办", "year": 2031} | changes)


def interview(house: House, **changes: object) -> None:
    paper(house, kind=PaperKind.INTERVIEW_NOTICE)
    change(Interview, **changes)


def two_commitments(house: House) -> None:
    interview(house)
    for text in ("甲", "乙"):
        Commitment.objects.create(interview=Interview.objects.get(), order=1, text=text, due_on=BEGINNING)


def commitment(house: House, **changes: object) -> None:
    interview(house)
    Commitment.objects.create(interview=Interview.objects.get(), order=1, text="甲", due_on=BEGINNING)
    change(Commitment, **changes)


def served(house: House, **changes: object) -> None:
    paper(house)
    change(PaperService, **changes)


def upload(house: House) -> PlanUpload:
    return plan_upload_factories.uploaded(house.office.clerk)


def request(house: House, **changes: object) -> None:
    extension_factories.asked(house)
    change(Extension, **changes)


def case(house: House, **changes: object) -> None:
    line_case_factories.raised(house)
    change(LineCase, **changes)


def suspension(house: House) -> LineCase:
    return line_case_factories.granted(line_case_factories.raised(house), by=house.office.director)


def opinion(house: House, **changes: object) -> Opinion:
    asked = {"work_item": only(WorkItem), "unit": house.water.unit, "unit_name": "市水务局", "part": "support"}
    return Opinion.objects.create(**asked | changes)


NOW = factories.LATER
BREAKS: dict[str, Break] = {
    "mandate_ends_after_start": lambda house: (paper_factories.mandate(house), change(Mandate, ends_on=EVE)),
    "mandate_confirmed_by_and_at": lambda house: (paper_factories.mandate(house), change(Mandate, confirmed_at=None)),
    "series_once_a_year": lambda house: (series(), series(series=Series.LETTER)),
    "series_one_code_a_year": lambda house: (series(), series(code="珠碳")),
    "series_starts_at_one_or_later": lambda house: series(start=0),
    "paper_serial_once": lambda house: again(paper(house, PaperState.NUMBERED), number="珠碳办〔2026〕9号"),
    "paper_number_once": lambda house: again(paper(house, PaperState.NUMBERED), serial=None),
    "paper_serial_has_series": lambda house: numbered(house, series=None),
    "paper_frozen_has_number_and_words": lambda house: numbered(house, numbered_at=None),
    "paper_checked_by_and_at": lambda house: numbered(house, checked_at=None),
    "paper_agreed_by_and_at": lambda house: numbered(house, agreed_at=NOW),
    "paper_signed_by_and_at": lambda house: numbered(house, signed_at=None),
    "paper_issued_by_and_at": lambda house: numbered(house, issued_at=NOW),
    "paper_issued_at": lambda house: numbered(house, state=PaperState.ISSUED),
    "ground_once_a_paper": lambda house: (paper(house), again(only(PaperGround))),
    "service_once_a_paper": lambda house: (paper(house), again(only(PaperService))),
    "service_served_on": lambda house: served(house, state=ServiceState.SERVED),
    "service_answered_by_and_at": lambda house: served(house, answered_at=NOW),
    "interview_held_by_and_at": lambda house: interview(house, held_at=NOW),
    "interview_was_held": lambda house: interview(house, state=InterviewState.HELD),
    "commitment_order_once": two_commitments,
    "commitment_excused_with_a_reason": lambda house: commitment(house, excused_on=BEGINNING),
    "commitment_kept_or_excused": lambda house: commitment(
        house, excused_on=BEGINNING, excuse="任务调整。", done_on=BEGINNING
    ),
    "unit_name_once_per_jurisdiction": lambda house: again(only(Unit)),
    "unit_not_its_own_host": lambda house: change(Unit, hosted_by=models.F("pk")),
    "unitname_ends_after_start": lambda house: name_of(house.host.unit, ends_on=EVE),
    "unitname_one_open_name": lambda house: (name_of(house.host.unit), name_of(house.host.unit, text="市新局")),
    "alias_ends_after_start": lambda house: alias(unit=house.host.unit, ends_on=EVE),
    "alias_names_unit_or_group": lambda house: alias(unit=house.host.unit, group=house.group),
    "alias_one_meaning_at_a_time": lambda house: (alias(unit=house.host.unit), alias(group=house.group)),
    "unitgroup_name_once": lambda house: again(only(UnitGroup)),
    "membership_ends_after_start": lambda house: change(GroupMembership, ends_on=EVE),
    "membership_open_once": lambda house: again(only(GroupMembership)),
    "user_never_superuser": lambda house: change(User, is_superuser=True),
    "post_ends_after_start": lambda house: change(Post, ends_on=EVE),
    "post_open_once": lambda house: again(only(Post)),
    "post_auditor_is_dated_and_scoped": lambda house: change(Post, role="auditor"),
    "post_for_somebody_names_them": lambda house: change(Post, kind="acting"),
    "post_revoked_is_over": lambda house: change(Post, revoked_at=NOW),
    "comment_withdrawn_by_and_at": lambda house: said(house, withdrawn_at=NOW),
    "comment_answers_a_question": lambda house: said(house, kind="answer"),
    "mention_once_a_comment": lambda house: again(said(house).mentions.get()),
    "instruction_voided_by_and_at": lambda house: Instruction.objects.filter(replies=reply(house)).update(
        state="voided"
    ),
    "talk_file_of_one_thing": lambda house: TalkFile.objects.create(
        blob=evidence.blob_of(factories.stored(factories.pdf())[0]),
        name="佐证材料.pdf",
        added_by=house.office.clerk.own_post,
        added_at=NOW,
    ),
    "reply_once_a_unit": lambda house: again(reply(house)),
    "reply_replied_by_and_at": lambda house: reply(house, replied_at=NOW),
    "reply_closed_by_and_at": lambda house: reply(house, closed_at=NOW),
    "reply_was_given": lambda house: reply(house, state="answered"),
    "alarm_open_once": lambda house: again(an_alarm(house)),
    "invitation_used_or_ended": lambda house: a_link(house, used_at=NOW, ended_at=NOW),
    "recoverycode_once": lambda house: again(a_recovery_code(house)),
    "leave_ends_after_start": lambda house: a_leave(house, ends_on=EVE),
    "leave_has_an_end": lambda house: a_leave(house, ends_on=None),
    "appointment_ends_after_start": lambda house: a_request(house, ends_on=EVE),
    "appointment_asked_once": lambda house: again(a_request(house)),
    "appointment_granted_is_a_post": lambda house: a_request(house, state="granted"),
    "appointment_decided_by_and_at": lambda house: a_request(house, decided_at=NOW),
    "unitrolegroup_once": lambda house: again(only(UnitRoleGroup), group=Group.objects.create(name="another")),
    "succession_confirmed_is_complete": lambda house: succession(
        house.host.unit, state="confirmed", confirmed_on=BEGINNING
    ),
    "succession_confirmed_on": lambda house: succession(house.host.unit, state="confirmed"),
    "succession_proposed_by_and_at": lambda house: succession(house.host.unit, proposed_at=NOW),
    "succession_decided_by_and_at": lambda house: succession(house.host.unit, decided_at=NOW),
    "succession_proposed_once": lambda house: (succession(house.host.unit), succession(house.host.unit)),
    "heading_once_per_plan": lambda house: again(only(Heading)),
    "task_number_once": lambda house: again(only(Task)),
    "planupload_confirmed_by_and_at": lambda house: (upload(house), change(PlanUpload, confirmed_at=NOW)),
    "planupload_written_has_plan": lambda house: (upload(house), change(PlanUpload, state=UploadState.WRITTEN)),
    "cycle_issued_by_and_at": lambda house: change(Cycle, issued_at=None),
    "period_order_once": lambda house: again(only(ReportPeriod)),
    "period_days_in_order": lambda house: change(ReportPeriod, supporting_due_on=date(2030, 1, 1)),
    "yearplan_task_once_a_year": lambda house: again(only(YearPlan)),
    "responsibility_ends_after_start": lambda house: change(Responsibility, ends_on=EVE),
    "responsibility_of_unit_or_group": lambda house: change(Responsibility, unit=None, group=None),
    "responsibility_confirmed_by_and_at": lambda house: change(Responsibility, basis=Basis.CONFIRMED),
    "responsibility_one_open_lead": two_confirmed_leads,
    "responsibility_unit_once": lambda house: again(only(Responsibility, unit__isnull=False)),
    "responsibility_group_once": lambda house: again(only(Responsibility, group__isnull=False)),
    "workitem_order_once": lambda house: again(only(WorkItem)),
    "line_open_once": lambda house: again(only(UnitLine)),
    "line_deadline_after_issue": lambda house: change(UnitLine, deadline=BEGINNING),
    "line_under_review_was_submitted": lambda house: change(UnitLine, state=LineState.OFFICE_REVIEW),
    "line_claimed_progress_is_per_cent": lambda house: change(UnitLine, claimed_progress=101),
    "line_verified_progress_is_per_cent": lambda house: change(
        UnitLine, verified_progress=101, verification=Verification.VERIFIED
    ),
    "line_verified_figure_was_verified": lambda house: change(UnitLine, verified_progress=50),
    "report_once_a_period": lambda house: again(periodic(house)),
    "report_one_open_closing": two_closings,
    "report_period_fits_kind": lambda house: (periodic(house), change(ProgressReport, kind=ReportKind.CLOSING)),
    "report_handed_in_at": lambda house: (periodic(house), change(ProgressReport, state=ReportState.SUBMITTED)),
    "report_reviewed_by_and_at": lambda house: (
        periodic(house),
        change(ProgressReport, reviewed_by=house.office.clerk.post),
    ),
    "report_percent_is_per_cent": lambda house: (periodic(house), change(ProgressReport, percent=101)),
    "report_verified_figure_was_verified": lambda house: (periodic(house), change(ProgressReport, verified_percent=50)),
    "part_once_per_line": lambda house: again(quoted(house)),
    "evidence_once_per_report": evidence_twice,
    "extension_open_once_a_line": lambda house: again(extension_factories.asked(house)),
    "extension_decided_by_and_at": lambda house: request(house, decided_at=NOW),
    "extension_granted_until_a_later_day": lambda house: request(house, granted_until=date(2026, 12, 14)),
    "extension_wishes_a_later_day": lambda house: request(house, wished_until=date(2026, 11, 30)),
    "line_case_open_once_a_line": lambda house: again(line_case_factories.raised(house)),
    "line_case_suspends_once": lambda house: again(suspension(house)),
    "line_case_recorded_with_its_source": lambda house: case(house, on_behalf_source="电话"),
    "line_case_decided_by_and_at": lambda house: case(house, decided_at=NOW),
    "line_case_consented_by_and_at": lambda house: case(house, consented_at=NOW),
    "line_case_ended_by_and_at": lambda house: case(house, ended_at=NOW),
    "line_case_suspends_until_a_day": lambda house: case(house, until=None),
    "line_case_cancels_on_a_ground": lambda house: (
        suspension(house),
        change(LineCase, kind="cancellation", until=None),
    ),
    "line_case_resumes_with_a_deadline": lambda house: case(house, opened_round=1),
    "cycle_consulted_by_and_at": lambda house: change(Cycle, consult_until=EVE),
    "cycle_consulting_was_sent_out": lambda house: change(Cycle, state="consulting", issued_at=None, issued_by=None),
    "workitem_carried_once": lambda house: change(WorkItem, origin="carried", previous=only(WorkItem)),
    "workitem_carried_from_an_item": lambda house: change(WorkItem, origin="carried"),
    "itemshare_once": lambda house: again(ItemShare.objects.create(work_item=only(WorkItem), unit=house.water.unit)),
    "opinion_once": lambda house: again(opinion(house)),
    "opinion_given_by_and_at": lambda house: opinion(house, given_at=NOW),
    "opinion_answered_by_and_at": lambda house: opinion(house, answered_at=NOW),
    "opinion_written_or_wanted": lambda house: opinion(house, kind="none"),
    "measure_number_once": lambda house: again(target_factories.measure(only(Task))),
    "measure_explains_task_once": lambda house: again(target_factories.measure(only(Task)).task_links.get()),
    "target_order_once": lambda house: again(target_factories.target(house.plan)),
    "target_data_day_is_a_day": lambda house: target_factories.target(house.plan, data_month=13),
    "reading_once_per_year_and_kind": lambda house: again(a_reading(house)),
    "reading_is_a_figure_or_a_fact": lambda house: again(a_reading(house), is_reached=True, year=2024),
}


def a_reading(house: House) -> TargetReading:
    """A figure of 2025, entered by 市商务局."""
    target = target_factories.target(house.plan, year=2025)
    target = target_factories.reported_by(target, house.commerce.unit, house)
    return target_factories.reading(target, 2025, "24", by=house.commerce.liaison)


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(house: House, name: str) -> None:
    with pytest.raises(IntegrityError, match=name):
        BREAKS[name](house)


def test_every_constraint_is_tried() -> None:
    here = [model for model in OURS if model.__name__ not in ELSEWHERE]
    assert {constraint.name for model in here for constraint in model._meta.constraints} == set(BREAKS)


@pytest.mark.parametrize(
    ("name", "again_with"),
    [
        ("accounts_user_username", lambda house: again(house.office.clerk.user)),
        ("tasks_app_plan_number", lambda house: again(house.plan)),
        ("tasks_app_cycle_year", lambda house: again(house.cycle)),
    ],
)
def test_natural_keys_are_unique(house: House, name: str, again_with: Break) -> None:
    with pytest.raises(IntegrityError, match=name):
        again_with(house)
