"""A unit reads on its timeline that a notice was taken back, if it ever got one."""

from collections.abc import Iterator
from copy import deepcopy

import pytest

from tasks_app.actions import retractions
from tasks_app.models import Obligation, StateChange
from tests.clock.scene import a_late_line, a_proposal, clocked_house
from tests.conftest import Standing
from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(clocked_house) as built:
        yield built


@pytest.fixture
def house(house_of_the_module: House, db: None) -> House:
    return deepcopy(house_of_the_module)


def acts_seen(house: House) -> set[str]:
    """What the unit reads of the clock's rows."""
    steps = StateChange.objects.filter(kind="obligation").visible_to(house.commerce.liaison)
    return set(steps.values_list("label", flat=True))


def test_a_proposal_taken_back_is_not_told_to_the_unit(house: House) -> None:
    proposal = a_proposal(house)
    retractions.retract(proposal, reason="误报。", by=house.office.director, at=proposal.at)
    assert acts_seen(house) == set()
    of_office = StateChange.objects.filter(kind="obligation").visible_to(house.office.clerk)
    assert of_office.get().label == "撤回通知"


def test_a_notice_taken_back_is_told(house: House) -> None:
    urge = Obligation.objects.get(of_line=a_late_line(house), rule="U1")
    retractions.retract(urge, reason="误报。", by=house.office.director, at=urge.at)
    assert acts_seen(house) == {"撤回通知"}
