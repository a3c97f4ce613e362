"""Questions about units as a form shows them: what one may choose, what was chosen, and in which rows it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks_app.domain.plan_questions import AMBIGUOUS, UNKNOWN, Answer, Question
from tasks_app.forms.plan_uploads import NAME, NEW, OTHER, TypedAnswer
from tasks_app.importing.registry import UnitRegistry

MOST_ROWS = 12


@dataclass(frozen=True)
class Choice:
    """One radio button."""

    value: str
    label: str
    is_chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class QuestionRow:
    """One question. ``rows`` are the 序号 in words; ``answered`` says what was answered before."""

    key: str
    title: str
    rows: str
    choices: tuple[Choice, ...]
    other_is_chosen: bool
    other: str
    fault: str
    answered: str = ""


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one kind on this page."""

    title: str
    hint: str
    rows: tuple[QuestionRow, ...]


TITLES = {
    UNKNOWN: ("未知单位", "系统里没有这个名称。是已知单位的另一种写法的，选那个单位；确是新单位的，按原文新增。"),
    AMBIGUOUS: ("可作多解", "这个简称可以读作不同的单位，请选定一个。"),
}
ANSWERED = ("已作答复", "重新读取时已按这些答复处理，可以更改；确认导入后记为别名，以后不再询问。")
STAYS_OPEN = "暂不答复"


def question_groups(
    questions: Iterable[Question],
    answers: Iterable[Answer],
    *,
    known: UnitRegistry,
    typed: Mapping[str, TypedAnswer],
) -> tuple[QuestionGroup, ...]:
    """The open questions by kind, then the answered ones."""
    given = {answer.question.key: answer for answer in answers}
    rows: dict[str, list[QuestionRow]] = {UNKNOWN: [], AMBIGUOUS: [], "": []}
    for question in questions:
        answer = given.get(question.key)
        row = _row(question, answer, known, typed.get(question.key) or _kept(question, answer, known))
        rows["" if answer else question.kind].append(row)
    titled = ((*TITLES.get(kind, ANSWERED), tuple(of_kind)) for kind, of_kind in rows.items() if of_kind)
    return tuple(QuestionGroup(title, hint, of_kind) for title, hint, of_kind in titled)


def rows_in_words(numbers: Iterable[int]) -> str:
    """第 3、8、15 行; of many rows the first ones and how many they are."""
    known = list(numbers)
    if not known:
        return "方案整体"
    listed = "、".join(str(number) for number in known[:MOST_ROWS])
    return f"第 {listed} 行" if len(known) <= MOST_ROWS else f"第 {listed} 行等 {len(known)} 行"


def _row(question: Question, answer: Answer | None, known: UnitRegistry, typed: TypedAnswer) -> QuestionRow:
    options = [("", STAYS_OPEN, f"写入时暂按“{question.chosen}”")]
    options += [_option(question, name, known) for name in question.names]
    choices = tuple(Choice(value, label, value == typed.choice, hint) for value, label, hint in options if value != NEW)
    said = f"新增“{answer.name}”" if answer and answer.is_new else f"就是“{answer.name}”" if answer else ""
    return QuestionRow(
        key=question.key,
        title=question.text,
        rows=rows_in_words(question.rows),
        choices=choices,
        other_is_chosen=typed.choice == OTHER,
        other=typed.other,
        fault=typed.fault,
        answered=said,
    )


def _option(question: Question, name: str, known: UnitRegistry) -> tuple[str, str, str]:
    """A known name is that unit; another one would be a new unit, where the question is about an unknown one."""
    if known.find(name):
        return f"{NAME}{name}", f"就是“{name}”", "已知单位"
    if question.kind == UNKNOWN:
        hint = "按原文新增，待核定" if name == question.chosen else "新增，待核定"
        return f"{NEW}{name}", f"新增“{name}”", hint
    return NEW, "", ""


def _kept(question: Question, answer: Answer | None, known: UnitRegistry) -> TypedAnswer:
    """The answer that stands, as the form had it."""
    if answer is None:
        return TypedAnswer()
    if answer.is_new:
        return TypedAnswer(f"{NEW}{answer.name}")
    if answer.name in question.names and known.find(answer.name):
        return TypedAnswer(f"{NAME}{answer.name}")
    return TypedAnswer(OTHER, answer.name)
