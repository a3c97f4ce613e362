"""No blind writes: history listens to ``save()``, so whatever writes past it is listed here with its reason."""

import ast

from django.apps import apps

from tests.architecture.sources import Source, name_of, sources

PAST_HISTORY = {"update", "bulk_create", "bulk_update", "delete", "raw", "cursor", "execute", "executemany"}
MAKING = {"create", "get_or_create", "update_or_create"}
WITH_HISTORY = {model.__name__ for model in apps.get_models() if hasattr(model, "history")}

STEPS = "append-only: many steps at once"
CACHE = "next_step_on is the clock's cache, not history"
LEDGER = "the ledger: one statement with ON CONFLICT decides who fired"
OUTBOX = "the outbox: claimed and settled by compare-and-set, each try is an Attempt"
NOTICES = "notices are read and retracted where they stand; who retracted is a step"
RELATIONS = "permission rows: derived, and made equal to the lines"
NOT_A_TABLE = "no table: a mapping, a file or the importer's own run, which records"

ALLOWED: dict[tuple[str, str], str] = {
    ("carbonpeak/health.py", "connection.cursor"): "SELECT 1",
    ("carbonpeak/health.py", "cursor.execute"): "SELECT 1",
    ("carbonpeak/settings/production.py", "vars().update"): NOT_A_TABLE,
    ("tasks_app/actions/cycles.py", "StateChange.objects.bulk_create"): STEPS,
    ("tasks_app/actions/evidence.py", "default_storage.delete"): NOT_A_TABLE,
    ("tasks_app/actions/evidence.py", "digest.update"): NOT_A_TABLE,
    ("tasks_app/actions/inbox.py", "Notification.objects.filter().update"): NOTICES,
    ("tasks_app/actions/inbox.py", "Notification.objects.unread().filter().update"): NOTICES,
    ("tasks_app/actions/plan_rows.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/plan_shares.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/plan_units.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/recording.py", "row.delete"): "taken away with person and reason; history keeps it",
    ("tasks_app/actions/recording.py", "vars().update"): NOT_A_TABLE,
    ("tasks_app/actions/resending.py", "waiting.update"): OUTBOX,
    ("tasks_app/actions/retractions.py", "Message.objects.filter().exclude().update"): OUTBOX,
    ("tasks_app/actions/retractions.py", "Notification.objects.filter().update"): NOTICES,
    ("tasks_app/actions/submissions.py", "SubmittedForm.objects.filter().delete"): "old keys are forgotten",
    ("tasks_app/actions/sweeps.py", "Obligation.objects.bulk_create"): LEDGER,
    ("tasks_app/actions/sweeps.py", "UnitLine.objects.filter().update"): CACHE,
    ("tasks_app/actions/transition.py", "UnitLine.objects.filter().update"): CACHE,
    ("tasks_app/actions/work_items.py", "lines.update"): CACHE,
    ("tasks_app/notifications/delivery.py", "Message.objects.filter().update"): OUTBOX,
    ("tasks_app/notifications/delivery.py", "mine.update"): OUTBOX,
    ("tasks_app/notifications/last_look.py", "Message.objects.filter().update"): OUTBOX,
    ("tasks_app/notifications/last_look.py", "mine.update"): OUTBOX,
    ("tasks_app/notifications/notices.py", "Notification.objects.bulk_create"): OUTBOX,
    ("tasks_app/notifications/outbox.py", "Message.objects.bulk_create"): OUTBOX,
    ("tasks_app/notifications/outbox.py", "Notification.objects.filter().update"): OUTBOX,
    ("tasks_app/permissions/grants.py", "rows.objects.bulk_create"): RELATIONS,
    ("tasks_app/permissions/grants.py", "rows.objects.filter().delete"): RELATIONS,
    ("tasks_app/views/acting.py", "digest.update"): NOT_A_TABLE,
}
MADE_WITHOUT_A_PERSON: dict[tuple[str, str], str] = {
    ("tasks_app/actions/calendars.py", "CalendarYear.objects.select_for_update().get_or_create"): (
        "made empty under the race of two editors; the save that follows names the person"
    ),
    ("tasks_app/actions/outgoing.py", "Outgoing.objects.get_or_create"): "the one switch, made empty and unheld",
}
# The only files in which a row is saved by hand; everywhere else ``recording`` does it, with person and reason.
SAVING: dict[str, str] = {
    "accounts/models/user.py": "create_user, for the first account of an installation",
    "tasks_app/actions/recording.py": "the one place",
    "tasks_app/actions/transition.py": "a StateChange is appended",
    "tasks_app/actions/accounts.py": "a StateChange is appended",
    "tasks_app/actions/cycles.py": "a StateChange is appended",
    "tasks_app/actions/evidence.py": "a StateChange is appended",
    "tasks_app/actions/extensions.py": "a StateChange is appended",
    "tasks_app/actions/responsibilities.py": "a StateChange is appended",
    "tasks_app/actions/work_items.py": "a StateChange is appended",
    "tasks_app/actions/paper_steps.py": "a StateChange is appended",
    "tasks_app/actions/paper_proposals.py": "a person's decision in the ledger, with its step on the timeline",
    "tasks_app/actions/submissions.py": "a form's outcome, no business",
    "tasks_app/actions/moot_proposals.py": "what an act on a line makes of a proposal, with its step on the timeline",
    "tasks_app/actions/proposals.py": "a person's decision in the ledger, with its step on the timeline",
    "tasks_app/actions/retractions.py": "a person's decision in the ledger, with its step on the timeline",
    "tasks_app/documents/official/render.py": "a Word file, no row",
}
RECORDERS = ("recording", "run", "self.run", "default_storage")


def calls_of(source: Source, attributes: set[str]) -> set[tuple[str, str]]:
    """(path, dotted name) of every call of one of these attributes."""
    return {
        (source.path, name_of(call.func))
        for call in source.calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr in attributes
    }


def test_nothing_writes_past_the_history() -> None:
    found = {call for source in sources() for call in calls_of(source, PAST_HISTORY)}
    assert found - set(ALLOWED) == set()


def test_the_list_of_exceptions_has_no_dead_entries() -> None:
    found = {call for source in sources() for call in calls_of(source, PAST_HISTORY)}
    assert set(ALLOWED) - found == set()


def test_a_row_with_history_is_made_with_its_person() -> None:
    found = {
        (path, name)
        for source in sources()
        for path, name in calls_of(source, MAKING)
        if name.split(".")[0] in WITH_HISTORY
    }
    assert found == set(MADE_WITHOUT_A_PERSON)


def test_rows_are_saved_by_recording() -> None:
    found = {
        source.path
        for source in sources()
        for _, name in calls_of(source, {"save"})
        if name.removesuffix(".save") not in RECORDERS
    }
    assert found == set(SAVING)


def test_states_and_versions_are_set_by_one_door() -> None:
    """A calendar year's 已公布 and a ledger row's outcome are no machines; everything else moves by transition.py."""
    elsewhere = {
        "tasks_app/actions/transition.py",
        "tasks_app/actions/calendars.py",
        "tasks_app/actions/moot_proposals.py",
        "tasks_app/actions/proposals.py",
        "tasks_app/actions/retractions.py",
        "tasks_app/actions/plan_shares.py",
        "tasks_app/actions/responsibilities.py",
    }
    found = {source.path for source in sources("tasks_app") for target in targets_of(source) if is_state(target)}
    assert found == elsewhere


def targets_of(source: Source) -> list[ast.expr]:
    """Everything the file assigns to."""
    targets: list[ast.expr] = []
    for node in source.nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                targets += target.elts if isinstance(target, ast.Tuple) else [target]
        elif isinstance(node, ast.AugAssign):
            targets.append(node.target)
    return targets


def is_state(target: ast.expr) -> bool:
    """Whether this assigns a row's state or version."""
    return isinstance(target, ast.Attribute) and target.attr in ("state", "version")
