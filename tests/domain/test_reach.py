"""How far supervision may go, and in which words, for each kind of unit."""

import pytest

from accounts.models import UnitKind
from tasks_app.domain.lights import LATE_REPORT_WORD, LIGHT_WORDS
from tasks_app.domain.reach import GUARDED_WORDS, REACH, Level, reaches, rung_of

ASKED = ("party", "mass", "central", "company")
WORDS = {
    "department": ("提醒", "催办", "督办", "约谈"),
    "institution": ("提醒", "催办", "督办", "约谈"),
    "district": ("提醒", "逾期提醒", "发函（经市政府同意）", "约谈（由市领导主持）"),
    "party": ("提醒", "逾期提醒", "商请", "报领导小组领导协调"),
    "mass": ("提醒", "逾期提醒", "商请", "报领导小组领导协调"),
    "central": ("提醒", "逾期提醒", "商请", "报领导小组领导协调"),
    "company": ("提醒", "逾期提醒", "商请", "报领导小组领导协调"),
    "coordination": ("提醒", "逾期提醒", "报领导小组领导协调"),
}


def test_every_kind_of_unit_has_a_reach() -> None:
    assert set(REACH) == set(UnitKind.values)


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_the_rungs_of_a_kind_bear_these_words(kind: str) -> None:
    assert tuple(rung.word for rung in REACH[kind]) == WORDS[kind]


@pytest.mark.parametrize("kind", [*ASKED, "coordination"])
def test_who_is_only_asked_never_reads_a_guarded_word(kind: str) -> None:
    said = "".join(rung.word + rung.paper for rung in REACH[kind])
    assert not [word for word in GUARDED_WORDS if word in said]


def test_a_district_is_never_urged_and_only_a_city_leader_interviews_it() -> None:
    words = [rung.word for rung in REACH["district"]]
    assert not [word for word in words if "催办" in word or "通报" in word]
    assert [word for word in words if "约谈" in word] == ["约谈（由市领导主持）"]
    letter = rung_of("district", Level.LETTER)
    assert letter
    assert "经市政府同意" in letter.word


@pytest.mark.parametrize("word", [*LIGHT_WORDS.values(), LATE_REPORT_WORD])
def test_no_light_bears_a_guarded_word(word: str) -> None:
    assert not [guarded for guarded in GUARDED_WORDS if guarded in word]


@pytest.mark.parametrize("kind", sorted(REACH))
@pytest.mark.parametrize("level", list(Level))
def test_what_is_supervised_elsewhere_stops_at_a_reminder(kind: str, level: Level) -> None:
    assert reaches(kind, level, supervised_elsewhere=True) == (level is Level.REMIND)


def test_no_rung_stands_above_the_reach_of_the_office_itself() -> None:
    assert rung_of("coordination", Level.INTERVIEW) is None
    assert not reaches("coordination", Level.INTERVIEW)
    assert all(reaches(kind, level) for kind in WORDS if kind != "coordination" for level in Level)
