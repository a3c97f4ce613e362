"""Changes of units: entered by the clerk, confirmed or not by the director; names end and begin, papers follow."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.models import Alias, Unit, UnitKind, UnitName, UnitSuccession
from tasks_app.actions import paper_drafts, recording, successions
from tasks_app.actions.successions import Wish
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.succession_states import SuccessionState
from tasks_app.models import StateChange, UnitLine
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

AT = moment("2026-12-08")
ON, BASIS = date(2026, 12, 1), "《珠海市机构改革方案》（珠字〔2026〕1号）"


def named_house() -> House:
    built = paper_factories.late_house()
    unit = built.commerce.unit
    name = UnitName(unit=unit, text=unit.name, starts_on=date(2023, 5, 19))
    recording.save(name, by=factories.clock(), at=AT, why="建立单位")
    return built


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(named_house) as built:
        yield built


def proposed(of: House, change: str = "renamed", name: str = "市商务和口岸局", **more: object) -> UnitSuccession:
    """What the clerk entered about 市商务局."""
    told = {"unit": of.commerce.unit, "successor_kind": UnitKind.DEPARTMENT, "on": ON, "basis": BASIS}
    wish = Wish(change=change, successor_name=name, **told | more)  # type: ignore[arg-type]
    return successions.propose(wish, by=of.office.clerk, at=AT)


def confirmed(of: House, row: UnitSuccession, **more: object) -> UnitSuccession:
    told = {"on": ON, "basis": BASIS, "by": of.office.director, "at": AT}
    return successions.confirm(row, **told | more)  # type: ignore[arg-type]


def names(unit: Unit) -> list[tuple[str, date, date | None]]:
    return list(unit.names.order_by("starts_on").values_list("text", "starts_on", "ends_on"))


def test_states_are_those_of_the_machine() -> None:
    assert UnitSuccession.State.choices == SuccessionState.choices


def test_a_renamed_unit_keeps_its_number_and_all_that_hangs_on_it(house: House) -> None:
    line = house.line(house.commerce)
    row = confirmed(house, proposed(house))
    unit = Unit.objects.get(pk=house.commerce.unit.pk)
    assert (row.state, row.successor, row.confirmed_on, row.decided_by) == (
        "confirmed",
        unit,
        AT.date(),
        house.office.director.post,
    )
    assert unit.name == "市商务和口岸局"
    assert names(unit) == [
        ("市商务局", date(2023, 5, 19), date(2026, 11, 30)),
        ("市商务和口岸局", ON, None),
    ]
    line.refresh_from_db()
    assert (line.unit, line.unit_name) == (unit, "市商务局")
    assert line.next_step_on == AT.date()


def test_both_steps_stand_in_the_history(house: House) -> None:
    row = confirmed(house, proposed(house))
    steps = StateChange.objects.filter(kind="succession", object_id=row.pk).order_by("id")
    assert [(step.act, step.from_state, step.to_state, step.why) for step in steps] == [
        ("propose", "", "proposed", "更名为“市商务和口岸局”"),
        ("confirm", "proposed", "confirmed", "更名为“市商务和口岸局”"),
    ]
    assert [past.history_user for past in row.history.order_by("history_id")] == [
        house.office.clerk.user,
        house.office.director.user,
    ]


def test_a_paper_goes_out_under_the_new_name_once_it_is_confirmed(house: House) -> None:
    row = proposed(house)
    paper = paper_factories.drafted(house, at=AT)
    clerk = factories.actor(house.office.clerk.own_post, AT)
    with pytest.raises(Invalid, match="尚待确认"):
        paper_drafts.submit(paper, by=clerk, at=AT)
    confirmed(house, row)
    issued = paper_factories.advance(paper, PaperState.ISSUED, house, at=AT)
    assert paper_factories.service_of(issued).unit_name == "市商务和口岸局"


def test_what_is_not_confirmed_keeps_the_name_and_lets_papers_go(house: House) -> None:
    row = proposed(house)
    row = successions.withdraw(row, reason="经核实没有更名。", by=house.office.director, at=AT)
    assert (row.state, row.reason, row.confirmed_on) == ("withdrawn", "经核实没有更名。", None)
    assert Unit.objects.get(pk=house.commerce.unit.pk).name == "市商务局"
    assert paper_factories.paper_in(PaperState.CHECKING, house).state == PaperState.CHECKING
    assert proposed(house).is_proposed  # it may be heard of again


@pytest.mark.parametrize("change", ["merged", "split", "abolished"])
def test_a_unit_that_goes_keeps_its_lines_and_hears_of_no_paper(house: House, change: str) -> None:
    lines = set(UnitLine.objects.filter(unit=house.commerce.unit).values_list("pk", flat=True))
    row = confirmed(house, proposed(house, change, "市数据局"))
    assert row.successor is not None
    assert names(row.successor) == [("市数据局", ON, None)]
    assert names(house.commerce.unit)[-1] == ("市商务局", date(2023, 5, 19), date(2026, 11, 30))
    assert set(UnitLine.objects.filter(unit=house.commerce.unit).values_list("pk", flat=True)) == lines
    paper = paper_factories.drafted(house)
    clerk = factories.actor(house.office.clerk.own_post, AT)
    with pytest.raises(Invalid, match="不再对原单位行文"):
        paper_drafts.submit(paper, by=clerk, at=AT)


def test_a_unit_that_is_known_goes_on_under_its_own_number(house: House) -> None:
    row = confirmed(house, proposed(house, "merged", house.transport.unit.name))
    assert row.successor == house.transport.unit
    assert names(house.transport.unit) == []


def test_a_unit_may_split_into_several(house: House) -> None:
    first = proposed(house, "split", "市数据局")
    second = proposed(house, "split", "市口岸局")
    confirmed(house, first)
    confirmed(house, second)
    assert names(house.commerce.unit) == [("市商务局", date(2023, 5, 19), date(2026, 11, 30))]
    assert Unit.objects.filter(name__in=["市数据局", "市口岸局"]).count() == 2


def test_another_kind_of_unit_reads_other_words(house: House) -> None:
    row = confirmed(house, proposed(house, name="市委商务办", successor_kind=UnitKind.PARTY))
    assert row.successor is not None
    assert row.successor.kind == UnitKind.PARTY


def an_alias_of_another(house: House) -> None:
    Alias.objects.create(
        text="市商务和口岸局", jurisdiction=house.commerce.unit.jurisdiction, unit=house.water.unit, starts_on=ON
    )


@pytest.mark.parametrize(
    ("wish", "field", "sentence"),
    [
        ({"name": " "}, "successor_name", "请填写变动后的名称"),
        ({"name": "市商务局"}, "successor_name", "名称相同"),
        ({"name": "市交通运输局"}, "successor_name", "另一个单位现在的名称"),
        ({"on": None}, "on", "请填写变动日期"),
        ({"basis": "　"}, "basis", "请写明依据"),
    ],
)
def test_what_cannot_be_is_not_entered(house: House, wish: dict[str, object], field: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        proposed(house, **wish)  # type: ignore[arg-type]
    assert sentence in refused.value.faults[field]
    assert not UnitSuccession.objects.exists()


def test_a_unit_changes_once_at_a_time(house: House) -> None:
    row = proposed(house, "merged", "市数据局")
    with pytest.raises(Invalid, match="待确认（并入“市数据局”）"):
        proposed(house)
    confirmed(house, row)
    with pytest.raises(Invalid, match="已于 2026-12-01 并入"):
        proposed(house)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"on": date(2026, 12, 9)}, "还没有到"),
        ({"on": date(2023, 5, 19)}, "变动日期须在其后"),
        ({"on": None}, "请填写变动日期"),
        ({"basis": ""}, "请写明依据"),
    ],
)
def test_a_day_that_cannot_be_is_not_confirmed(house: House, more: dict[str, object], sentence: str) -> None:
    row = proposed(house)
    with pytest.raises(Invalid, match=sentence):
        confirmed(house, row, **more)
    assert UnitSuccession.objects.get().is_proposed
    assert Unit.objects.get(pk=house.commerce.unit.pk).name == "市商务局"


def test_a_name_that_became_somebody_elses_is_not_confirmed(house: House) -> None:
    row = proposed(house)
    an_alias_of_another(house)
    with pytest.raises(Invalid, match="另一个单位"):
        confirmed(house, row)


def test_who_entered_it_does_not_decide_it_and_nobody_decides_twice(house: House) -> None:
    row = proposed(house)
    with pytest.raises(NotAllowed):
        confirmed(house, row, by=house.office.clerk)
    with pytest.raises(Stale):
        confirmed(house, row, version=7)
    confirmed(house, row, version=0)
    with pytest.raises(NotNow, match="已确认"):
        successions.withdraw(row, reason="有误。", by=house.office.director, at=AT)
    own = successions.propose(
        Wish(house.water.unit, "renamed", "市水务和海洋局", UnitKind.DEPARTMENT, ON, BASIS),
        by=house.office.director,
        at=AT,
    )
    with pytest.raises(NotAllowed):
        confirmed(house, own)
    with pytest.raises(NotAllowed, match="登记人本人"):
        successions.take_back(own, by=house.office.clerk, at=AT)
    taken = successions.take_back(own, by=house.office.director, at=AT, version=0)
    assert (taken.standing, taken.confirmed_on) == ("已撤回", None)
    assert StateChange.objects.filter(kind="succession", object_id=own.pk, act="take_back", label="撤回").exists()
    with pytest.raises(NotNow):
        successions.take_back(own, by=house.office.director, at=AT)


def test_a_reason_is_needed_not_to_confirm(house: House) -> None:
    with pytest.raises(Invalid):
        successions.withdraw(proposed(house), reason=" ", by=house.office.director, at=AT)
