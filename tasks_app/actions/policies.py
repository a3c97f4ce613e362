"""Putting a policy in force (启用督办规则). A new version moves unfired steps only; nothing fires twice."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import ask_all_again
from tasks_app.domain.access import Verb
from tasks_app.domain.policy import Policy, policy_from
from tasks_app.domain.policy_faults import faults_of
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.models import PolicyVersion
from tasks_app.permissions import checks

UNREADABLE = "规则文件无法识别：{reason}。请对照默认规则逐项核对。"


def default_rules() -> dict[str, Any]:
    """The default policy, as the fixture has it."""
    path = settings.BASE_DIR / "fixtures" / "policy" / "default.json"
    rules: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return rules


@transaction.atomic
def put_in_force(data: Mapping[str, Any], *, basis: str, by: Actor, at: datetime) -> PolicyVersion:
    """Stores a version that holds from its start day, and asks the clock to look at every open line again.

    Raises NotAllowed, NotNow where the version exists already, or Invalid naming every fault of the rules.
    """
    if not by.is_clock:
        checks.require(by, Verb.PUT_POLICY_IN_FORCE)
    policy = checked(data)
    if PolicyVersion.objects.filter(version__gte=policy.version).exists():
        raise NotNow(f"第 {policy.version} 版规则或更新的版本已经存在，请使用新的版本号。")
    version = PolicyVersion(
        version=policy.version,
        title=policy.title,
        starts_on=policy.starts_on,
        rules=data["rules"],
        basis=basis,
        put_in_force_at=at,
        put_in_force_by=by.post,
    )
    recording.save(version, by=by, at=at, why="启用督办规则")
    ask_all_again(at=at)
    return version


def checked(data: Mapping[str, Any]) -> Policy:
    """The policy that a file holds. Raises Invalid, naming what cannot be read, or every fault of the rules."""
    try:
        policy = policy_from(data)
    except KeyError as error:
        raise Invalid({"rules": UNREADABLE.format(reason=f"缺少或写错 {error}")}) from None
    except (AttributeError, OverflowError, TypeError, ValueError) as error:
        raise Invalid({"rules": UNREADABLE.format(reason=error)}) from None
    faults = faults_of(policy)
    if faults:
        raise Invalid({f"rule_{place}": fault for place, fault in enumerate(faults)})
    return policy


def seed_default(*, by: Actor, at: datetime) -> PolicyVersion:
    """The version in force, putting the default one in force where there is none yet."""
    known = PolicyVersion.objects.first()
    return known or put_in_force(default_rules(), basis="系统默认，待办公室核定", by=by, at=at)
