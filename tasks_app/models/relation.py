"""Relation rows: guardian's direct-foreign-key tables say how a unit-role group stands to an item or a line.

They are given to unit-role groups only and kept equal to the lines by ``permissions.grants``. Membership is a
question, not a table: an Actor asks which post is in force on the day and for its group, and :func:`held_by` finds
the rows of that group.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Q, Subquery
from guardian.models import GroupObjectPermissionBase

from accounts.actor import Actor


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


class PaperServiceRelation(GroupObjectPermissionBase):
    """``addressed``: the paper was sent to the unit. No history: derived, append and delete."""

    content_object = models.ForeignKey("tasks_app.PaperService", models.CASCADE, related_name="relations")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        verbose_name = "公文送达关系"


def held_by(actor: Actor, rows: type[GroupObjectPermissionBase], relations: Iterable[str]) -> "models.QuerySet[Any]":
    """The relation rows of these codenames that the actor's group holds; none for whoever wears no post in force.

    The group is a plain number here, so that the planner knows how many rows it holds. A relation is looked up once
    in a statement: joined to its name, each of the rows asked about would look it up again.
    """
    if actor.group is None:
        return rows.objects.none()
    named = [Q(permission=_number_of(relation)) for relation in relations]
    return rows.objects.filter(reduce(or_, named, Q(pk__in=[])), group=actor.group)


def _number_of(relation: str) -> Subquery:
    return Subquery(Permission.objects.filter(codename=relation).order_by().values("pk")[:1])
