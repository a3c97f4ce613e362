"""The office's kin (办公室及其归口单位): the office, its host and its guests. A group leader decides about them."""

from django.db.models import Q, QuerySet

from accounts.models import Unit, UnitKind


def kin_of_office() -> "QuerySet[Unit]":
    """All of them: the SQL twin of ``domain.conflicts.are_entangled`` with an office."""
    office = UnitKind.COORDINATION
    return Unit.objects.filter(Q(kind=office) | Q(guests__kind=office) | Q(hosted_by__kind=office))


def is_kin_of_office(unit: int) -> bool:
    """Whether the unit with this id is one of them."""
    return kin_of_office().filter(pk=unit).exists()
