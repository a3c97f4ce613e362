"""The page of a case about a line (事项变更): what was asked, by whom, and who may decide it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.actions.line_cases import is_of_plan_date
from tasks_app.dashboards.line_case import CaseSight
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.line_case_states import DECIDED_BY, LINE_CASE_MACHINE, CaseKind, CaseState, deadline_after
from tasks_app.domain.line_states import LineState
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.working_days import Calendar
from tasks_app.models import LineCase
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act, Now
from tasks_app.presenters.crumbs import Crumb
from tasks_app.presenters.line_matters import Signed, crumbs_of, person_of, signed_of
from tasks_app.presenters.links import Step
from tasks_app.presenters.timeline import Entry, entry_of

PLAN_DATE = "该时限由方案规定，须先有领导小组领导的同意。"
CONSENTED = "领导小组领导已经同意。"
WAITS = "等待领导小组办公室处理。"
RESTS = "处理期间督促暂停。"
RESTS_NOT = "处理期间督促不暂停。"
STANDING = {
    CaseState.UPHELD: "异议成立，本单位不再承办。",
    CaseState.UNFOUNDED: "异议不成立，请签收并按时办理。",
    CaseState.GRANTED: "已经同意。",
    CaseState.REFUSED: "未同意，事项照常办理。",
    CaseState.WITHDRAWN: "已经撤回，事项照常办理。",
    CaseState.ENDED: "已经了结。",
}


@dataclass(frozen=True)
class CasePage:
    """All that the page shows."""

    heading: str
    unit: str
    title: str
    number: int
    state_code: str
    state_label: str
    facts: list[dict[str, str]]
    reason: str
    words: str
    decided_by: str
    decided_at: datetime | None
    notes: list[str]
    signed: list[Signed]
    entries: list[Entry]
    version: int
    crumbs: tuple[Crumb, ...]


def case_page(sight: CaseSight) -> CasePage:
    """The page of what was read."""
    case, line = sight.case, sight.case.line
    return CasePage(
        heading=case.get_kind_display(),
        unit=line.unit_name,
        title=line.work_item.title,
        number=line.work_item.year_plan.task.number,
        state_code=case.state,
        state_label=case.get_state_display(),
        facts=_facts(case),
        reason=case.reason,
        words=case.words,
        decided_by=person_of(case.decided_by, line) if case.decided_by else "",
        decided_at=case.decided_at,
        notes=_notes(case),
        signed=[signed_of(sheet, "line_case_scan") for sheet in sight.sheets],
        entries=[entry_of(step) for step in sight.steps],
        version=case.version,
        crumbs=crumbs_of(line, case.get_kind_display()),
    )


def _facts(case: LineCase) -> list[dict[str, str]]:
    line = case.line
    told = _asker(case)
    if case.named_unit:
        told["认为应承办的单位"] = case.named_unit.name
    if case.until:
        told["最迟恢复办理"] = f"{case.until:%Y-%m-%d}"
    if case.ground:
        told["依据"] = case.ground
    if case.days_left is not None:
        told["暂缓时剩余"] = f"{case.days_left} 个工作日"
    if case.new_deadline:
        told["恢复后的时限"] = f"{case.new_deadline:%Y-%m-%d}（原定 {line.original_deadline:%Y-%m-%d}）"
    if line.successor:
        told["接办单位"] = f"{line.successor.unit_name}，时限 {line.successor.deadline:%Y-%m-%d}"
    facts = [{"label": label, "value": value} for label, value in told.items()]
    if case.letter_id:
        url = reverse("line_case_letter", args=[case.pk])
        facts.append({"label": "来函扫描件", "value": case.letter_name, "url": url})
    return facts


def _asker(case: LineCase) -> dict[str, str]:
    """Whoever raised it; of what the office entered for a unit, who said it, how, and who entered it (代录)."""
    if not case.on_behalf_source:
        return {"提出人": person_of(case.asked_by, case.line)}
    source = f"{case.on_behalf_source}，由{case.asked_by.user.full_name}代录"
    who = f"{case.on_behalf_of}（{case.line.unit_name}；{source}）"
    return {"提出人": who, "来电来函日期": f"{case.said_on:%Y-%m-%d}"}


def _notes(case: LineCase) -> list[str]:
    if not case.is_open:
        return []
    rests = [RESTS if case.rests else RESTS_NOT]
    return [*rests, CONSENTED if case.consented_at else PLAN_DATE] if is_of_plan_date(case) else rests


def case_now(sight: CaseSight, actor: Actor, calendar: Calendar) -> Now:
    """What this person does with the case now."""
    case = sight.case
    if not case.is_open:
        return _after(case, actor, calendar)
    acts = _withdrawn(case) if sight.is_mine and rights_of(actor.role, Verb.RAISE_CASE) else ()
    if sight.is_mine and not case.by_office:
        return Now(WAITS, acts=acts)
    consent = _consent(case, actor)
    yes, no = (_page(case, act, actor) for act in DECIDED_BY[case.kind])
    needs = is_of_plan_date(case) and case.consented_at is None and consent is None
    if yes is None:
        return Now(WAITS, link=consent, acts=acts, links=(no,) if no else ())
    return Now(PLAN_DATE if needs else WAITS, link=yes, acts=acts, links=tuple(filter(None, (no, consent))))


def _withdrawn(case: LineCase) -> tuple[Act, ...]:
    question = f"撤回这件{case.get_kind_display()}？事项照常办理。"
    return (Act("withdraw", reverse("line_case_withdraw", args=[case.pk]), "撤回", question=question),)


def _after(case: LineCase, actor: Actor, calendar: Calendar) -> Now:
    """A suspension is taken up again; all else is only read."""
    standing = STANDING[CaseState(case.state)]
    is_held = case.kind == CaseKind.SUSPENSION and case.state == CaseState.GRANTED
    if not (is_held and case.line.state == LineState.SUSPENDED):
        return Now(standing)
    if not rights_of(actor.role, Verb.RESUME_LINE):
        return Now(f"暂缓办理至 {case.until:%Y-%m-%d}，期间无需填报。")
    day = deadline_after(actor.on, case.days_left or 0, calendar)
    question = f"今天恢复办理？按剩余的 {case.days_left} 个工作日，完成时限为 {day:%Y-%m-%d}，计延期一次。"
    act = Act("resume", reverse("line_case_resume", args=[case.pk]), "恢复办理", primary=True, question=question)
    return Now(f"暂缓办理至 {case.until:%Y-%m-%d}。", acts=(act,))


def _consent(case: LineCase, actor: Actor) -> Step | None:
    if not is_of_plan_date(case) or case.consented_at:
        return None
    return _page(case, "consent", actor)


def _page(case: LineCase, act: str, actor: Actor) -> Step | None:
    by, _ = deciding_act(case, act, actor)
    return Step(deciding_words(case, by), reverse(f"line_case_{act}", args=[case.pk])) if by else None


def deciding_words(case: LineCase, act: str) -> str:
    """The act with what it decides: 同意暂缓办理, 不同意撤项, 异议成立."""
    label = LINE_CASE_MACHINE[act].label
    return label if case.kind == CaseKind.OBJECTION else f"{label}{case.get_kind_display()}"


def deciding_act(case: LineCase, act: str, actor: Actor) -> tuple[str, str]:
    """How this person does it: by a click, or by a signed sheet; or the sentence that says why by neither."""
    why_not = ""
    for one in (act, f"{act}{ON_PAPER}"):
        verb = LINE_CASE_MACHINE[one].verb
        if not rights_of(actor.role, verb):
            continue
        try:
            checks.require(actor, verb, case)
        except NotAllowed as refusal:
            why_not = why_not or refusal.sentence
        else:
            return one, ""
    return "", why_not
