"""Adding a kind of paper takes one declaration and one template: no migration, no other code."""

from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import TextChoices
from pytest_django.fixtures import Settings

from tasks_app.actions import paper_rendering
from tasks_app.dashboards.clock_papers import LETTERS
from tasks_app.dashboards.clock_reading_papers import LETTERS as LETTERS_IN_THE_PROOF
from tasks_app.domain import paper_passages as part
from tasks_app.domain.paper_kinds import KINDS, Kind, Means, Need, PaperForm, Series, Table
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Paper
from tests import paper_factories


class NewKind(TextChoices):
    """A kind that nobody thought of."""

    HINT = "hint_letter", "提示函"


@pytest.mark.django_db
@pytest.mark.portable
def test_a_new_kind_is_a_declaration_and_a_template(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "papers").mkdir()
    written = Path(settings.BASE_DIR, "templates", "papers", "dispatch.txt").read_text()
    (tmp_path / "papers" / "hint.txt").write_text(written)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
    declared = Kind(
        NewKind.HINT,  # type: ignore[arg-type]
        PaperForm.LETTER,
        Series.LETTER,
        "hint",
        "关于提示做好{matter}的函",
        (part.OPENING, part.CONTACT, part.PHONE),
        addressees=("department",),
        means=Means.REMIND,
        needs=frozenset({Need.GROUNDS}),
        reply_days=3,
        table=Table.FORM,
    )
    monkeypatch.setitem(KINDS, NewKind.HINT.value, declared)
    paper = paper_factories.paper_in(PaperState.NUMBERED, paper_factories.late_house(), NewKind.HINT.value)
    assert paper.get_kind_display() == "提示函"
    assert paper_rendering.render_waiting(at=paper_factories.ISSUED_AT) == 1
    stored = Paper.objects.select_related("content").get(pk=paper.pk)
    assert stored.content is not None
    with default_storage.open(stored.content.path) as file:
        assert BytesIO(file.read()).getvalue().startswith(b"PK")
    stored.full_clean(exclude=["context", "words"])


def test_the_kinds_of_paper_are_no_list_of_choices_of_the_database() -> None:
    """Or a new kind would need a migration: this looks for them in every column, history included."""
    declared = set(KINDS)
    listing = [
        str(column)
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if declared <= {value for value, _ in column.flatchoices}
    ]
    assert listing == []


def test_the_proof_of_the_clock_knows_the_letters_that_are_declared() -> None:
    """It names them in its own words, to be a second reading; a new letter has to be named there as well."""
    assert set(LETTERS) == set(LETTERS_IN_THE_PROOF)
