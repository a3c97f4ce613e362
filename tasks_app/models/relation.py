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
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import BooleanField, Expression, F, Q, Subquery
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


class Holds(Expression):
    """The condition that an actor's group holds one of these relations to the row at ``path``, within any query.

    It says what ``Exists(held_by(…).filter(content_object=OuterRef(path)))`` says, and writes its SQL at once: a page
    asks at twenty places, and Django building, resolving and compiling each anew was half of the time of a unit's page.
    ``as_value`` asks for the row itself (``models.sight.line_owned`` tells why).
    """

    output_field = BooleanField()

    def __init__(
        self,
        actor: Actor,
        rows: type[GroupObjectPermissionBase],
        relations: Iterable[str],
        path: str,
        *,
        as_value: bool = False,
    ) -> None:
        super().__init__()
        self.rows, self.group, self.relations, self.as_value = rows, actor.group, tuple(relations), as_value
        self.at: Any = F(path)

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two of them the same; Django would bind the arguments of each to learn it."""
        return type(self), self.rows, self.group, self.relations, self.at, self.as_value

    def get_source_expressions(self) -> list[Any]:
        """The row that is asked about: Django resolves it, and renames it within other queries."""
        return [self.at]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take what became of it."""
        (self.at,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A probe of one relation row; the number of a relation is looked up once in a statement."""
        if self.group is None or not self.relations:
            raise EmptyResultSet
        at, params = compiler.compile(self.at)
        number = f"SELECT id FROM {Permission._meta.db_table} WHERE codename = %s LIMIT 1"  # noqa: S608
        named = " OR ".join(f"held.permission_id = ({number})" for _ in self.relations)
        of_row = f"held.content_object_id = {at} AND held.group_id = %s AND ({named})"
        rows = f"FROM {self.rows._meta.db_table} held WHERE {of_row}"
        asked = (
            f"(SELECT held.content_object_id {rows} LIMIT 1) IS NOT NULL"
            if self.as_value
            else f"EXISTS (SELECT 1 {rows})"
        )
        return asked, (*params, self.group, *self.relations)
