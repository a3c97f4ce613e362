"""One walk over all models: history where business is, who and when together, and nothing that cascades."""

import pytest
from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

from accounts.models import Post, User

OURS = [model for model in apps.get_models() if model._meta.app_label in ("accounts", "tasks_app")]
BUSINESS = [model for model in OURS if not issubclass(model, HistoricalChanges)]

WITHOUT_HISTORY = {
    "UnitRoleGroup": "permission table: derived from posts and units, kept by permissions.grants",
    "WorkItemRelation": "permission table: derived from the lines, kept equal by permissions.grants",
    "UnitLineRelation": "permission table: derived from the lines, kept equal by permissions.grants",
    "PaperServiceRelation": "permission table: derived from the services, kept equal by permissions.grants",
    "StateChange": "append-only: it is itself the history of states",
    "Denial": "append-only trace",
    "Download": "append-only trace",
    "Look": "append-only trace",
    "PlanImport": "append-only: what one import repaired, doubted and changed",
    "Blob": "append-only: bytes under their own hash",
    "SignedSheet": "append-only: what was signed on paper",
    "PaperSheet": "append-only: what was signed on paper",
    "ExtensionSheet": "append-only: what was signed on paper",
    "InstructionSheet": "append-only: what was signed on paper",
    "TalkFile": "append-only: what was said is never edited",
    "FileAlarm": "append-only but for the moment at which the bytes were whole again",
    "FileWalk": "how far the daily walk through the files is, no business",
    "LineCaseSheet": "append-only: what was signed on paper",
    "OpinionSheet": "append-only: what was signed on paper",
    "SubmittedForm": "idempotency keys, forgotten after two days",
    "Obligation": "the ledger: append-only but for a person's decision, which is a step on the timeline",
    "Notification": "the outbox: what was told to whom, once",
    "Message": "the outbox: each try to send it is an Attempt",
    "Attempt": "append-only: one try to send",
    "PhoneUrge": "append-only: one call",
    "Invitation": "one link: made, used and ended are moments in the row; who gave it is a step of the account",
    "SecondFactor": "a seed and counters; binding and freeing are steps of the account",
    "RecoveryCode": "used once; the use is a step of the account",
    "SecurityNotice": "append-only: what a person was told about the account",
    "Heartbeat": "the pulse of the clock, no business",
}
# A person without a moment of the same name, and why.
ALONE = {
    "Cycle.drafted_by": "when is in the history; who matters, for they may not issue it",
    "ProgressReport.approved_by": "at submitted_at, or not at all where the clerk recorded it (代录)",
    "PolicyVersion.put_in_force_by": "the first version comes with the installation, by nobody",
}
# Permission rows go with the thing they speak of.
DERIVED = ("WorkItemRelation", "UnitLineRelation", "PaperServiceRelation")
# What bears a state without a version: nothing is edited there, rows are claimed by compare-and-set.
CLAIMED = ("Obligation", "Message")


@pytest.mark.parametrize("model", BUSINESS, ids=lambda model: model.__name__)
def test_business_has_history_and_what_has_none_says_why(model: type[models.Model]) -> None:
    assert hasattr(model, "history") != (model.__name__ in WITHOUT_HISTORY)


def test_the_list_of_models_without_history_names_models_that_exist() -> None:
    assert set(WITHOUT_HISTORY) <= {model.__name__ for model in BUSINESS}


@pytest.mark.parametrize("model", BUSINESS, ids=lambda model: model.__name__)
def test_who_and_when_stand_together(model: type[models.Model]) -> None:
    """A person and the moment of the act are both there or both not: the database keeps them together."""
    for field in model._meta.get_fields():
        is_person = isinstance(field, models.ForeignKey) and field.related_model in (Post, User)
        if not is_person or not field.name.endswith("_by") or f"{model.__name__}.{field.name}" in ALONE:
            continue
        moment = f"{field.name[:-3]}_at"
        if not field.null and not model._meta.get_field(moment).null:
            continue
        checks = [str(row.condition) for row in model._meta.constraints if isinstance(row, models.CheckConstraint)]
        assert any(field.name in check and moment in check for check in checks), f"{field.name} without {moment}"


def test_a_person_who_stands_alone_still_exists() -> None:
    fields = {f"{model.__name__}.{field.name}" for model in BUSINESS for field in model._meta.get_fields()}
    assert set(ALONE) <= fields


@pytest.mark.parametrize("model", BUSINESS, ids=lambda model: model.__name__)
def test_nothing_disappears_with_something_else(model: type[models.Model]) -> None:
    """PROTECT everywhere; only the permission rows go with the line, item or service they speak of."""
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey) or model.__name__ in DERIVED:
            continue
        assert field.remote_field.on_delete is models.PROTECT, f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("model", BUSINESS, ids=lambda model: model.__name__)
def test_what_bears_a_state_bears_a_version(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.get_fields()}
    assert "state" not in names or "version" in names or model.__name__ in CLAIMED


@pytest.mark.parametrize("model", BUSINESS, ids=lambda model: model.__name__)
def test_every_model_and_field_has_a_chinese_name(model: type[models.Model]) -> None:
    assert not str(model._meta.verbose_name).isascii()


@pytest.mark.parametrize("model", BUSINESS, ids=lambda model: model.__name__)
def test_a_promise_of_the_database_bears_the_name_of_its_subject(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        assert constraint.name == constraint.name.lower()
        assert len(constraint.name) <= 63
