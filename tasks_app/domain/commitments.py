"""The light of a commitment (整改承诺): the same six lights as of a line, from two days and the day of today."""

from datetime import date

from tasks_app.domain.lights import Light


def commitment_light(due_on: date, done_on: date | None, *, today: date, near_until: date) -> Light:
    """Kept, late, near (``near_until``: the 5th working day after today), or going on."""
    if done_on is not None:
        return Light.DONE
    if due_on < today:
        return Light.LATE
    return Light.NEAR if due_on <= near_until else Light.ON_TRACK
