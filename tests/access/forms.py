"""What fills in each form of the scene of :mod:`tests.access.test_every_url`, and in which state its thing takes it."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.models import Appointment, Leave, Post, Unit, UnitGroup, UnitSuccession
from tasks_app.domain.machines import MACHINE_OF
from tasks_app.models import (
    Cycle,
    Extension,
    InstructionReply,
    Interview,
    LineCase,
    Mandate,
    Opinion,
    Paper,
    PaperService,
    PlanUpload,
    ProgressReport,
    Responsibility,
    Target,
    TargetReading,
    UnitLine,
    WorkItem,
)
from tests import factories
from tests.access.test_every_url import PAGES, Scene

Fields = dict[str, Any]
STALE = "2147483647"
# What many forms ask for, under the names they share.
RICH: Fields = {
    **dict.fromkeys(("signed_on", "received_on", "starts_on", "consent_on"), "2026-04-10"),
    **dict.fromkeys(("ends_on", "last_day"), "2026-12-31"),
    **dict.fromkeys(("planned_deadline", "second_deadline", "wished_deadline", "due_1"), "2027-09-30"),
    **dict.fromkeys(("signer", "presider", "presided_by", "on_behalf_of", "handler", "full_name", "told_by"), "陈某某"),
    **dict.fromkeys(("signer_title", "presider_title", "presided_by_title"), "副局长"),
    **dict.fromkeys(("words", "text", "ground", "basis", "note", "problems", "next_steps", "text_1"), "演练的话。"),
    "second_title": "演练的另一名称",
    **dict.fromkeys(("title", "name", "section", "place", "attendance"), "演练的名称"),
    **dict.fromkeys(("deliverable", "second_deliverable", "adopted", "not_adopted"), "演练的内容。"),
    "title1": "第一项",
    "deliverable1": "第一项的内容。",
    "deadline1": "2027-09-30",
    **dict.fromkeys(("on", "said_on"), "2026-04-13"),
    "held_at": "2026-04-13T09:00",
    "progress_text": "演练的进展。",
    "standing": "on_schedule",
    "on_behalf_source": "电话",
    "kind": "change",
    "reply_days": "5",
    "works": "rests",
    "value": "32.5",
    "month": "6",
}
# What single forms ask for otherwise.
ASKED: dict[str, Fields] = {
    **{name: {"until": "2026-12-21"} for name in ("extension_grant", "extension_grant_on_paper", "extension_new")},
    "extension_on_behalf": {"until": "2026-12-21"},
    "interview_excuse_on_paper": {"signed_on": "2026-12-28"},
    "leave_end": {"last_day": "2026-05-12"},
    "leave_new": {"starts_on": "2026-06-01", "ends_on": "2026-06-05"},
    "post_end": {"last_day": "2026-05-20"},
    "post_succeed": {"starts_on": "2026-05-20", "username": "xinren", "phone": ""},
    **{name: {"year": "2025", "kind": "verified"} for name in ("reading_correct", "reading_new", "reading_on_behalf")},
    "target_keep": {"day": "30"},
    "unit_kind": {"kind": "institution"},
}
# The row whose version a form bears, by what its address names.
ROWS: dict[str, type[Model]] = {
    "appointment": Appointment,
    "draft_item": WorkItem,
    "extension": Extension,
    "given_opinion": Opinion,
    "group": UnitGroup,
    "instruction": InstructionReply,
    "interview": Interview,
    "item": WorkItem,
    "leave": Leave,
    "line": UnitLine,
    "line_case": LineCase,
    "mandate": Mandate,
    "paper": Paper,
    "reading": TargetReading,
    "report": ProgressReport,
    "service": PaperService,
    "succession": UnitSuccession,
    "target": Target,
    "unit": Unit,
    "upload": PlanUpload,
    "wanted_opinion": Opinion,
    "water_post": Post,
    "written_opinion": Opinion,
}
# The machine of what an address names, where its name does not begin with the machine's own.
PREFIXES = {"upload": "plan_upload", **dict.fromkeys(("written_opinion", "given_opinion", "wanted_opinion"), "opinion")}
ACTS = {"opinion_on_behalf": "record", "opinion_breakdown": "write", "report_sheet": "approve_on_paper"}
# Forms about many rows: which row, and the field that bears it with its version.
SHOWN = {
    "consulted_none": ("shown", "wanted_opinion"),
    "consulted_approve": ("shown", "written_opinion"),
    "consulted_paper": ("shown", "written_opinion"),
    "period_accept": ("chosen", "report"),
    "period_sheet_approve": ("shown", "report"),
    "period_sheet_return": ("shown", "report"),
    "review_accept": ("chosen", "report"),
    "late_remind": ("chosen", "line"),
}
STATES = {"line_hand_over": "in_progress", "period_sheet_approve": "unit_review", "period_sheet_return": "unit_review"}


def brought(scene: Scene, name: str) -> None:
    """The thing of the form in the state in which its machine takes the step, where the tables let it stand so."""
    of = SHOWN.get(name, ("", PAGES[name].of))[1]
    machine = MACHINE_OF.get(PREFIXES.get(of, of))
    prefix = f"{PREFIXES.get(of, of)}_"
    act = ACTS.get(name, name.removeprefix(prefix))
    known = machine is not None and act in {step.act for step in machine.transitions}
    state = STATES.get(name) or (machine[act].sources[0] if machine and known else "")
    rows = ROWS[of]._default_manager.filter(pk=scene.things[of]) if of in ROWS else None
    if state and rows is not None and not rows.filter(state=state).exists():
        try:
            with transaction.atomic():
                rows.update(state=state)
        except IntegrityError:
            pass  # a row in that state has more than its state: the tests of its own views bring it there


def filled(scene: Scene, name: str, **more: object) -> Fields:
    """The form as its page shows it now, with something typed wherever anything is asked for."""
    things = scene.things
    fields = {**scene.body, **RICH, "unit": things["unit"], "hosted_by": "", "period": things["period"], **more}
    fields |= ASKED.get(name, {})
    if name in SHOWN:
        field, of = SHOWN[name]
        fields[field] = f"{things[of]}-{more.get('version', version_of(things, of))}"
    fields.setdefault("version", 0)
    if "version" not in more:
        fields["version"] = version_of(things, PAGES[name].of)
    return {**fields, "scan": factories.pdf("签批件.pdf")}


def version_of(things: dict[str, Any], of: str) -> int:
    """The version that the page of this thing shows."""
    rows: dict[str, Callable[[], int]] = {
        "alias": lambda: Unit.objects.get(pk=things["unit"]).version,
        "member": lambda: UnitGroup.objects.get(pk=things["group"]).version,
        "commitment": lambda: Interview.objects.get(pk=things["interview"]).version,
        "next_plan": lambda: Cycle.objects.get(year=things["next_year"]).version,
        "next_year": lambda: Cycle.objects.get(year=things["next_year"]).version,
        "responsibility": lambda: Responsibility.objects.filter(task__number=1).version_together(),
        "task": lambda: Responsibility.objects.filter(task__number=1).version_together(),
        "year": lambda: Cycle.objects.get(year=things["year"]).version,
    }
    if of in ROWS:
        return int(ROWS[of]._default_manager.values_list("version", flat=True).get(pk=things[of]))
    return rows[of]() if of in rows else 0
