"""What is stored about people and units. What *changes* them is an action in ``tasks_app``."""

from accounts.models.appointment import Appointment
from accounts.models.group import GroupMembership, UnitGroup
from accounts.models.invitation import Invitation
from accounts.models.leave import Leave
from accounts.models.post import Post, PostKind, Role, UnitRoleGroup
from accounts.models.second_factor import RecoveryCode, SecondFactor, SecurityNotice
from accounts.models.succession import UnitSuccession
from accounts.models.unit import Alias, Unit, UnitKind, UnitName
from accounts.models.user import User

__all__ = [
    "Alias",
    "Appointment",
    "GroupMembership",
    "Invitation",
    "Leave",
    "Post",
    "PostKind",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SecurityNotice",
    "Unit",
    "UnitGroup",
    "UnitKind",
    "UnitName",
    "UnitRoleGroup",
    "UnitSuccession",
    "User",
]
