"""Conflict of interest: the unit itself, its host, its guests; not its neighbours in the same house."""

import pytest

from tasks_app.domain.conflicts import Seat, are_entangled, is_in_conflict

HOST = Seat(1)
OFFICE = Seat(2, host=1)
OTHER_GUEST = Seat(3, host=1)
STRANGER = Seat(4)
GUEST_OF_STRANGER = Seat(5, host=4)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (OFFICE, OFFICE, True),
        (OFFICE, HOST, True),
        (OFFICE, OTHER_GUEST, False),
        (OFFICE, STRANGER, False),
        (HOST, OTHER_GUEST, True),
        (STRANGER, GUEST_OF_STRANGER, True),
        (HOST, STRANGER, False),
        (OTHER_GUEST, GUEST_OF_STRANGER, False),
    ],
)
def test_entangled_both_ways(one: Seat, other: Seat, expected: bool) -> None:
    assert are_entangled(one, other) is expected
    assert are_entangled(other, one) is expected


def test_two_units_without_a_host_share_none() -> None:
    assert not are_entangled(Seat(1), Seat(2))


def test_every_hat_a_person_wears_counts() -> None:
    assert not is_in_conflict(STRANGER, ())
    assert not is_in_conflict(STRANGER, (OFFICE, HOST))
    assert is_in_conflict(STRANGER, (OFFICE, GUEST_OF_STRANGER))
    assert is_in_conflict(HOST, (STRANGER, OFFICE))
