"""What a draft must hold before it may leave the desk: words, grounds that hold, a name that lasts, a mandate."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitSuccession
from tasks_app.actions import recording
from tasks_app.dashboards.paper_evidence import facts_for, letters_run_out
from tasks_app.domain.line_states import WITH_UNIT
from tasks_app.domain.paper_kinds import Kind, PaperForm
from tasks_app.domain.paper_rules import fault_of_addressees, missing_passages
from tasks_app.domain.reach import Level, guarded_word_in, reaches
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.uploads import secret_mark_in
from tasks_app.models import Mandate, Paper, UnitLine
from tasks_app.models.calendar import working_calendar

TITLE_NEEDED = "请填写标题。"
GROUNDS_NEEDED = "请至少选择一件逾期的承办事项作为事实依据。"
ONE_UNIT = "督办、商请和约谈公文一次只主送一个单位，请按单位分别拟稿。"
NOT_LATE = "“{item}”目前没有逾期，不能作为事实依据。"
SUPERVISED_ELSEWHERE = "“{item}”已由{who}督办，按不重复督查的要求，本级止于提醒。"
ABOVE_REACH = "“{unit}”不适用本级督办，请改用商请函或呈批件。"
NO_LETTER = "“{item}”尚无已送达且答复期满的督办公文，不能约谈。"
NAME_ENDS = "“{unit}”拟更名或调整为“{successor}”，尚待确认，确认前不能发文；本系统没有确认页面，请联系系统管理员。"
NO_MANDATE = "缺少授权依据：没有经确认、现行有效、覆盖“{unit}”和“{means}”的授权文件。"
NOT_FOR_THEM = "发给“{unit}”的公文不使用“{word}”，请改用“商请”“协调”等表述。"
MARKED = "“{field}”里有密级标志“{mark}”。本系统为非涉密系统，严禁处理国家秘密，请删去后再送核。"
NO_NOTICE = "授权依据{mandate}未载明对“{unit}”可以用通知行文，请改用函。"


def require_whole(paper: Paper, *, today: date) -> Mandate | None:
    """The mandate on which a whole draft stands, None where its kind needs none. Raises Invalid with every fault."""
    kind, units = paper.declared, [service.unit for service in paper.services.select_related("unit")]
    faults = missing_passages(kind, paper.words)
    if not paper.title:
        faults["title"] = TITLE_NEEDED
    faults |= _word_faults(paper, units) | _secret_faults(paper)
    unit_fault = fault_of_addressees(kind, [unit.kind for unit in units]) or next(_unit_faults(kind, units), "")
    if unit_fault:
        faults["units"] = unit_fault
    if kind.is_about_grounds:
        ground_fault = next(_ground_faults(kind, _lines_of(paper), today), "")
        if ground_fault:
            faults["lines"] = ground_fault
    mandate, mandate_fault = _mandate(kind, units, today)
    if mandate_fault:
        faults["mandate"] = mandate_fault
    if faults:
        raise Invalid(faults)
    return mandate


def freeze_grounds(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Keeps the facts of every ground as they stand (办理情况附件), each with the version of its line."""
    grounds = list(paper.grounds.select_related("line__unit", "line__work_item__year_plan__task"))
    today = timezone.localdate(at)
    facts = facts_for([ground.line for ground in grounds], today=today, calendar=working_calendar())
    for ground in grounds:
        ground.facts, ground.frozen_at = facts[ground.line_id], at
        ground.line_version = ground.line.version
    recording.update_many(grounds, ["facts", "frozen_at", "line_version"], by=by, at=at, why="冻结事实依据")


def _lines_of(paper: Paper) -> list[UnitLine]:
    grounds = paper.grounds.select_related("line__unit", "line__work_item")
    return [ground.line for ground in grounds]


def _word_faults(paper: Paper, units: Sequence[Unit]) -> dict[str, str]:
    """Title and passages, by field, that an addressee would read a guarded word in (``domain.reach``)."""
    faults = {}
    for unit in units:
        for field, text in {"title": paper.title, **paper.words}.items():
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
    proposed = UnitSuccession.objects.filter(unit__in=units, confirmed_on__isnull=True).select_related("unit")
    for change in proposed:
        yield NAME_ENDS.format(unit=change.unit.name, successor=change.successor_name)


def _ground_faults(kind: Kind, lines: Sequence[UnitLine], today: date) -> Iterator[str]:
    if not lines:
        yield GROUNDS_NEEDED
    run_out = letters_run_out(lines, today) if kind.level is Level.INTERVIEW else set()
    for line in lines:
        item = line.work_item
        if line.state not in WITH_UNIT or line.deadline >= today:
            yield NOT_LATE.format(item=item.title)
        if kind.level is not None and item.supervised_by:
            yield SUPERVISED_ELSEWHERE.format(item=item.title, who=item.supervised_by)
        elif kind.level is not None and not reaches(line.unit.kind, kind.level):
            yield ABOVE_REACH.format(unit=line.unit_name)
        if kind.level is Level.INTERVIEW and line.pk not in run_out:
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
