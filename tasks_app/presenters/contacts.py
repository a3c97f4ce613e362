"""The address book of liaisons in words: one row a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Leave, Post, Role
from tasks_app.dashboards.contacts import UnitContacts
from tasks_app.presenters.people import how_held, leave_words

HEADINGS = ("单位", "类别", "角色", "姓名", "办公电话", "电子邮箱", "备注")
NOBODY = "无人"


@dataclass(frozen=True)
class ContactRow:
    """One person of a unit."""

    unit: str
    kind: str
    role: str
    name: str
    phone: str
    email: str
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The same as a row of the workbook."""
        return (self.unit, self.kind, self.role, self.name, self.phone, self.email, self.note)


def contact_rows(contacts: Iterable[UnitContacts]) -> list[ContactRow]:
    """The rows, in the order of the units; a unit without a liaison says so."""
    return [row for one in contacts for row in _rows_of(one)]


def _rows_of(one: UnitContacts) -> Sequence[ContactRow]:
    if not one.posts:
        return [ContactRow(one.unit.name, one.unit.get_kind_display(), Role.LIAISON.label, "", "", "", NOBODY)]
    return [
        ContactRow(
            unit=one.unit.name,
            kind=one.unit.get_kind_display(),
            role=post.get_role_display(),
            name=post.user.full_name,
            phone=post.user.phone,
            email=post.user.email,
            note=_note(post),
        )
        for post in one.posts
    ]


def _note(post: Post) -> str:
    leaves: Iterable[Leave] = post.leaves.all()
    return "；".join(filter(None, (how_held(post), *(_away(leave) for leave in leaves))))


def _away(leave: Leave) -> str:
    phone = leave.stand_in.phone if leave.stand_in else ""
    return f"{leave_words(leave)}{f'（{phone}）' if phone else ''}"
