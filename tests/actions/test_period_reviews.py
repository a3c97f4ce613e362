"""采用其余: the chosen reports at once, or none; each asked who and when by its own act."""

import pytest

from accounts.actor import Actor
from tasks_app.actions import period_reviews, reports
from tasks_app.domain.refusals import NotAllowed, NotNow, Stale
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport, StateChange
from tests import factories
from tests.factories import LATER, REPORTED_AT, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def submitted(house: House) -> list[ProgressReport]:
    """What 市商务局 handed in for its two lines, and 市交通运输局 for its one."""
    wanted = ((house.commerce, 1), (house.commerce, 2), (house.transport, 1))
    return [
        factories.report_in(ReportState.SUBMITTED, house, unit_staff=people, number=number) for people, number in wanted
    ]


def accept(house: House, chosen: dict[int, int], *, by: Actor | None = None) -> tuple[ProgressReport, ...]:
    return period_reviews.accept(chosen, period=house.period(), by=by or house.office.clerk, at=LATER)


def shown(of: list[ProgressReport]) -> dict[int, int]:
    return {report.pk: report.version for report in of}


def states() -> set[str]:
    return set(ProgressReport.objects.values_list("state", flat=True))


def test_all_chosen_are_accepted_with_a_trace_each(house: House) -> None:
    chosen = submitted(house)
    assert len(accept(house, shown(chosen))) == 3
    assert states() == {ReportState.ACCEPTED}
    steps = StateChange.objects.filter(kind="report", act="accept", user=house.office.clerk.user)
    assert set(steps.values_list("object_id", flat=True)) == set(shown(chosen))


def test_one_that_was_withdrawn_undoes_all_and_is_named(house: House) -> None:
    first, second, third = submitted(house)
    chosen = shown([first, second, third])
    reports.withdraw(second, by=house.commerce.liaison, at=REPORTED_AT)
    with pytest.raises((Stale, NotNow)):
        accept(house, chosen)
    assert states() == {ReportState.SUBMITTED, ReportState.DRAFT}


def test_one_that_somebody_else_decided_is_named_with_who(house: House) -> None:
    chosen = submitted(house)
    reports.accept(chosen[1], by=house.office.second_clerk, at=LATER)
    with pytest.raises(Stale) as refused:
        accept(house, shown(chosen))
    assert refused.value.sentence.startswith("第 2 项“")
    assert house.office.second_clerk.name in refused.value.sentence
    assert states() == {ReportState.SUBMITTED, ReportState.ACCEPTED}


def test_a_conflict_of_interest_undoes_all(house: House) -> None:
    chosen = submitted(house)
    kin = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    with pytest.raises(NotAllowed) as refused:
        accept(house, shown([*chosen, kin]))
    assert "回避" in refused.value.sentence
    assert states() == {ReportState.SUBMITTED}


def test_who_recorded_a_report_does_not_accept_it(house: House) -> None:
    recorded = factories.recorded_report(house)
    with pytest.raises(NotAllowed):
        accept(house, {recorded.pk: recorded.version})
    assert len(accept(house, {recorded.pk: recorded.version}, by=house.office.second_clerk)) == 1


@pytest.mark.parametrize("name", ["leader", "liaison", "reviewer"])
def test_only_the_office_accepts(house: House, name: str) -> None:
    people = {"leader": house.office.leader, "liaison": house.commerce.liaison, "reviewer": house.commerce.reviewer}
    chosen = shown(submitted(house))
    with pytest.raises(NotAllowed):
        accept(house, chosen, by=people[name])
    assert states() == {ReportState.SUBMITTED}


def test_a_report_of_another_period_is_not_there(house: House) -> None:
    chosen = shown(submitted(house))
    with pytest.raises(NotNow):
        period_reviews.accept(chosen, period=house.period(2), by=house.office.clerk, at=LATER)


def test_nothing_chosen_is_said(house: House) -> None:
    with pytest.raises(NotNow):
        accept(house, {})
