"""What an item's lines make of it."""

from itertools import product

import pytest

from tasks_app.domain.line_states import DONE, LineState
from tasks_app.domain.year_states import ItemState, item_state


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ItemState.DRAFT),
        (["pending_signature"], ItemState.PENDING_SIGNATURE),
        (["pending_signature", "pending_signature"], ItemState.PENDING_SIGNATURE),
        (["pending_signature", "in_progress"], ItemState.IN_PROGRESS),
        (["pending_signature", "completed"], ItemState.IN_PROGRESS),
        (["in_progress", "signed_off"], ItemState.IN_PROGRESS),
        (["office_review"], ItemState.IN_PROGRESS),
        (["sent_back", "completed"], ItemState.IN_PROGRESS),
        (["completed", "signed_off"], ItemState.COMPLETED),
        (["completed"], ItemState.COMPLETED),
        (["signed_off", "signed_off"], ItemState.SIGNED_OFF),
        (["suspended"], ItemState.IN_PROGRESS),
        (["suspended", "completed"], ItemState.IN_PROGRESS),
        (["cancelled", "completed"], ItemState.COMPLETED),
        (["cancelled", "signed_off"], ItemState.SIGNED_OFF),
        (["cancelled", "pending_signature"], ItemState.PENDING_SIGNATURE),
        (["cancelled", "cancelled"], ItemState.CANCELLED),
    ],
)
def test_item_state(lines: list[str], expected: ItemState) -> None:
    assert item_state(lines) is expected


def test_an_item_is_done_exactly_when_all_its_lines_that_count_are() -> None:
    for lines in product(LineState, repeat=2):
        is_done = item_state(lines) in (ItemState.COMPLETED, ItemState.SIGNED_OFF)
        held = [line for line in lines if line != LineState.CANCELLED]
        assert is_done == (bool(held) and all(line in DONE for line in held))
