"""House rules that nobody has to be reminded of."""

import ast
import re
from collections.abc import Callable

from tasks_app.domain.machines import KIND_WORDS, MACHINE_OF
from tests.architecture.sources import Source, name_of, sources

MOST_LINES = 250
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "lib", "base_views"}
LAYERS = ("domain", "models", "permissions", "actions", "dashboards", "documents", "importing")
DJANGO_S_OWN = {"Meta", "delete", "save", "clean", "ready", "get_queryset"}
WRITING = {"save", "bulk_create", "bulk_update", "select_for_update", "get_or_create", "update_or_create"}

# Guardian's and Django's own ways of asking: membership and rights are asked of posts and of domain/access.py.
OTHER_WAYS_TO_ASK = {
    "has_perm",
    "has_perms",
    "has_module_perms",
    "get_all_permissions",
    "get_group_permissions",
    "get_objects_for_user",
    "get_objects_for_group",
    "get_perms",
    "get_users_with_perms",
    "assign_perm",
    "remove_perm",
    "ObjectPermissionChecker",
    "permission_required",
    "PermissionRequiredMixin",
    "user_permissions",
    "is_staff",
    "is_superuser",
}
MAY_SAY_SO = {("accounts/models/user.py", "is_superuser")}

# Where the clock is read; below these, time is an argument.
READS_THE_CLOCK = {
    "accounts/middleware.py",
    "carbonpeak/health.py",
    "tasks_app/jobs.py",
    "tasks_app/management/commands/appoint.py",
    "tasks_app/management/commands/hold_outgoing.py",
    "tasks_app/management/commands/import_people.py",
    "tasks_app/management/commands/import_plan.py",
    "tasks_app/management/commands/import_year.py",
    "tasks_app/management/commands/load_demo.py",
    "tasks_app/management/commands/put_policy_in_force.py",
    "tasks_app/management/commands/rehearse.py",
    "tasks_app/management/commands/set_up.py",
    "tasks_app/management/commands/sweep.py",
    "tasks_app/views/gallery.py",
}
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
}


def faults(rule: Callable[[Source], object], *folders: str) -> dict[str, object]:
    """What a rule finds in each file, by path; empty where all keep to it."""
    return {source.path: found for source in sources(*folders) if (found := rule(source))}


def test_rights_are_asked_of_one_table() -> None:
    def other_ways(source: Source) -> set[str]:
        named = {node.attr for node in source.nodes if isinstance(node, ast.Attribute)}
        named |= {node.id for node in source.nodes if isinstance(node, ast.Name)}
        imports = [node for node in source.nodes if isinstance(node, ast.ImportFrom)]
        named |= {alias.name for node in imports for alias in node.names}
        return {name for name in named & OTHER_WAYS_TO_ASK if (source.path, name) not in MAY_SAY_SO}

    assert faults(other_ways) == {}


def test_membership_is_a_question_not_a_table() -> None:
    """Nobody reads ``user.groups``: who is in a unit-role group follows from the posts in force."""

    def asked_of_groups(source: Source) -> list[str]:
        asked = {name_of(node) for node in source.nodes if isinstance(node, ast.Attribute)}
        return [name for name in asked if re.search(r"user\.groups$|\.groups\.(all|filter|add|set|remove)$", name)]

    assert faults(asked_of_groups) == {}
    assert faults(lambda source: re.findall(r"user__groups|groups__user", source.text)) == {}


def test_imports_stand_at_the_top() -> None:
    def inner(source: Source) -> list[str]:
        return [
            function.name
            for function in source.functions()
            if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
        ]

    assert faults(inner) == {}


def test_no_signals() -> None:
    """What happens is written where it happens: an action says what follows from it."""

    def signals(source: Source) -> set[str]:
        modules = {node.module or "" for node in source.nodes if isinstance(node, ast.ImportFrom)}
        return {module for module in modules if re.match(r"django\..*(signals|dispatch)$", module)}

    assert faults(signals) == {}


def test_a_file_is_read_in_one_sitting() -> None:
    def too_many(source: Source) -> int:
        lines = [line for line in source.text.splitlines() if line.strip() and not line.strip().startswith("#")]
        return len(lines) if len(lines) > MOST_LINES else 0

    assert faults(too_many) == {}


def test_a_file_is_named_after_its_subject() -> None:
    assert faults(lambda source: VAGUE & set(source.path.removesuffix(".py").split("/"))) == {}


def test_time_is_an_argument() -> None:
    def reads(source: Source) -> set[str]:
        bare = {name_of(call.func) for call in source.calls() if not (call.args or call.keywords)}
        return bare & CLOCKS

    assert set(faults(reads)) <= READS_THE_CLOCK


def test_the_rules_are_pure() -> None:
    """No query, no request, no clock, no file; of Django only the words of a choice."""

    def impure(source: Source) -> list[str]:
        imports = [node for node in source.nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        modules = {getattr(node, "module", None) or node.names[0].name: node.names for node in imports}
        from_django = [name for name in modules if name.startswith(("django", "accounts", "celery"))]
        words = [alias.name for alias in modules.get("django.db.models", []) if alias.name != "TextChoices"]
        called = {name_of(call.func) for call in source.calls()} & {"open", "print", *CLOCKS}
        return [*(name for name in from_django if name != "django.db.models"), *words, *called]

    assert faults(impure, "tasks_app/domain") == {}


def test_public_things_say_what_they_are_for() -> None:
    def silent(source: Source) -> list[str]:
        holders = [node for node in source.nodes if isinstance(node, ast.ClassDef | ast.Module)]
        things = [
            node for holder in holders for node in holder.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        public = [node for node in things if not node.name.startswith("_") and node.name not in DJANGO_S_OWN]
        return [node.name for node in public if not ast.get_docstring(node)]

    assert faults(silent, "accounts", *(f"tasks_app/{layer}" for layer in LAYERS)) == {}


def test_a_file_says_what_it_is_for() -> None:
    assert set(faults(lambda source: source.text and not ast.get_docstring(source.tree))) <= {
        "accounts/apps.py",
        "tasks_app/apps.py",
        "carbonpeak/__init__.py",
    }


def test_who_and_when_go_by_keyword() -> None:
    """``reports.approve(report, by=actor, at=now)`` reads aloud; ``approve(report, actor, now)`` does not."""

    def mumbled(source: Source) -> list[str]:
        public = [function for function in source.functions() if not function.name.startswith("_")]
        return [
            function.name for function in public if {argument.arg for argument in function.args.args[1:]} & {"by", "at"}
        ]

    assert faults(mumbled, "tasks_app/actions") == {}


def test_one_function_raises_versions() -> None:
    """What makes pages stale is counted up in one place: ``actions.transition.raise_version``."""

    def raises(source: Source) -> list[str]:
        counted = (node.target for node in source.nodes if isinstance(node, ast.AugAssign))
        return [name_of(target) for target in counted if name_of(target).endswith(".version")]

    assert faults(raises) == {"tasks_app/actions/transition.py": ["subject.version"]}


def test_pages_leave_writing_to_actions() -> None:
    """A page finds, asks and redirects: it locks nothing and saves nothing."""

    def writes(source: Source) -> set[str]:
        return {call.func.attr for call in source.calls() if isinstance(call.func, ast.Attribute)} & WRITING

    assert faults(writes, "tasks_app/views", "tasks_app/forms", "tasks_app/presenters", "tasks_app/dashboards") == {}


def kinds_written(source: Source) -> set[str]:
    """The kinds of subject that steps of this file are of, where they are no machine's."""
    makers = ("step_by", "StateChange", "StateChange.objects.create")
    words = (word for call in source.calls() if name_of(call.func) in makers for word in call.keywords)
    return {word.value.value for word in words if word.arg == "kind" and isinstance(word.value, ast.Constant)}


def test_every_kind_of_subject_has_a_word_for_the_books() -> None:
    """The audit page says 重点任务 12, and not ``task 12``."""
    written = {kind for source in sources("tasks_app") for kind in kinds_written(source)}
    assert written >= {"line", "task", "account"}
    assert written - set(KIND_WORDS) == set()
    assert set(KIND_WORDS) == written | set(MACHINE_OF)
