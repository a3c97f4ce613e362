"""What is stored about people and units. What *changes* them is an action in ``tasks_app``."""

from accounts.models.group import GroupMembership, UnitGroup
from accounts.models.post import Post, Role, UnitRoleGroup
from accounts.models.succession import UnitSuccession
from accounts.models.unit import Alias, Unit, UnitKind, UnitName
from accounts.models.user import User

__all__ = [
    "Alias",
    "GroupMembership",
    "Post",
    "Role",
    "Unit",
    "UnitGroup",
    "UnitKind",
    "UnitName",
    "UnitRoleGroup",
    "UnitSuccession",
    "User",
]
