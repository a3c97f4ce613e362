"""Is the clock well (时钟是否正常)? What /healthz answers and what the banner of administrators and the office says."""

from dataclasses import dataclass
from datetime import datetime

from tasks_app.models import Heartbeat, Outgoing

SWEEP, COMPARISON = "sweep", "compare_clock"
SILENT = "督办巡检已超过 5 分钟没有成功运行，提醒和催办可能延误，请检查后台作业。"
BRAKED = "巡检已制动：单次触发超过上限，请由办公室负责人核对后解除。"
DISAGREES = "时钟核对发现问题：{trouble}。请联系系统管理员。"


@dataclass(frozen=True)
class ClockHealth:
    """What is known of the clock at a moment. ``last_sweep`` is None where it never swept."""

    last_sweep: datetime | None
    is_silent: bool
    is_braked: bool
    trouble: str

    @property
    def is_well(self) -> bool:
        """Whether nothing is amiss."""
        return not (self.is_silent or self.is_braked or self.trouble)

    @property
    def banner(self) -> tuple[str, ...]:
        """The sentences of the banner; none while all is well. A sweep that is braked is silent for that reason."""
        said = BRAKED if self.is_braked else SILENT if self.is_silent else ""
        amiss = DISAGREES.format(trouble=self.trouble) if self.trouble else ""
        return tuple(sentence for sentence in (said, amiss) if sentence)


def clock_health(at: datetime) -> ClockHealth:
    """Two queries."""
    beats = {row.name: row for row in Heartbeat.objects.filter(name__in=(SWEEP, COMPARISON))}
    swept, compared = beats.get(SWEEP), beats.get(COMPARISON)
    return ClockHealth(
        last_sweep=swept.beaten_at if swept else None,
        is_silent=swept is None or swept.is_silent(at),
        is_braked=Outgoing.objects.filter(braked_at__isnull=False).exists(),
        trouble=compared.trouble if compared else "",
    )
