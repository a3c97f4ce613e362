"""The page of an uploaded plan: what was read, what is asked, what would change; and the list of uploads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import QueryDict
from django.urls import reverse

from tasks_app.domain.plan_questions import ASKED, Answer, Question, questions_of
from tasks_app.domain.upload_states import SHOWN, UploadState
from tasks_app.forms.plan_uploads import TypedAnswer
from tasks_app.importing.masthead import FIELDS, STATE_IT, is_to_be_stated
from tasks_app.importing.registry import UnitRegistry
from tasks_app.models import Heading, PlanUpload
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.plan_changes import (
    Counted,
    Named,
    RowChange,
    changed_numbers,
    counted,
    named_outside,
    row_changes,
)
from tasks_app.presenters.plan_questions import QuestionGroup, question_groups

ROWS = 100
INFERRED, ASK_AGAIN = "inferred_lead", "ask_again"
HEADING_KIND = "heading_kind"
STEPS = ("等待后台作业", "读取文件", "与已导入的方案比对")
WRITING_STEPS = ("等待后台作业", "写入方案")

Row = TypeVar("Row")


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page of a list that is known as a whole; ``name`` is its place in the address."""

    rows: Sequence[Row]
    total: str
    count: int
    previous_url: str | None = None
    next_url: str | None = None


@dataclass(frozen=True)
class Progress:
    """How far the job is, of how many steps, and in which words."""

    value: int
    most: int
    words: str


@dataclass(frozen=True)
class Asked:
    """What a plan cannot be stored without and its source does not say: its name, and what is wrong in one sentence."""

    label: str
    sentence: str


@dataclass(frozen=True)
class UploadPage:
    """What the page of one upload shows once its file was read."""

    groups: tuple[QuestionGroup, ...]
    questions: Slice[Question]
    open_questions: int
    known_names: tuple[str, ...]
    leads: Slice[Mapping[str, Any]]
    others: Slice[Mapping[str, Any]]
    repairs: Slice[Mapping[str, Any]]
    faults: Slice[Mapping[str, Any]]
    counted: tuple[Counted, ...]
    named: tuple[Named, ...]
    rows: Slice[RowChange]
    missing: Mapping[str, Asked]
    may_answer: bool
    may_confirm: bool


def upload_questions(upload: PlanUpload) -> tuple[Question, ...]:
    """What is still open, and after it what was answered: an answer can be changed as long as nothing is written."""
    asked = {question.key: question for question in questions_of(upload.reading.get("doubts", ()))}
    for answer in map(Answer.from_json, upload.answers):
        asked.setdefault(answer.question.key, answer.question)
    return tuple(asked.values())


def upload_page(
    upload: PlanUpload,
    query: QueryDict,
    *,
    known: UnitRegistry,
    typed: Mapping[str, TypedAnswer],
    settled: Collection[int] = (),
) -> UploadPage:
    """The page. Lists longer than ``ROWS`` are cut into pages; each remembers its place in the address.

    ``settled`` are the 序号 of rows whose lead is confirmed: what is inferred there changes nothing, nor is it asked.
    """
    doubts = upload.reading.get("doubts", ())
    # A form of thousands of fields would be refused: questions come a page at a time, like everything else.
    questions = sliced(upload_questions(upload), query, "questions", "处")
    answers = tuple(map(Answer.from_json, upload.answers))
    numbers = sliced(changed_numbers(upload.changes), query, "rows", "行")
    faults = upload.reading.get("faults", ())
    stated = [fault for fault in faults if is_to_be_stated(fault["cell"], fault["message"])]
    asked_again = {change["row"] for change in upload.changes if change["act"] == ASK_AGAIN}
    leads = [doubt for doubt in doubts if doubt["kind"] == INFERRED]
    return UploadPage(
        groups=question_groups(questions.rows, answers, known=known, typed=typed),
        questions=questions,
        open_questions=len(questions_of(doubts)),
        known_names=tuple(party.party.name for party in known.known),
        leads=sliced(
            [doubt for doubt in leads if doubt["row"] not in settled or doubt["row"] in asked_again],
            query,
            "leads",
            "行",
        ),
        others=sliced(
            [_in_words(doubt) for doubt in doubts if doubt["kind"] not in (*ASKED, INFERRED)], query, "doubts", "处"
        ),
        repairs=sliced(upload.reading.get("repairs", ()), query, "repairs", "处"),
        faults=sliced([fault for fault in faults if fault not in stated], query, "faults", "处"),
        missing={fault["cell"]: _asked(fault) for fault in stated},
        counted=counted(upload.changes),
        named=named_outside(upload.changes),
        rows=Slice(
            row_changes(upload.changes, numbers.rows),
            numbers.total,
            numbers.count,
            numbers.previous_url,
            numbers.next_url,
        ),
        may_answer=upload.state in SHOWN,
        may_confirm=upload.state == UploadState.TO_CONFIRM and bool(upload.changes or upload.answers),
    )


def progress_of(upload: PlanUpload) -> Progress:
    """Where the job is; a bar that stands still says that it is taken up again by itself."""
    steps = WRITING_STEPS if upload.state == UploadState.WRITING else STEPS
    step = min(upload.step, len(steps) - 1)
    again = f"（第 {upload.attempts} 次）" if upload.attempts > 1 else ""
    return Progress(step, len(steps), f"第 {step + 1} 步，共 {len(steps)} 步：{steps[step]}{again}")


def sliced(rows: Iterable[Row], query: QueryDict, name: str, counted_in: str) -> Slice[Row]:
    """The page of a list that the address names; anything that is no page of it shows the first."""
    known = list(rows)
    pages = max(1, -(-len(known) // ROWS))
    text = query.get(name, "")
    page = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(pages)) else 1
    page = page if 1 <= page <= pages else 1
    links = {number: _link(query, name, number) for number in (page - 1, page + 1) if 1 <= number <= pages}
    start = (page - 1) * ROWS
    place = f"，第 {start + 1}—{min(start + ROWS, len(known))} {counted_in}" if pages > 1 else ""
    return Slice(
        known[start : start + ROWS],
        f"共 {len(known)} {counted_in}{place}",
        len(known),
        links.get(page - 1),
        links.get(page + 1),
    )


def uploads_trail(here: str) -> tuple[Crumb, ...]:
    """The way to a page about uploads."""
    return trail(("重点任务", reverse("plan")), ("导入记录", reverse("import_report")), here=here)


def _link(query: QueryDict, name: str, page: int) -> str:
    words = query.copy()
    words[name] = str(page)
    return f"./?{words.urlencode()}#{name}"


def _in_words(doubt: Mapping[str, Any]) -> Mapping[str, Any]:
    """A doubt about the kind of a heading names the kinds as pages do."""
    labels = dict(Heading.Kind.choices) if doubt["kind"] == HEADING_KIND else {}
    candidates = [labels.get(candidate, candidate) for candidate in doubt["candidates"]]
    return {**doubt, "candidates": candidates, "chosen": labels.get(doubt["chosen"], doubt["chosen"])}


def _asked(fault: Mapping[str, Any]) -> Asked:
    """A fault of the command line names its option; on the page the same is typed into a field."""
    label = FIELDS[fault["cell"]][0].partition("（")[0]
    return Asked(label, fault["message"].replace(STATE_IT.format(fault["cell"]), ""))
