"""The light of a commitment, and who never reads which word."""

from datetime import date

import pytest

from tasks_app.domain.commitments import commitment_light
from tasks_app.domain.lights import Light
from tasks_app.domain.reach import ASKED_KINDS, GUARDED_WORDS, REACH, guarded_word_in

TODAY, NEAR = date(2026, 12, 21), date(2026, 12, 28)


@pytest.mark.parametrize(
    ("due_on", "done_on", "light"),
    [
        (date(2026, 12, 20), None, Light.LATE),
        (date(2026, 12, 20), date(2026, 12, 21), Light.DONE),
        (TODAY, None, Light.NEAR),
        (NEAR, None, Light.NEAR),
        (date(2026, 12, 29), None, Light.ON_TRACK),
    ],
)
def test_light_of_a_commitment(due_on: date, done_on: date | None, light: Light) -> None:
    assert commitment_light(due_on, done_on, today=TODAY, near_until=NEAR) is light


def test_who_is_asked_reads_none_of_the_guarded_words() -> None:
    assert set(ASKED_KINDS) == {"party", "mass", "central", "company"}
    for kind in REACH:
        for word in GUARDED_WORDS:
            assert guarded_word_in(f"关于{word}的说明", kind) == (word if kind in ASKED_KINDS else "")
        assert guarded_word_in("商请支持", kind) == ""
