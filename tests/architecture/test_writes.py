"""No blind writes: history listens to ``save()``, so whatever writes past it is listed here with its reason."""

import ast

import pytest
from django.apps import apps

from tests.architecture.sources import Source, name_of, sources


def also_async(*names: str) -> set[str]:
    """These methods of a manager, and their twins that are awaited."""
    return {*names, *(f"a{name}" for name in names)}


PAST_HISTORY = also_async("update", "bulk_create", "bulk_update", "delete", "raw", "cursor", "execute", "executemany")
MAKING = also_async("create", "get_or_create", "update_or_create")
RELATING = also_async("add", "set", "clear", "remove")
SAVE = also_async("save")
APPEND_ONLY = {model.__name__ for model in apps.get_models() if not hasattr(model, "history")}

STEPS = "append-only: many steps at once"
CACHE = "next_step_on is the clock's cache, not history"
APPENDED = "ledger and notices, append-only: one statement with ON CONFLICT decides who was first"
COUNTED = "reads: several counts in one SELECT"
TOGETHER = "reads several querysets, and writes nothing"
OUTBOX = "the outbox: claimed and settled by compare-and-set, each try is an Attempt"
NOTICES = "notices are read and retracted where they stand; who retracted is a step"
HEALED = "an alarm about stored bytes notes when they were whole again"
TURNED = "a notice whose person left is withdrawn where it stands: when and why are in the row"
RELATIONS = "permission rows: derived, and made equal to the lines"
NOT_A_TABLE = "no table: a mapping, a file or the importer's own run, which records"
ONCE = "no history: a link or a code is used once, by compare-and-set; the act is a step of the account"
PATIENCE = "how long a transaction waits, no row"

ALLOWED: dict[tuple[str, str], str] = {
    ("accounts/entering.py", "untold.update"): "told at this login: no history, the notice itself stays",
    ("carbonpeak/health.py", "connection.cursor"): "SELECT 1",
    ("carbonpeak/health.py", "cursor.execute"): "SELECT 1",
    ("carbonpeak/settings/production.py", "vars().update"): NOT_A_TABLE,
    ("tasks_app/actions/account_steps.py", "Invitation.objects.open().filter().update"): ONCE,
    ("tasks_app/actions/activation.py", "Invitation.objects.live().filter().update"): ONCE,
    ("tasks_app/actions/cycles.py", "StateChange.objects.bulk_create"): STEPS,
    ("tasks_app/actions/office_reminders.py", "StateChange.objects.bulk_create"): STEPS,
    ("tasks_app/actions/evidence.py", "default_storage.delete"): NOT_A_TABLE,
    ("tasks_app/actions/evidence.py", "digest.update"): NOT_A_TABLE,
    ("tasks_app/actions/inbox.py", "Notification.objects.filter().update"): NOTICES,
    ("tasks_app/actions/inbox.py", "Notification.objects.unread().filter().update"): NOTICES,
    ("tasks_app/actions/plan_measures.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/plan_rows.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/plan_shares.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/plan_targets.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/plan_units.py", "self.run.update"): NOT_A_TABLE,
    ("tasks_app/actions/plan_upload_jobs.py", "PlanUpload.objects.filter().update"): "how far the job is, for its bar",
    ("tasks_app/actions/recording.py", "row.delete"): "taken away with person and reason; history keeps it",
    ("tasks_app/actions/recording.py", "vars().update"): NOT_A_TABLE,
    ("tasks_app/actions/resending.py", "waiting.update"): OUTBOX,
    ("tasks_app/actions/retractions.py", "Message.objects.filter().exclude().update"): OUTBOX,
    ("tasks_app/actions/retractions.py", "Notification.objects.filter().update"): NOTICES,
    ("tasks_app/actions/second_factors.py", "RecoveryCode.objects.bulk_create"): ONCE,
    ("tasks_app/actions/second_factors.py", "factor.recovery_codes.filter().update"): ONCE,
    ("tasks_app/actions/second_factors.py", "unused.update"): ONCE,
    ("tasks_app/actions/stored_bytes.py", "FileAlarm.objects.open().filter().update"): HEALED,
    ("tasks_app/actions/stored_bytes.py", "digest.update"): NOT_A_TABLE,
    ("tasks_app/actions/submissions.py", "SubmittedForm.objects.filter().delete"): "old keys are forgotten",
    ("tasks_app/actions/sweeps.py", "UnitLine.objects.filter().update"): CACHE,
    ("tasks_app/actions/transition.py", "UnitLine.objects.filter().update"): CACHE,
    ("tasks_app/actions/work_items.py", "lines.update"): CACHE,
    ("tasks_app/management/commands/import_plan.py", "connection.cursor"): PATIENCE,
    ("tasks_app/management/commands/import_plan.py", "cursor.execute"): PATIENCE,
    ("tasks_app/models/appending.py", "connection.cursor"): APPENDED,
    ("tasks_app/models/appending.py", "cursor.execute"): APPENDED,
    ("tasks_app/actions/submissions.py", "SubmittedForm.objects.filter().update"): "a form's outcome, no business",
    ("tasks_app/models/together.py", "connection.cursor"): TOGETHER,
    ("tasks_app/models/together.py", "cursor.execute"): TOGETHER,
    ("tasks_app/models/counting.py", "connection.cursor"): COUNTED,
    ("tasks_app/models/counting.py", "cursor.execute"): COUNTED,
    ("tasks_app/notifications/delivery.py", "Message.objects.filter().update"): OUTBOX,
    ("tasks_app/notifications/delivery.py", "Attempt.objects.bulk_create"): OUTBOX,
    ("tasks_app/notifications/delivery.py", "given_up.update"): OUTBOX,
    ("tasks_app/notifications/delivery.py", "mine.update"): OUTBOX,
    ("tasks_app/notifications/last_look.py", "Message.objects.filter().update"): OUTBOX,
    ("tasks_app/notifications/last_look.py", "mine.update"): OUTBOX,
    ("tasks_app/notifications/outbox.py", "Message.objects.bulk_create"): OUTBOX,
    ("tasks_app/notifications/outbox.py", "Notification.objects.filter().update"): OUTBOX,
    ("tasks_app/notifications/readdressing.py", "Notification.objects.filter().update"): TURNED,
    ("tasks_app/notifications/topics.py", "Notification.objects.filter().update"): TURNED,
    ("tasks_app/permissions/grants.py", "rows.objects.bulk_create"): RELATIONS,
    ("tasks_app/permissions/grants.py", "rows.objects.filter().delete"): RELATIONS,
    ("tasks_app/views/acting.py", "digest.update"): NOT_A_TABLE,
}
A_SET = "a set in memory"
XML = "an element or an attribute of a Word file"
# What is made, or put into a relation, by hand: everything but append-only tables, which have no history to miss.
MADE_BY_HAND: dict[tuple[str, str], str] = {
    ("tasks_app/actions/calendars.py", "CalendarYear.objects.select_for_update().get_or_create"): (
        "made empty under the race of two editors; the save that follows names the person"
    ),
    ("tasks_app/actions/carrying_over.py", "….add"): A_SET,
    ("tasks_app/actions/lines_of_issue.py", "named.add"): A_SET,
    ("tasks_app/actions/lines_of_issue.py", "named.setdefault().add"): A_SET,
    ("tasks_app/notifications/year_notices.py", "waiting.setdefault().add"): A_SET,
    ("tasks_app/actions/mandates.py", "mandate.units.set"): "its history follows the relation (m2m_fields), same act",
    ("tasks_app/actions/outgoing.py", "Outgoing.objects.get_or_create"): "the one switch, made empty and unheld",
    ("tasks_app/actions/plan_rows.py", "self.shares.create"): "the importer's own run, which records",
    ("tasks_app/actions/plan_answers.py", "taken.add"): A_SET,
    ("tasks_app/actions/report_drafts.py", "evidence.remove"): "the act, which records",
    ("tasks_app/dashboards/clock_reading.py", "books.refused.add"): A_SET,
    ("tasks_app/dashboards/late_members.py", "seen.add"): A_SET,
    ("tasks_app/dashboards/passing_on.py", "seen.add"): A_SET,
    ("tasks_app/permissions/grants.py", "units.add"): A_SET,
    ("tasks_app/views/leads.py", "task_units.add"): "the act, which records",
    ("tasks_app/documents/official/render.py", "section._sectPr.remove"): XML,
    ("tasks_app/documents/official/word/elements.py", "made.set"): XML,
    ("tasks_app/documents/official/word/elements.py", "written.set"): XML,
    ("tasks_app/documents/official/word/heads.py", "holder.remove"): XML,
    ("tasks_app/documents/official/word/styles.py", "style.set"): XML,
    ("tasks_app/documents/official/word/styles.py", "styles.remove"): XML,
    ("tasks_app/domain/policy_reachability.py", "seen.add"): A_SET,
    ("tasks_app/forms/period_sheet.py", "overtaken.add"): A_SET,
    ("tasks_app/importing/carrying.py", "self.carried.add"): A_SET,
    ("tasks_app/importing/files/archive.py", "element.clear"): XML,
    ("tasks_app/importing/files/sheet.py", "sheet.goes_on.add"): A_SET,
    ("tasks_app/importing/files/word.py", "self.text.seen.add"): A_SET,
    ("tasks_app/importing/files/word_text.py", "self.seen.add"): A_SET,
    ("tasks_app/importing/numbering.py", "seen.add"): A_SET,
    ("tasks_app/importing/unit_doubts.py", "seen.add"): A_SET,
    ("tasks_app/permissions/authors.py", "….add"): A_SET,
    ("tasks_app/permissions/authors.py", "….clear"): A_SET,
    ("tasks_app/permissions/authors.py", "writers.add"): A_SET,
}
STEP = "a StateChange is appended"
DECIDED = "a person's decision in the ledger, with its step on the timeline"
# The only rows that are saved by hand; everything else ``recording`` saves, with person and reason.
SAVED_BY_HAND: dict[tuple[str, str], str] = {
    ("tasks_app/actions/account_steps.py", "step.save"): STEP,
    ("tasks_app/actions/activation.py", "link.save"): ONCE,
    (
        "tasks_app/actions/second_factors.py",
        "factor.save",
    ): "counters and a seed, no history; what a person did is a step",
    ("tasks_app/actions/comments.py", "step.save"): STEP,
    ("tasks_app/actions/appointments.py", "step.save"): STEP,
    ("tasks_app/actions/cycles.py", "step.save"): STEP,
    ("tasks_app/actions/year_imports.py", "step.save"): STEP,
    ("tasks_app/actions/consultations.py", "step.save"): STEP,
    ("tasks_app/actions/evidence.py", "step.save"): STEP,
    ("tasks_app/actions/extensions.py", "step.save"): STEP,
    ("tasks_app/actions/instructions.py", "step.save"): STEP,
    ("tasks_app/actions/line_cases.py", "step.save"): STEP,
    ("tasks_app/actions/line_heirs.py", "step.save"): STEP,
    ("tasks_app/actions/line_successors.py", "step.save"): STEP,
    ("tasks_app/actions/task_units.py", "step.save"): STEP,
    ("tasks_app/actions/follow_ups.py", "step.save"): STEP,
    ("tasks_app/actions/handing_over.py", "step.save"): STEP,
    ("tasks_app/actions/late_members.py", "step.save"): STEP,
    ("tasks_app/actions/handovers.py", "step.save"): STEP,
    ("tasks_app/actions/leaves.py", "step.save"): STEP,
    ("tasks_app/actions/people.py", "step.save"): STEP,
    ("tasks_app/actions/posts.py", "step.save"): STEP,
    ("tasks_app/actions/moot_proposals.py", "row.save"): "what an act on a line makes of a proposal, with its step",
    ("tasks_app/actions/paper_proposals.py", "row.save"): DECIDED,
    ("tasks_app/actions/paper_steps.py", "change.save"): STEP,
    ("tasks_app/actions/proposals.py", "proposal.save"): DECIDED,
    ("tasks_app/actions/plan_uploads.py", "first.save"): STEP,
    ("tasks_app/actions/recording.py", "row.save"): "the one place",
    ("tasks_app/actions/responsibilities.py", "step.save"): STEP,
    ("tasks_app/actions/retractions.py", "row.save"): DECIDED,
    ("tasks_app/actions/successions.py", "step.save"): STEP,
    ("tasks_app/actions/transition.py", "step.save"): STEP,
    ("tasks_app/actions/work_items.py", "step.save"): STEP,
    ("tasks_app/documents/official/render.py", "document.save"): "a Word file, no row",
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


def made_by_hand(source: Source) -> set[tuple[str, str]]:
    """What this file makes or relates, also through a relation (``cycle.periods.create``), past ``recording``."""
    return {
        (path, name)
        for path, name in calls_of(source, MAKING | RELATING)
        if name.split(".")[0] not in APPEND_ONLY and name.rpartition(".")[0] not in RECORDERS
    }


def saved_by_hand(source: Source) -> set[tuple[str, str]]:
    """What this file saves past ``recording``."""
    return {(path, name) for path, name in calls_of(source, SAVE) if name.rpartition(".")[0] not in RECORDERS}


def test_a_row_with_history_is_made_with_its_person() -> None:
    assert {call for source in sources() for call in made_by_hand(source)} == set(MADE_BY_HAND)


def test_rows_are_saved_by_recording() -> None:
    assert {call for source in sources() for call in saved_by_hand(source)} == set(SAVED_BY_HAND)


@pytest.mark.parametrize(
    "planted",
    [
        "UnitLine.objects.filter(pk=1).update(state='done')",
        "await UnitLine.objects.filter(pk=1).aupdate(state='done')",
        "Cycle.objects.create(year=2026)",
        "cycle.periods.create(order=1)",
        "plan.headings.get_or_create(name='能源')",
        "await plan.headings.aget_or_create(name='能源')",
        "group.members.add(unit)",
        "group.members.clear()",
        "mandate.units.set([unit])",
        "mandate.units.remove(unit)",
        "cycle.save()",
        "Cycle(year=2026).save()",
        "await cycle.asave()",
        "cycle.delete()",
    ],
)
def test_a_blind_write_is_found_wherever_it_is_planted(planted: str) -> None:
    """Also beside a write of the same file that is allowed."""
    source = Source("tasks_app/actions/cycles.py", planted, ast.parse(planted))
    found = calls_of(source, PAST_HISTORY) | made_by_hand(source) | saved_by_hand(source)
    assert len(found - set(ALLOWED) - set(MADE_BY_HAND) - set(SAVED_BY_HAND)) == 1


@pytest.mark.parametrize("recorded", ["recording.save(cycle, by=by, at=at, why='')", "Look.objects.create(at=at)"])
def test_what_is_recorded_or_append_only_is_no_blind_write(recorded: str) -> None:
    source = Source("tasks_app/actions/cycles.py", recorded, ast.parse(recorded))
    assert made_by_hand(source) | saved_by_hand(source) == set()


def test_states_and_versions_are_set_by_one_door() -> None:
    """A calendar year's 已公布 and a ledger row's outcome are no machines; everything else moves by transition.py."""
    elsewhere = {
        "tasks_app/actions/transition.py",
        "tasks_app/actions/calendars.py",
        "tasks_app/actions/moot_proposals.py",
        "tasks_app/actions/proposals.py",
        "tasks_app/actions/retractions.py",
        "tasks_app/actions/plan_shares.py",
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
