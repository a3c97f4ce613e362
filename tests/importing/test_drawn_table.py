"""A drawn line of a table is read back cell by cell, whatever stands in the cells."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_app.importing.table import drawn, table_lines

# A backslash just before a line end gets a space between them.
CELL = st.text(alphabet="甲乙 |\\\n<br>/-*：，1a", max_size=12).map(lambda text: re.sub(r"\\+\n", "\n", text).strip())


@settings(max_examples=300, deadline=None)
@given(st.lists(CELL, min_size=2, max_size=5))
def test_cells_that_are_drawn_read_back_the_same(cells):
    lines = list(table_lines([drawn([*cells, "末"])]))
    assert [line.cells for line in lines] == [(*cells, "末")]


def test_a_line_end_in_a_cell_is_one_line_of_the_source():
    assert drawn(["甲\n乙", "丙|丁"]) == "| 甲<br>乙 | 丙\\|丁 |"
