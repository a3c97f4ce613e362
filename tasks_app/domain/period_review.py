"""What the office looks at before it accepts a period's reports (采用其余): the exceptions, first to last.

A report with none of them is proposed for acceptance; one with any is opened and left to a person.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices

from tasks_app.domain.report_states import Standing

_BARE = re.compile(r"[\s。．.；;，,、！!]+")
NO_PROBLEM = "无"
# From the best to the worst word a unit has for itself.
STANDINGS_DOWNWARDS = (Standing.FINISHED, Standing.ON_SCHEDULE, Standing.BEHIND)


class Notable(TextChoices):
    """Why a report is worth a look."""

    BEHIND = "behind", "自报滞后"
    LATE = "late", "逾期报送"
    PROBLEMS = "problems", "反映问题"
    WORSE = "worse", "进度较上期变差"
    ON_BEHALF = "on_behalf", "代录"


@dataclass(frozen=True)
class ReviewFacts:
    """What decides. ``before`` is the standing the unit gave last time, empty where there was none.

    ``has_fallen``: the unit itself explained why its progress fell, be it only the per cent.
    """

    standing: str
    before: str
    problems: str
    is_late: bool
    is_on_behalf: bool
    has_fallen: bool = False


def has_problems(problems: str) -> bool:
    """Whether 存在问题 says more than 无."""
    return _BARE.sub("", problems) != NO_PROBLEM


def is_worse(standing: str, before: str) -> bool:
    """Whether a unit thinks less of its progress than it did last time."""
    if standing not in STANDINGS_DOWNWARDS or before not in STANDINGS_DOWNWARDS:
        return False
    return STANDINGS_DOWNWARDS.index(Standing(standing)) > STANDINGS_DOWNWARDS.index(Standing(before))


EXCEPTION_RULES: tuple[tuple[Notable, Callable[[ReviewFacts], bool]], ...] = (
    (Notable.BEHIND, lambda report: report.standing == Standing.BEHIND),
    (Notable.LATE, lambda report: report.is_late),
    (Notable.PROBLEMS, lambda report: has_problems(report.problems)),
    (Notable.WORSE, lambda report: report.has_fallen or is_worse(report.standing, report.before)),
    (Notable.ON_BEHALF, lambda report: report.is_on_behalf),
)


def exceptions_of(report: ReviewFacts) -> tuple[Notable, ...]:
    """All that is worth a look, in the order of the table."""
    return tuple(found for found, holds in EXCEPTION_RULES if holds(report))
