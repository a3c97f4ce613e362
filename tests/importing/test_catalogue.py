"""The shipped catalogue of units holds together."""

import json

import pytest

from accounts.models import UnitKind
from tasks_app.importing.catalogue import Catalogue
from tests.importing.conftest import FIXTURES


@pytest.fixture
def catalogue():
    return Catalogue.from_json(json.loads((FIXTURES / "units/zhuhai.json").read_text("utf-8")))


def test_every_party_of_the_plan_stands_in_the_catalogue(catalogue, reading):
    assert {party.name for party in reading.parties} <= {*catalogue.units, *catalogue.groups}


def test_kinds_are_those_of_the_house(catalogue):
    assert {unit.kind for unit in catalogue.units.values()} == set(UnitKind.values)


def test_members_hosts_and_successions_name_units_of_the_catalogue(catalogue):
    members = {member.unit for group in catalogue.groups.values() for member in group.members}
    hosts = {unit.hosted_by for unit in catalogue.units.values() if unit.hosted_by}
    assert members | hosts | {entry.unit for entry in catalogue.successions} <= set(catalogue.units)


def test_no_spelling_means_two_things(catalogue):
    units = [name for unit in catalogue.units.values() for name in (unit.name, *unit.aliases)]
    groups = [name for group in catalogue.groups.values() for name in (group.name, *group.aliases)]
    assert len(set(units + groups)) == len(units + groups)
