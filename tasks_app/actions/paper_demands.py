"""What a draft must hold before it may leave the desk: words, grounds that hold, a name that lasts, a mandate.

What does not depend on its author is asked again at every later step that commits the house
(``require_still_allowed``): between 送核 and 印发 a unit may be renamed, a mandate end, an objection be heard.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitSuccession
from tasks_app.actions import recording
from tasks_app.dashboards.paper_evidence import changes_since, facts_for, in_hand, letters_run_out
from tasks_app.domain.line_states import WITH_UNIT
from tasks_app.domain.paper_kinds import Kind, Need, PaperForm
from tasks_app.domain.paper_rules import fault_of_addressees, faults_of_belonging, missing_passages
from tasks_app.domain.reach import Level, guarded_word_in, reaches
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.uploads import secret_mark_in
from tasks_app.models import Interview, Mandate, Paper, PaperGround, UnitLine
from tasks_app.models.calendar import working_calendar

TITLE_NEEDED = "请填写标题。"
GROUNDS_NEEDED = "请至少选择一件逾期的承办事项作为事实依据。"
ONE_UNIT = "督办、商请和约谈公文一次只主送一个单位，请按单位分别拟稿。"
NOT_LATE = "“{item}”目前没有逾期，不能作为事实依据。"
SUPERVISED_ELSEWHERE = "“{item}”已由{who}督办，按不重复督查的要求，本级止于提醒。"
ABOVE_REACH = "“{unit}”不适用本级督办，请改用商请函或呈批件。"
NO_LETTER = "“{item}”尚无已送达且答复期满的督办公文（已办结的、异议尚在办理的不计），不能约谈。"
NAME_ENDS = "“{unit}”拟{change}，尚待确认，确认前不能发文；请先在“单位变动”中确认或不予确认。"
NAME_ENDED = "“{unit}”已于 {on} {change}，不再对原单位行文；未了事项移交后，请主送承继单位。"
NO_MANDATE = "缺少授权依据：没有经确认、现行有效、覆盖“{unit}”和“{means}”的授权文件。"
NOT_FOR_THEM = "发给“{unit}”的公文不使用“{word}”，请改用“商请”“协调”等表述。"
MANDATE_ENDED = "授权依据{mandate}已经失效，或不再覆盖“{unit}”。"
IN_HAND = "关于“{item}”已有一件同类公文“{other}”在办理或答复期未满，不重复发文。"
NOT_ANY_MORE = "送核以后情况有变，本件不能继续办理：{faults}请退回修改；已签发的，请作废后另行拟稿。"
CHANGED = "送核以后下列事项有变化，请先查看并勾选“已知悉变化”：{changes}。"
MARKED = "“{field}”里有密级标志“{mark}”。本系统为非涉密系统，严禁处理国家秘密，请删去后再送核。"
NO_NOTICE = "授权依据{mandate}未载明对“{unit}”可以用通知行文，请改用函。"


def require_whole(paper: Paper, *, today: date) -> Mandate | None:
    """The mandate on which a whole draft stands, None where its kind needs none. Raises Invalid with every fault."""
    kind, units = paper.declared, [service.unit for service in paper.services.select_related("unit")]
    grounds = _grounds_of(paper)
    faults = missing_passages(kind, paper.words) | _belonging_faults(paper)
    if not paper.title:
        faults["title"] = TITLE_NEEDED
    ground_fault = next(_late_faults(paper, grounds, today), "")
    if ground_fault:
        faults["lines"] = ground_fault
    faults = _lasting_faults(paper, units, grounds, today) | _secret_faults(paper) | faults
    mandate, mandate_fault = _mandate(kind, units, today)
    if mandate_fault:
        faults["mandate"] = mandate_fault
    if faults:
        raise Invalid(faults)
    return mandate


def require_still_allowed(paper: Paper, *, today: date) -> None:
    """Asks again what may have changed since 送核. Raises NotNow with every fault, and how to go on."""
    units = [service.unit for service in paper.services.select_related("unit")]
    faults = _lasting_faults(paper, units, _grounds_of(paper), today)
    fault = _mandate_lost(paper, units, today)
    if fault:
        faults["mandate"] = fault
    if faults:
        raise NotNow(NOT_ANY_MORE.format(faults="".join(faults.values())))


def require_changes_known(paper: Paper, *, knows_changes: bool) -> bool:
    """Whether a ground changed since its facts were frozen. Raises Invalid naming what, until somebody saw it."""
    changes = changes_since(paper)
    if changes and not knows_changes:
        told = "；".join(f"{one.ground.line.unit_name}：{one.was} → {one.now}" for one in changes)
        raise Invalid({"knows_changes": CHANGED.format(changes=told)})
    return bool(changes)


def freeze_grounds(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Keeps the facts of every ground as they stand (办理情况附件), each with the version of its line."""
    grounds = list(paper.grounds.select_related("line__unit", "line__work_item__year_plan__task"))
    today = timezone.localdate(at)
    facts = facts_for([ground.line for ground in grounds], today=today, calendar=working_calendar())
    for ground in grounds:
        ground.facts, ground.frozen_at = facts[ground.line_id], at
        ground.line_version = ground.line.version
    recording.update_many(grounds, ["facts", "frozen_at", "line_version"], by=by, at=at, why="冻结事实依据")


def _grounds_of(paper: Paper) -> list[PaperGround]:
    if not paper.declared.is_about_grounds:
        return []
    return list(paper.grounds.select_related("line__unit", "line__work_item"))


def _belonging_faults(paper: Paper) -> dict[str, str]:
    """Whether it has the period of a 调度, and minutes their interview; a correction has those of the first paper."""
    held = Interview.objects.filter(minutes=paper.first.pk, held_at__isnull=False)
    is_of_held_case = Need.INTERVIEW in paper.declared.needs and held.exists()
    return faults_of_belonging(paper.declared, has_period=paper.period_id is not None, is_of_held_case=is_of_held_case)


def _lasting_faults(paper: Paper, units: Sequence[Unit], grounds: Sequence[PaperGround], today: date) -> dict[str, str]:
    """What forbids the paper on any day of its way: its words, its addressees, and what its lines allow."""
    kind, faults = paper.declared, _word_faults(paper, units, grounds)
    unit_fault = fault_of_addressees(kind, [unit.kind for unit in units]) or next(_unit_faults(kind, units), "")
    if unit_fault:
        faults["units"] = unit_fault
    line_fault = next(_reach_faults(paper, [ground.line for ground in grounds], today), "")
    if line_fault:
        faults["lines"] = line_fault
    return faults


def _word_faults(paper: Paper, units: Sequence[Unit], grounds: Sequence[PaperGround]) -> dict[str, str]:
    """What was written, by field, that an addressee would read a guarded word in (``domain.reach``)."""
    faults = {}
    asked = {f"asked_{ground.pk}": ground.asked for ground in grounds}
    for unit in units:
        for field, text in {"title": paper.title, **paper.words, **asked}.items():
            word = guarded_word_in(text, unit.kind)
            if word:
                faults[field] = NOT_FOR_THEM.format(unit=unit.name, word=word)
    return faults


def _secret_faults(paper: Paper) -> dict[str, str]:
    """Title and passages, by field, that bear a classification mark (``domain.uploads``): no state secret enters."""
    labels = {"title": "标题", **{passage.code: passage.label for passage in paper.declared.passages}}
    marks = {field: secret_mark_in(text) for field, text in {"title": paper.title, **paper.words}.items()}
    return {field: MARKED.format(field=labels[field], mark=mark) for field, mark in marks.items() if mark}


def _unit_faults(kind: Kind, units: Sequence[Unit]) -> Iterator[str]:
    if kind.is_judgement and len(units) > 1:
        yield ONE_UNIT
    known = UnitSuccession.objects.filter(unit__in=units).exclude(state=UnitSuccession.State.WITHDRAWN)
    for row in known.select_related("unit").order_by("id"):
        if row.is_proposed:
            yield NAME_ENDS.format(unit=row.unit.name, change=row.in_words)
        elif row.ends_unit:
            yield NAME_ENDED.format(unit=row.unit.name, on=f"{row.on:%Y-%m-%d}", change=row.in_words)


def _late_faults(paper: Paper, grounds: Sequence[PaperGround], today: date) -> Iterator[str]:
    """What keeps a draft on the desk: a line that is not late, or one of which another such paper speaks already.

    A correction mends what was sent, whatever became of the line since.
    """
    if paper.declared.is_about_grounds and not grounds:
        yield GROUNDS_NEEDED
    if paper.corrects_id:
        return
    others = in_hand(paper, today) if grounds and paper.declared.level is not None else {}
    for ground in grounds:
        line, title = ground.line, ground.line.work_item.title
        if line.state not in WITH_UNIT or line.deadline >= today:
            yield NOT_LATE.format(item=title)
        if line.pk in others:
            yield IN_HAND.format(item=title, other=others[line.pk])


def _reach_faults(paper: Paper, lines: Sequence[UnitLine], today: date) -> Iterator[str]:
    """Lines that no paper of this level may speak of: supervised elsewhere, beyond reach, or no letter ran out."""
    level = paper.declared.level
    if level is None or paper.corrects_id:
        return
    run_out = letters_run_out(lines, today) if level is Level.INTERVIEW else set()
    for line in lines:
        item = line.work_item
        if item.supervised_by:
            yield SUPERVISED_ELSEWHERE.format(item=item.title, who=item.supervised_by)
        elif not reaches(line.unit.kind, level):
            yield ABOVE_REACH.format(unit=line.unit_name)
        if level is Level.INTERVIEW and line.pk not in run_out:
            yield NO_LETTER.format(item=item.title)


def _mandate(kind: Kind, units: Sequence[Unit], today: date) -> tuple[Mandate | None, str]:
    """The mandate of the first addressee, and the sentence for the first one that has none."""
    if kind.means is None or not units:
        return None, ""
    found = Mandate.covering(units, kind.means, today)
    for unit, mandate in zip(units, found, strict=True):
        if mandate is None:
            return None, NO_MANDATE.format(unit=unit.name, means=kind.means.label)
        if kind.form is PaperForm.NOTICE and not mandate.by_notice:
            return None, NO_NOTICE.format(mandate=mandate, unit=unit.name)
    return found[0], ""


def _mandate_lost(paper: Paper, units: Sequence[Unit], today: date) -> str:
    """Why the mandate that the words name carries the paper no longer, or an empty sentence."""
    kind, named = paper.declared, paper.mandate
    if kind.means is None or not units:
        return ""
    if named is None or not (named.holds(today) and named.covers(units[0], kind.means)):
        return MANDATE_ENDED.format(mandate=named or "", unit=units[0].name)
    found = Mandate.covering(units[1:], kind.means, today) if len(units) > 1 else []
    lost = next((unit for unit, mandate in zip(units[1:], found, strict=True) if mandate is None), None)
    return NO_MANDATE.format(unit=lost.name, means=kind.means.label) if lost else ""
