"""Putting a policy in force (启用督办规则). A new version moves unfired steps only; nothing fires twice."""

import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import ask_all_again
from tasks_app.domain.access import Verb
from tasks_app.domain.facts import SubjectKind
from tasks_app.domain.policy import Policy
from tasks_app.domain.policy_faults import faults_of
from tasks_app.domain.policy_reading import read_policy
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.models import PolicyVersion
from tasks_app.permissions import checks

LONGEST_BASIS = 200
EXISTS = "{version}或更新的版本已经存在（{who}启用），请与之比较后使用新的版本号。"
BASIS_TOO_LONG = f"依据不应超过 {LONGEST_BASIS} 个字。"
IN_THE_PAST = "施行日期不能早于今天（{today:%Y-%m-%d}）：已经过去的日子按当时的规则办理，不能改写。"


def default_rules() -> dict[str, Any]:
    """The default policy, as the fixture has it."""
    path = settings.BASE_DIR / "fixtures" / "policy" / "default.json"
    rules: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return rules


def with_rules_for_targets(version: PolicyVersion, *, number: int, starts_on: date) -> dict[str, Any]:
    """The rules of a version with the default ones for the figures of targets, as a file to compare and put in force.

    A code that is taken gets another: no default rule for targets is the ground of another one.
    """
    taken = {rule["code"] for rule in version.rules}
    added = [rule for rule in default_rules()["rules"] if rule["about"] == SubjectKind.TARGET]
    for rule in added:
        rule["code"] += "-T" if rule["code"] in taken else ""
    return {
        "version": number,
        "title": version.title,
        "starts_on": starts_on.isoformat(),
        "rules": [*version.rules, *added],
    }


@transaction.atomic
def put_in_force(data: object, *, basis: str, by: Actor, at: datetime) -> PolicyVersion:
    """Stores a version that holds from its start day, and asks the clock to look at every open line again.

    Only the installation itself may enter a version that has started already: people decide for days to come.
    Raises NotAllowed, NotNow where the version exists already, or Invalid naming every fault of the rules.
    """
    if not by.is_clock:
        checks.require(by, Verb.PUT_POLICY_IN_FORCE)
    policy = checked(data)
    today = timezone.localdate(at)
    if policy.starts_on < today and not by.is_clock:
        raise Invalid({"starts_on": IN_THE_PAST.format(today=today)})
    if len(basis) > LONGEST_BASIS:
        raise Invalid({"basis": BASIS_TOO_LONG})
    newest = PolicyVersion.objects.select_related("put_in_force_by__user").filter(version__gte=policy.version).first()
    if newest:
        raise NotNow(EXISTS.format(version=newest, who=_put_by(newest)))
    version = PolicyVersion(
        version=policy.version,
        title=policy.title,
        starts_on=policy.starts_on,
        rules=data["rules"],  # type: ignore[index]  # read_policy has found it to be an object
        basis=on_one_line(basis),
        put_in_force_at=at,
        put_in_force_by=by.post,
    )
    recording.save(version, by=by, at=at, why="启用督办规则")
    ask_all_again(at=at)
    return version


def _put_by(version: PolicyVersion) -> str:
    who = version.put_in_force_by.user.full_name if version.put_in_force_by else "系统"
    return f"{who}于{timezone.localtime(version.put_in_force_at):%m月%d日 %H:%M}"


def checked(data: object) -> Policy:
    """The policy that a file holds. Raises Invalid, naming every part that cannot be read, or every fault."""
    policy = read_policy(data)
    faults = faults_of(policy)
    if faults:
        raise Invalid({f"rule_{place}": fault for place, fault in enumerate(faults)})
    return policy


def seed_default(*, by: Actor, at: datetime) -> PolicyVersion:
    """The version in force, putting the default one in force where there is none yet."""
    known = PolicyVersion.objects.first()
    return known or put_in_force(default_rules(), basis="系统默认，待办公室核定", by=by, at=at)
