"""A closing accepted in part (部分采用): what counts, what does not, and what the same unit still has to do (续办)."""

from dataclasses import dataclass
from datetime import date

from tasks_app.domain.texts import cleaned
from tasks_app.domain.year_states import Rhythm

ADOPTED_NEEDED = "请写明采用了哪些内容。"
LEFT_NEEDED = "请写明未采用的内容，该单位会看到这段话。"
FOLLOW_UP_NEEDED = "请写明续办的内容和要求。"
DEADLINE_NEEDED = "请选择续办的完成时限。"
DEADLINE_OUTSIDE = "续办的完成时限应在 {first:%Y-%m-%d} 至 {last:%Y-%m-%d} 之间。"
YEAR_IS_OVER = "本年度已过 {last:%Y-%m-%d}，不能再安排续办；请退回续办，或在下一年度安排。"


@dataclass(frozen=True)
class InPart:
    """What the office took and left of a report; of a closing also what follows, and by when."""

    adopted: str = ""
    not_adopted: str = ""
    follow_up: str = ""
    deadline: date | None = None

    def faults(self, *, is_closing: bool, today: date, last: date) -> dict[str, str]:
        """What is missing or wrong: field name to sentence. ``last`` is the last day a follow-up may be due."""
        rows = (
            ("adopted", is_closing and not cleaned(self.adopted), ADOPTED_NEEDED),
            ("not_adopted", not cleaned(self.not_adopted), LEFT_NEEDED),
            ("follow_up", is_closing and not cleaned(self.follow_up), FOLLOW_UP_NEEDED),
            ("deadline", is_closing and today > last, YEAR_IS_OVER.format(last=last)),
            ("deadline", is_closing and self.deadline is None, DEADLINE_NEEDED),
            ("deadline", is_closing and self._is_outside(today, last), DEADLINE_OUTSIDE.format(first=today, last=last)),
        )
        found: dict[str, str] = {}
        for field, is_wrong, sentence in rows:
            if is_wrong:
                found.setdefault(field, sentence)
        return found

    def _is_outside(self, today: date, last: date) -> bool:
        return self.deadline is not None and not today <= self.deadline <= last


def last_day(year: int, rhythm: str, evaluation_on: date) -> date:
    """The last day of a year's work: what reports once a year ends with the self-report, all else with the year."""
    return evaluation_on if rhythm == Rhythm.YEARLY else date(year, 12, 31)
