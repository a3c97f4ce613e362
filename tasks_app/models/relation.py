"""Relation rows: guardian's direct-foreign-key tables say how a unit-role group stands to an item or a line.

They are given to unit-role groups only and kept equal to the lines by ``permissions.grants``. Membership is a
question, not a table: :func:`held_by` joins the rows to the post in force on the day.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Subquery
from guardian.models import GroupObjectPermissionBase

from accounts.actor import Actor
from accounts.models import UnitRoleGroup


class WorkItemRelation(GroupObjectPermissionBase):
    """``lead_item`` or ``support_item``: the unit has a line on this item. No history: derived, append and delete."""

    content_object = models.ForeignKey("tasks_app.WorkItem", models.CASCADE, related_name="relations")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        verbose_name = "年度任务关系"


class UnitLineRelation(GroupObjectPermissionBase):
    """``own_line``: the line is the unit's own part. No history: derived, append and delete."""

    content_object = models.ForeignKey("tasks_app.UnitLine", models.CASCADE, related_name="relations")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        verbose_name = "承办事项关系"


def held_by(actor: Actor, rows: type[GroupObjectPermissionBase], relations: Iterable[str]) -> "models.QuerySet[Any]":
    """The relation rows of these codenames that the actor's post holds on the actor's day.

    The group and the permissions are scalar subqueries, so that the planner can walk a list in its order and probe
    the unique index row by row.
    """
    if actor.post is None:
        return rows.objects.none()
    group = UnitRoleGroup.of_post(actor.post, actor.on)[:1]
    return rows.objects.filter(group_id=Subquery(group), permission__codename__in=tuple(relations))
