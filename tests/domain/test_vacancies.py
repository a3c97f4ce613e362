"""When a post has nobody behind it: vacant, away without a stand-in, about to be vacant."""

from datetime import date

import pytest

from tasks_app.domain.vacancies import Gap, Holder, gap_of

TODAY, UNTIL = date(2026, 4, 13), date(2026, 4, 28)
SINCE = date(2023, 5, 19)


def day(number: int) -> date:
    return date(2026, 4, number)


def there(post: int = 1, starts_on: date = SINCE, ends_on: date | None = None, **more: object) -> Holder:
    return Holder(post, starts_on, ends_on, **more)  # type: ignore[arg-type]


CASES: list[tuple[str, list[Holder], Gap | None, date | None]] = [
    ("somebody is there", [there()], None, None),
    ("nobody ever was", [], Gap.VACANT, None),
    ("the only one left yesterday", [there(ends_on=day(12))], Gap.VACANT, None),
    ("the only one is switched off", [there(works=False)], Gap.VACANT, None),
    ("the next one begins tomorrow", [there(ends_on=day(12)), there(2, day(14))], Gap.VACANT, None),
    ("one of two left", [there(ends_on=day(12)), there(2)], None, None),
    ("away, somebody stands in", [there(away=((day(10), day(20), True),))], None, None),
    ("away, nobody stands in", [there(away=((day(10), day(20), False),))], Gap.AWAY, TODAY),
    ("away, the colleague is there", [there(away=((day(10), day(20), False),)), there(2)], None, None),
    ("both away", [there(post, away=((day(10), day(20), False),)) for post in (1, 2)], Gap.AWAY, TODAY),
    ("away from tomorrow on", [there(away=((day(14), day(20), False),))], None, None),
    ("ends within ten working days", [there(ends_on=day(27))], Gap.ENDING, day(28)),
    ("ends later", [there(ends_on=day(28))], None, None),
    ("the next one begins the day after", [there(ends_on=day(20)), there(2, day(21))], None, None),
    ("a day lies between", [there(ends_on=day(20)), there(2, day(22))], Gap.ENDING, day(21)),
    ("the next one is switched off", [there(ends_on=day(20)), there(2, day(21), works=False)], Gap.ENDING, day(21)),
    ("the last day is today", [there(ends_on=TODAY)], Gap.ENDING, day(14)),
]


@pytest.mark.parametrize(("holders", "gap", "on"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_gap(holders: list[Holder], gap: Gap | None, on: date | None) -> None:
    found = gap_of(holders, TODAY, UNTIL)
    assert (found and found.gap, found and found.on) == (gap, on)


def test_the_next_vacancy_is_another_case() -> None:
    first = gap_of([there(ends_on=day(1))], TODAY, UNTIL)
    second = gap_of([there(ends_on=day(1)), there(2, day(2), day(12))], TODAY, UNTIL)
    assert first
    assert second
    assert first.key != second.key


def test_a_case_keeps_its_name_while_it_lasts() -> None:
    ending = [there(ends_on=day(20))]
    keys = {found.key for on in (13, 14, 20) if (found := gap_of(ending, day(on), UNTIL))}
    assert len(keys) == 1
