"""Units cells as governments of every level write them, made up after the kinds of real ones.

The table stands in unit_cells.txt. No unit is known: what is right here is right by rule.
"""

from pathlib import Path

import pytest

from tasks_app.importing.home import Home
from tasks_app.importing.reading import Doubt
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.responsibilities import UnitsCell, UnitsReader
from tasks_app.importing.unit_doubts import UnitDoubts
from tasks_app.importing.unit_spaces import mend_spaces

ZHUHAI = "珠海市人民政府"
NOBODY = UnitRegistry()


def read(cell: str, issuer: str = ZHUHAI, **options) -> UnitsCell:
    text, _repairs = mend_spaces(cell, line=1)
    reader = UnitsReader(Home.of(issuer), NOBODY, options.get("lead", "first"), UnitDoubts(NOBODY))
    return reader.read(text, row=1, heading=options.get("heading", ""))


def written(cell: UnitsCell) -> str:
    return "; ".join(
        f"{'*' if share.role == 'lead' else ''}{'G:' if share.party.is_group else ''}{share.party.name}"
        for share in cell.responsibilities
    )


def kinds(doubts: tuple[Doubt, ...]) -> set[str]:
    return {doubt.kind for doubt in doubts} - {"unknown_unit"}


def cells() -> list[list[str]]:
    lines = (Path(__file__).parent / "unit_cells.txt").read_text("utf-8").splitlines()
    return [line.replace("⏎", "\n").split(" | ") for line in lines if not line.startswith("#")]


def test_cells_name_their_units_and_roles():
    wrong = [
        (issuer, cell, found, expected)
        for issuer, cell, expected in cells()
        if (found := written(read(cell, issuer))) != expected
    ]
    assert wrong == []
    assert len(cells()) > 70


@pytest.mark.parametrize("cell", ["无", "—", "/", "-"])
def test_cell_that_says_none_has_no_units_and_a_doubt(cell):
    none = read(cell)
    assert none.responsibilities == none.faults == ()
    assert kinds(none.doubts) == {"no_units"}


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("市教育局、财政局", "inferred_lead"),
        ("市教育局、财政局按职责分工负责", "no_lead"),
        ("各区政府、市教育局", "no_lead"),
        ("市教育局等", "read_by_rule"),
        ("香洲、金湾区政府", "read_by_rule"),
        ("责任单位：市教育局、财政局；配合单位：市司法局", "roles_by_label"),
        ("各区政府牵头", "group_leads"),
        ("市教育局、市教育局", "repeated_unit"),
    ],
)
def test_whatever_is_not_sure_is_a_doubt(cell, kind):
    assert kind in kinds(read(cell).doubts)


def test_lead_in_the_heading_goes_before_the_units_of_the_cell():
    cell = read("市税务局、市财政局", heading="金融（牵头单位：市金融工作局、财政局）")
    assert written(cell) == "*市金融工作局; *市财政局; 市税务局"
    assert kinds(cell.doubts) == set()


def test_cell_longer_than_any_real_one_is_refused_unread():
    refused = read("市甲局、" * 1000)
    assert refused.responsibilities == ()
    assert "超过 2000 字" in refused.faults[0].message
