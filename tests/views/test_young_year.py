"""A year that is not issued yet, in which the plan itself says who leads."""

from collections.abc import Iterator
from copy import deepcopy

import pytest

from tasks_app.actions import cycles
from tasks_app.domain.parts import Basis
from tests import factories
from tests.conftest import Standing
from tests.factories import House
from tests.views.test_items import IN_APRIL, item_of
from tests.views.walking import Walker, words


@pytest.fixture(scope="module")
def drafted(standing: Standing) -> Iterator[House]:
    with standing(lambda: factories.house(is_issued=False, lead=Basis.DECLARED)) as built:
        yield built


@pytest.fixture
def house(drafted: House, db: None) -> House:
    return deepcopy(drafted)


def test_office_is_reminded_of_a_year_to_issue(house: House) -> None:
    assert "1个年度待印发" in words(Walker(house.office.director).get("/"))


def test_units_are_told_that_nothing_was_issued(house: House) -> None:
    assert "年度任务尚未印发" in words(Walker(house.commerce.liaison).get("/"))


def test_declared_lead_is_no_guess(house: House) -> None:
    cycles.issue(house.cycle, by=house.office.director, at=factories.ISSUED_AT)
    page = words(Walker(house.office.clerk, IN_APRIL).get(item_of(house.line(house.commerce))))
    assert "推定" not in page
    assert "市商务局牵头" in page
