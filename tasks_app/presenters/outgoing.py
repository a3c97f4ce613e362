"""What leaves the house, and the two things that can stop it: a person (暂停外发) and the brake (巡检制动)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actor import Actor
from tasks_app.dashboards.clock_board import ClockState
from tasks_app.dashboards.clock_health import JOBS
from tasks_app.domain.access import Verb, rights_of


@dataclass(frozen=True)
class SwitchPage:
    """The switch as a page shows it, with what this person may do about it; forms send ``version`` back."""

    version: int
    held: bool
    why: str
    braked_at: datetime | None
    brake_at: int
    may_hold: bool
    may_release_brake: bool
    pulses: tuple[tuple[str, datetime | None], ...]


def switch_page(state: ClockState, actor: Actor) -> SwitchPage:
    """The switch for one person."""
    return SwitchPage(
        version=state.version,
        held=state.held,
        why=state.why,
        braked_at=state.braked_at,
        brake_at=state.brake_at,
        may_hold=bool(rights_of(actor.role, Verb.HOLD_OUTGOING)),
        may_release_brake=bool(rights_of(actor.role, Verb.RELEASE_BRAKE)),
        pulses=tuple((job.label, state.beats.get(job.name)) for job in JOBS),
    )
