"""Acts on many lines (or opinions) at once say on which of them they stopped."""

from collections.abc import Iterator
from contextlib import contextmanager

from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.models import Opinion, UnitLine


def named(line: UnitLine | Opinion) -> str:
    """How a refusal names a line, or what a unit is asked, that comes with its item and task."""
    return f"第 {line.work_item.year_plan.task.number} 项“{line.work_item.title}”"


@contextmanager
def naming(line: UnitLine | Opinion) -> Iterator[None]:
    """Whatever is refused within is told with the line it is about; faults come under ``fault_key``."""
    try:
        yield
    except (NotAllowed, NotNow, Stale) as refusal:
        raise type(refusal)(f"{named(line)}：{refusal.sentence}") from refusal
    except Invalid as refusal:
        raise Invalid({fault_key(line, field): sentence for field, sentence in refusal.faults.items()}) from refusal


def fault_key(line: UnitLine | Opinion, field: str) -> str:
    """The name under which a sheet knows the field of one of its lines."""
    return f"line{line.pk}-{field}"
