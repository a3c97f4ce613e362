"""The office's kin, asked of the database, is what the rule of conflicts says of each unit."""

import pytest

from accounts.models import Unit, UnitKind
from tasks_app.domain.conflicts import are_entangled
from tasks_app.permissions.kin import is_kin_of_office, kin_of_office
from tasks_app.permissions.subjects import seat_of
from tests import factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def test_kin_in_the_database_is_kin_by_the_rule(house: House) -> None:
    factories.unit(hosted_by=house.office.unit)
    factories.unit(hosted_by=house.host.unit)
    factories.unit(hosted_by=house.water.unit)
    offices = [seat_of(unit) for unit in Unit.objects.filter(kind=UnitKind.COORDINATION)]
    by_rule = {unit for unit in Unit.objects.all() if any(are_entangled(seat_of(unit), office) for office in offices)}
    assert set(kin_of_office()) == by_rule
    assert {unit for unit in Unit.objects.all() if is_kin_of_office(unit.pk)} == by_rule
    assert {house.office.unit, house.host.unit} < by_rule
