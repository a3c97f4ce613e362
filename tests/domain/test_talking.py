"""Who can read what is said, what cannot be said so, and until when it can be taken back."""

from datetime import timedelta

import pytest

from accounts.models import UnitKind
from tasks_app.domain.reach import ASKED_KINDS, GUARDED_WORDS
from tasks_app.domain.talking import (
    LONGEST,
    NOBODY_ASKED,
    NOT_AMONG,
    NOT_ONESELF,
    TEXT_NEEDED,
    TOO_LONG,
    Party,
    faults_of,
    may_still_be_withdrawn,
    readers_of,
)
from tests.factories import LATER

LEAD = Party(1, "市商务局", UnitKind.DEPARTMENT, "lead", 11)
SUPPORT = Party(2, "市交通运输局", UnitKind.DEPARTMENT, "support", 12)
PARTY = Party(3, "市委组织部", UnitKind.PARTY, "support", 13)
OFFICE = Party(9, "领导小组办公室", UnitKind.COORDINATION)
ALL = (LEAD, SUPPORT, PARTY, OFFICE)


@pytest.mark.parametrize(
    ("line", "readers"),
    [(None, ALL), (11, (LEAD, OFFICE)), (12, (LEAD, SUPPORT, OFFICE)), (13, (LEAD, PARTY, OFFICE))],
)
def test_who_reads(line: int | None, readers: tuple[Party, ...]) -> None:
    assert readers_of(ALL, line) == readers


@pytest.mark.parametrize(
    ("text", "kind", "named", "faults"),
    [
        ("何时开工？", "question", {2}, {}),
        ("已开工。", "remark", set(), {}),
        ("", "remark", set(), {"text": TEXT_NEEDED}),
        ("长" * LONGEST, "remark", set(), {}),
        ("长" * (LONGEST + 1), "remark", set(), {"text": TOO_LONG}),
        ("何时开工？", "question", set(), {"units": NOBODY_ASKED}),
        ("何时开工？", "question", {1}, {"units": NOT_ONESELF}),
        ("何时开工？", "question", {7}, {"units": NOT_AMONG}),
    ],
    ids=range(8),
)
def test_what_cannot_be_said_so(text: str, kind: str, named: set[int], faults: dict[str, str]) -> None:
    assert faults_of(text, kind=kind, named=named, readers=ALL, own_unit=1) == faults


@pytest.mark.parametrize("word", GUARDED_WORDS)
@pytest.mark.parametrize("unit_kind", UnitKind.values)
def test_no_unit_reads_a_word_that_is_kept_from_it(unit_kind: str, word: str) -> None:
    reader = Party(4, "某单位", unit_kind, "support", 14)
    faults = faults_of(f"将{word}此事。", kind="remark", named=(), readers=(LEAD, reader), own_unit=1)
    assert bool(faults) == (unit_kind in ASKED_KINDS)


@pytest.mark.parametrize(("minutes", "may"), [(0, True), (10, True), (10.1, False)])
def test_ten_minutes(minutes: float, may: bool) -> None:
    assert may_still_be_withdrawn(LATER, LATER + timedelta(minutes=minutes)) is may
