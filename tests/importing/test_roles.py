"""Who leads: declared in the cell, inferred from the order, or nobody."""

import pytest


@pytest.mark.parametrize(
    ("cell", "leads", "support"),
    [
        ("市商务局牵头，市教育局、财政局按职责分工负责", ("市商务局",), ("市教育局", "市财政局")),
        ("市商务局、教育局牵头", ("市商务局", "市教育局"), ()),
        ("牵头单位：市商务局，配合单位：市教育局、财政局", ("市商务局",), ("市教育局", "市财政局")),
    ],
)
def test_declared_roles_go_before_any_convention(read_rows, cell, leads, support):
    row = read_rows(f"| 1 | 某行动 | 某事。 | {cell} |").sheet.rows[0]
    assert (row.leads, row.support, row.lead_basis) == (leads, support, "declared")


def test_shared_duty_is_no_declared_lead(read_rows):
    reading = read_rows("| 1 | 某行动 | 某事。 | 市商务局、教育局按职责分工负责 |", lead="declared")
    row = reading.sheet.rows[0]
    assert (row.leads, row.support) == ((), ("市商务局", "市教育局"))


def test_unit_that_stands_twice_counts_once_and_is_a_doubt(read_rows):
    reading = read_rows("| 1 | 某行动 | 某事。 | 市发展改革局、教育局、发展改革委 |")
    assert len(reading.tasks[0].responsibilities) == 2
    assert "repeated_unit" in {doubt.kind for doubt in reading.doubts}


def test_unknown_unit_is_a_doubt_with_its_nearest_names(read_rows):
    reading = read_rows("| 1 | 某行动 | 某事。 | 市农业农林局 |")
    doubt = next(doubt for doubt in reading.doubts if doubt.kind == "unknown_unit")
    assert doubt.chosen == "市农业农林局"
    assert "市农业农村局" in doubt.candidates
    assert "第 1 行主要负责单位“市农业农林局”" in doubt.message
