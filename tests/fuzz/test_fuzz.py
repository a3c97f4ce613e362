"""A short fuzz run in every build; the long one is ``python -m tests.fuzz`` (docs/testing.md)."""

from tests.fuzz import run


def test_no_table_and_no_damaged_file_makes_the_importer_fall_over():
    outcome = run.run(tables=200, files=150, seed=1)
    assert not outcome.failures, outcome.report()
    assert sum(outcome.counts.values()) == 350
    # Both ways are walked in every format, or the run would look for nothing.
    assert {kind for group, kind, what in outcome.counts if (group, what) == ("table", "read")} == {
        "txt", "csv", "json", "xlsx", "docx",
    }  # fmt: skip


def test_a_case_can_be_made_again():
    assert run.case("file:3", 7) == run.case("file:3", 7)
    assert run.case("file:3", 7) != run.case("file:3", 8)
