"""What a unit that goes leaves behind (机构变动移交): which lines move, how two become one, and that totals stay.

A unit that follows another by law takes its duties as they stand: state, deadline and lateness go with a line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tasks_app.domain.line_states import AT_WORK, GOES_ON_WITH_HEIR, LineState
from tasks_app.domain.report_states import Standing

LEFT_OVER = GOES_ON_WITH_HEIR
# A closing is on its way: it goes with its line, to whose reviewer or the office it waits for.
UNDER_REVIEW = (LineState.UNIT_REVIEW, LineState.OFFICE_REVIEW)
# A line of the heir on the same item that can take another one in.
TAKES_IN = (LineState.PENDING_SIGNATURE, *AT_WORK)
AGREE, DISAGREE = "移交前后一致", "移交前后不一致"

# An item and a unit: a unit has one line of an item in force.
Place = tuple[int, int]


@dataclass(frozen=True)
class Counted:
    """A line in force as figures see it: of which item and unit, in which state and light, late or not."""

    place: Place
    state: str
    light: str
    is_late: bool


@dataclass(frozen=True)
class Totals:
    """How many lines each item has, how many are late, and how many stand in each state and light."""

    lines: Mapping[int, int]
    late: int
    states: Mapping[str, int]
    lights: Mapping[str, int]

    @property
    def words(self) -> str:
        """承办事项 12 件，其中逾期 3 件."""
        return f"承办事项 {sum(self.lines.values())} 件，其中逾期 {self.late} 件"


@dataclass(frozen=True)
class Compared:
    """The figures of before and after. Of two lines that became one (``merged``) the late one counts."""

    before: Totals
    after: Totals
    merged: int

    @property
    def agrees(self) -> bool:
        """Whether nothing was lost, doubled or made to look better."""
        return self.before == self.after

    @property
    def words(self) -> str:
        """移交前：…；移交后：…，移交前后一致."""
        joined = f"（另有 {self.merged} 件并入同一任务的承办事项）" if self.merged else ""
        verdict = AGREE if self.agrees else DISAGREE
        return f"移交前：{self.before.words}{joined}；移交后：{self.after.words}。{verdict}"


def compared(before: Iterable[Counted], after: Iterable[Counted], moved: Mapping[Place, int]) -> Compared:
    """Compares two moments; ``moved`` says to which unit the line at a place went.

    Where two lines became one, they are one line of before too, late if either was; states and lights are compared of
    the lines that stayed one.
    """
    then: dict[Place, list[Counted]] = {}
    for one in before:
        then.setdefault((one.place[0], moved.get(one.place, one.place[1])), []).append(one)
    now: dict[Place, list[Counted]] = {}
    for one in after:
        now.setdefault(one.place, []).append(one)
    joined = {place for place, lines in then.items() if len(lines) > 1}
    return Compared(_totals(then, joined), _totals(now, joined), sum(len(then[place]) - 1 for place in joined))


def _totals(lines: Mapping[Place, list[Counted]], joined: set[Place]) -> Totals:
    alone = [one for place, found in lines.items() if place not in joined for one in found]
    return Totals(
        lines=Counter(item for item, _ in lines),
        late=sum(any(one.is_late for one in found) for found in lines.values()),
        states=Counter(one.state for one in alone),
        lights=Counter(one.light for one in alone),
    )


def joint_deadline(taking: date, given: date, *, issued_on: date, given_in: str = "") -> date:
    """Two parts of one item become one: it is due on the earlier day, and never before it was handed out.

    What was handed in (``given_in``: the state of that part) was no longer waited for: its day makes nobody late.
    """
    return taking if given_in == LineState.OFFICE_REVIEW else max(min(taking, given), issued_on)


def joint_standing(taking: str, given: str) -> str:
    """What the line is said to stand at: behind (滞后) if either part is."""
    return Standing.BEHIND if Standing.BEHIND in (taking, given) else taking


def joint_reported(taking: date | None, given: date | None) -> date | None:
    """Through which period both parts were reported."""
    return min(taking, given) if taking and given else None
