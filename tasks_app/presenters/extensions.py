"""The page of a request for more time (延期申请): what was asked, by whom, and who may decide it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.actions.extensions import rank_for
from tasks_app.dashboards.extension import ExtensionSight
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.extension_states import EXTENSION_MACHINE, RANK_OF_ROLE, Rank
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Extension
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act, Now, Typed, with_typed
from tasks_app.presenters.crumbs import Crumb
from tasks_app.presenters.extension_rows import LATE
from tasks_app.presenters.line_matters import Signed, crumbs_of, person_of, signed_of
from tasks_app.presenters.links import Step
from tasks_app.presenters.timeline import Entry, entry_of

PLAN_DATE = "该时限由方案规定，延期须有领导小组领导的书面同意。"
FOR_DIRECTOR = "本件须由办公室负责人审批。"
WAITS_FOR_OFFICE = "延期申请等待领导小组办公室审批。"
STANDING = {"granted": "已同意延期。", "refused": "未同意延期，原时限不变。", "withdrawn": "申请已经撤回，原时限不变。"}
RESTS = "逾期前提出，审批期间督促暂停。"
RESTS_NOT = "逾期后提出，审批期间督促不暂停。"


@dataclass(frozen=True)
class ExtensionPage:
    """All that the page shows."""

    heading: str
    unit: str
    title: str
    number: int
    state_code: str
    state_label: str
    late: str
    facts: list[dict[str, str]]
    reason: str
    progress: str
    words: str
    decided_by: str
    decided_at: datetime | None
    moved: str
    notes: list[str]
    signed: list[Signed]
    entries: list[Entry]
    version: int
    crumbs: tuple[Crumb, ...]


def extension_page(sight: ExtensionSight, calendar: Calendar) -> ExtensionPage:
    """The page of what was read."""
    request, line = sight.request, sight.request.line
    decided = request.decided_by
    return ExtensionPage(
        heading="延期申请",
        unit=line.unit_name,
        title=line.work_item.title,
        number=line.work_item.year_plan.task.number,
        state_code=request.state,
        state_label=request.get_state_display(),
        late="" if request.in_time else LATE,
        facts=_facts(request, calendar),
        reason=request.reason,
        progress=request.progress,
        words=request.words,
        decided_by=person_of(decided, line) if decided else "",
        decided_at=request.decided_at,
        moved=f"原定 {line.original_deadline:%Y-%m-%d}，已延期 {sight.slips} 次。" if sight.slips else "",
        notes=_notes(request),
        signed=[signed_of(sheet, "extension_scan") for sheet in sight.sheets],
        entries=[entry_of(step) for step in sight.steps],
        version=request.version,
        crumbs=crumbs_of(line, "延期申请"),
    )


def _facts(request: Extension, calendar: Calendar) -> list[dict[str, str]]:
    days = calendar.between(request.deadline_was, request.wished_until)
    told = {
        "申请时的时限": f"{request.deadline_was:%Y-%m-%d}",
        "申请延期至": f"{request.wished_until:%Y-%m-%d}（{days} 个工作日）",
        "申请人": _asker(request),
    }
    if request.granted_until:
        granted = calendar.between(request.deadline_was, request.granted_until)
        told["同意延期至"] = f"{request.granted_until:%Y-%m-%d}（{granted} 个工作日）"
    return [{"label": label, "value": value} for label, value in told.items()]


def _asker(request: Extension) -> str:
    if request.on_behalf_source:
        return f"{request.on_behalf_of}（{request.on_behalf_source}，由{request.asked_by.user.full_name}代录）"
    return person_of(request.asked_by, request.line)


def _notes(request: Extension) -> list[str]:
    if not request.is_open:
        return []
    rests = RESTS if request.in_time else RESTS_NOT
    return [rests, PLAN_DATE] if request.line.work_item.is_plan_date else [rests]


def extension_now(sight: ExtensionSight, actor: Actor, calendar: Calendar, typed: Typed | None = None) -> Now:
    """What this person does with the request now."""
    request = sight.request
    if not request.is_open:
        return Now(STANDING[request.state])
    if sight.is_own and rights_of(actor.role, Verb.ASK_EXTENSION):
        question = "撤回这件延期申请？原时限不变。"
        act = Act("withdraw", reverse("extension_withdraw", args=[request.pk]), "撤回申请", question=question)
        return replace(Now(WAITS_FOR_OFFICE), acts=with_typed((act,), typed))
    act_of, why_not = deciding_act(request, actor)
    if not act_of:
        return Now(why_not or WAITS_FOR_OFFICE)
    if act_of == GRANT and _is_above(request, actor, calendar):
        first = not sight.slips and not request.line.work_item.is_plan_date
        shorter = (_page(request, "grant", "同意较短的延期"),) if first else ()
        return Now(FOR_DIRECTOR, links=(*shorter, *_second_door(request, actor)))
    on_paper = "登记签批：" if act_of == GRANT_ON_PAPER else ""
    second = _second_door(request, actor) if act_of == GRANT else ()
    return Now(
        WAITS_FOR_OFFICE,
        link=_page(request, "grant", f"{on_paper}同意延期"),
        links=(_page(request, "refuse", f"{on_paper}不同意延期"), *second),
    )


GRANT, GRANT_ON_PAPER = "grant", "grant_on_paper"


def _second_door(request: Extension, actor: Actor) -> tuple[Step, ...]:
    """登记线下签批: what the director signed, for the clerk."""
    if not checks.can(actor, EXTENSION_MACHINE[GRANT_ON_PAPER].verb, request):
        return ()
    return (
        _page(request, GRANT_ON_PAPER, "登记签批：同意延期"),
        _page(request, "refuse_on_paper", "登记签批：不同意延期"),
    )


def deciding_act(request: Extension, actor: Actor) -> tuple[str, str]:
    """By which act this person grants it: a click, or a signed sheet; or the sentence that says why by none."""
    why_not = ""
    for act in (GRANT, GRANT_ON_PAPER):
        verb = EXTENSION_MACHINE[act].verb
        if not rights_of(actor.role, verb):
            continue
        try:
            checks.require(actor, verb, request)
        except NotAllowed as refusal:
            why_not = why_not or refusal.sentence
        else:
            return act, ""
    return "", why_not


def _is_above(request: Extension, actor: Actor, calendar: Calendar) -> bool:
    """Whether what was asked is more than this person may grant."""
    rank = RANK_OF_ROLE.get(actor.role, Rank.CLERK)
    return rank < rank_for(request, request.wished_until, calendar)


def _page(request: Extension, act: str, verb: str) -> Step:
    return Step(verb, reverse(f"extension_{act}", args=[request.pk]))
