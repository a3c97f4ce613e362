"""Phone calls: kept word for word; one may stand for the 催办 of this round, never for a paper."""

from datetime import datetime, timedelta

import pytest

from accounts.actor import Actor
from tasks_app.actions import phone_calls
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Notification, Obligation, PhoneUrge, StateChange, UnitLine
from tests import extension_factories, factories
from tests.clock.scene import a_late_line, a_line_at_work, at, codes, ledger, sweep_on
from tests.factories import House, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("12-01 00:30")


def call(line: UnitLine, house: House, *, counts: bool = True, **details: object) -> PhoneUrge:
    given = {"spoken_to": "王某", "said": "承诺本周报送。", "called_at": NOW, "by": house.office.clerk, "at": NOW}
    return phone_calls.log(line, counts=counts, **(given | details))  # type: ignore[arg-type]


def on(actor: Actor, day: datetime) -> Actor:
    return factories.actor(actor.own_post, day)


def a_line_due(house: House) -> UnitLine:
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23", "11-27")
    return line


def test_a_call_that_counts_stands_for_the_urge_and_none_is_sent_beside_it(house: House) -> None:
    line = a_line_due(house)
    counted = call(line, house).counted_as
    assert counted
    assert (counted.rule, counted.round, counted.state) == ("U1", 0, "fired")
    assert sweep_on("12-01").fired == []
    assert not Notification.objects.filter(obligation=counted).exists()
    assert codes(sweep_on("12-07").fired) == ["D5"]  # the ladder goes on from the day of the call


def test_where_the_urge_stands_a_call_is_only_a_call(house: House) -> None:
    line, later = a_late_line(house), at("12-02")
    assert phone_calls.offers_to_count(line, by=on(house.office.clerk, later)) is None
    with pytest.raises(NotNow, match="本轮催办已有记录"):
        call(line, house, at=later, called_at=later)
    assert call(line, house, counts=False, at=later, called_at=later).counted_as is None
    assert ledger(line).count("U1") == 1


@pytest.mark.parametrize("called_at", [moment("2000-01-01"), at("11-30 23:59")], ids=["long ago", "on the day"])
def test_a_call_before_the_line_was_late_cannot_stand_for_the_urge(house: House, called_at: datetime) -> None:
    line = a_line_due(house)
    with pytest.raises(Invalid, match="不能计为催办") as refused:
        call(line, house, called_at=called_at)
    assert set(refused.value.faults) == {"called_at"}
    assert call(line, house, called_at=called_at, counts=False).counted_as is None
    assert codes(sweep_on("12-01").fired) == ["U1"]


def test_who_is_in_conflict_logs_the_call_and_counts_none(house: House) -> None:
    line = a_line_due(house)
    moonlighter = factories.post("office_clerk", house.office.unit, user=house.commerce.reviewer.user)
    by = factories.actor(moonlighter, NOW)
    assert phone_calls.offers_to_count(line, by=by) is None
    with pytest.raises(NotAllowed, match="按回避要求"):
        call(line, house, by=by)
    assert call(line, house, by=by, counts=False).counted_as is None
    assert phone_calls.offers_to_count(line, by=on(house.office.clerk, NOW))


def test_an_ordinary_call_leaves_the_ladder_alone(house: House) -> None:
    line = a_line_due(house)
    assert call(line, house, counts=False).counted_as is None
    assert codes(sweep_on("12-01").fired) == ["U1"]


def test_a_call_stands_on_the_timeline(house: House) -> None:
    line = a_line_due(house)
    kept = call(line, house)
    step = StateChange.objects.get(kind="phone_call", object_id=kept.pk)
    assert (step.line, step.label, step.why) == (line, "电话联系", "接听人：王某；承诺本周报送。")
    assert step.actor_name == house.office.clerk.name


def test_a_line_in_time_cannot_be_urged_by_phone(house: House) -> None:
    line = a_line_due(house)
    on_the_day = at("11-30")
    with pytest.raises(NotNow, match="没有逾期"):
        call(line, house, at=on_the_day, called_at=on_the_day)
    assert not PhoneUrge.objects.exists()


def test_nor_one_that_waits_for_the_office(house: House) -> None:
    line = a_line_due(house)
    draft = factories.closing_draft(line, house.commerce, at=at("11-30"))
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=at("11-30"))
    with pytest.raises(NotNow):
        call(line, house)


def test_nor_one_that_is_supervised_elsewhere(house: House) -> None:
    line = a_line_due(house)
    line.work_item.supervised_by = "市委督查室"
    line.work_item.save()
    with pytest.raises(NotNow):
        call(line, house)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"spoken_to": " 　"}, "spoken_to"),
        ({"said": "\u200b"}, "said"),
        ({"called_at": NOW + timedelta(minutes=1)}, "called_at"),
    ],
)
def test_what_is_missing_is_named(house: House, details: dict[str, object], field: str) -> None:
    line = a_line_due(house)
    with pytest.raises(Invalid) as refused:
        call(line, house, **details)
    assert set(refused.value.faults) == {field}
    assert not Obligation.objects.filter(of_line=line, rule="U1").exists()


def test_only_the_office_logs_calls(house: House) -> None:
    line = a_line_due(house)
    with pytest.raises(NotAllowed):
        call(line, house, by=house.commerce.liaison)


def test_no_call_counts_while_more_time_was_asked_for_in_time(house: House) -> None:
    line = a_line_at_work(house)
    request = extension_factories.ask(line, by=house.commerce.liaison, at=at("11-27"))
    line.refresh_from_db()
    assert phone_calls.may_count_as(line, today=at("12-02").date()) is None
    extension_factories.refuse(request, by=house.office.clerk, at=at("12-02"))
    line.refresh_from_db()
    assert phone_calls.may_count_as(line, today=at("12-02").date()) is not None
