"""What the office keeps of a target (目标维护): who reports it and by when, and the value the province has set.

The promise itself is the published plan: no act changes it.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.actions import recording
from tasks_app.actions.target_readings import NUMBER_NEEDED, TOO_LONG, fault_of_number
from tasks_app.actions.transition import locked, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.models import Target
from tasks_app.models.target import LONGEST_BASIS
from tasks_app.permissions import checks

NO_SUCH_DAY = "没有这一天，请核对月和日。"
UNCHANGED = "填报单位和数据发布日都没有改动。"
SET_BY_THE_PLAN = "目标值由方案载明，不能另行填写。"
BASIS_NEEDED = "请写明依据：文件名称和文号。"
COMMON_YEAR = 2025


@transaction.atomic
def keep(
    target: Target, *, unit: Unit | None, month: int, day: int, by: Actor, at: datetime, version: int | None = None
) -> Target:
    """Names the reporting unit (填报单位) and the day of the year after by which a figure is out (数据发布日).

    Another unit begins another round of the clock, and has its time from today on. Raises Invalid naming the fields.
    """
    target = locked(Target, target.pk)
    checks.require(by, Verb.KEEP_TARGETS, target)
    require_version(target, version, "target", by=by)
    if not _is_a_day(month, day):
        raise Invalid({"day": NO_SUCH_DAY})
    is_other_unit = (unit.pk if unit else None) != target.reporting_unit_id
    if not is_other_unit and (month, day) == (target.data_month, target.data_day):
        raise Invalid({"unit": UNCHANGED})
    target.data_month, target.data_day = month, day
    if is_other_unit:
        target.reporting_unit = unit
        target.reporting_since = timezone.localdate(at) if unit else None
        target.reporting_round += 1
    raise_version(target)
    named = unit.name if unit else "未定"
    return recording.save(target, by=by, at=at, why=f"填报单位：{named}；数据发布日：次年{month}月{day}日")


@transaction.atomic
def set_value(
    target: Target, *, value: Decimal | None, basis: str, by: Actor, at: datetime, version: int | None = None
) -> Target:
    """The value that the province has set (省下达), with the document it stands in; the history keeps the earlier one.

    Raises NotNow where the plan itself says the value.
    """
    target = locked(Target, target.pk)
    checks.require(by, Verb.KEEP_TARGETS, target)
    require_version(target, version, "target", by=by)
    if not target.set_by:
        raise NotNow(SET_BY_THE_PLAN)
    words = on_one_line(basis)
    faults = {} if words else {"basis": BASIS_NEEDED}
    if len(words) > LONGEST_BASIS:
        faults["basis"] = TOO_LONG.format(longest=LONGEST_BASIS)
    if value is None or (fault := fault_of_number(value)):
        faults["value"] = NUMBER_NEEDED if value is None else fault
    if faults:
        raise Invalid(faults)
    target.value, target.value_basis = value, words
    raise_version(target)
    return recording.save(target, by=by, at=at, why=f"{target.set_by}下达目标值：{words}")


def _is_a_day(month: int, day: int) -> bool:
    """Whether it comes every year: 29 February does not."""
    try:
        date(COMMON_YEAR, month, day)
    except ValueError:
        return False
    return True
