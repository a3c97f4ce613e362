"""What people answered about the units of a plan, remembered: the next plan that writes a unit so raises no doubt."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actor import Actor
from accounts.models import Alias, Unit, UnitGroup, UnitName
from tasks_app.actions import recording
from tasks_app.actions.known_units import registry_of
from tasks_app.domain.plan_questions import Answer
from tasks_app.importing.answers import answered
from tasks_app.importing.registry import UnitRegistry, spelling
from tasks_app.models import Plan

WHY = "导入方案时对单位名称的答复"


def registry_with(answers: Iterable[Answer], jurisdiction: str) -> UnitRegistry:
    """Everybody known in a jurisdiction, and what the answers add."""
    return answered(registry_of(jurisdiction), answers)


def remember(answers: Iterable[Answer], plan: Plan, *, by: Actor, at: datetime) -> list[Alias]:
    """Keeps each answer as an alias (别名) of its unit or group, where the unit stands in the house and the spelling is
    nobody's name yet. The caller has the plan locked."""
    of = {"jurisdiction": plan.jurisdiction}
    units = {name.text: name.unit for name in UnitName.objects.filter(unit__jurisdiction=plan.jurisdiction)}
    units |= {unit.name: unit for unit in Unit.objects.filter(**of)}
    groups = {group.name: group for group in UnitGroup.objects.filter(**of)}
    taken = {spelling(text) for text in (*units, *groups)}
    taken |= {spelling(text) for text in Alias.objects.filter(**of, ends_on=None).values_list("text", flat=True)}
    since = plan.issued_on or at.date()
    rows = []
    for answer in answers:
        text, unit = answer.question.text, units.get(answer.name)
        group = None if unit else groups.get(answer.name)
        if (unit or group) and spelling(text) not in taken:
            taken.add(spelling(text))
            rows.append(Alias(text=text, unit=unit, group=group, starts_on=since, **of))
    return recording.create_many(rows, by=by, at=at, why=WHY)
