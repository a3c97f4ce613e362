"""People and posts from a table (人员导入): each row by the acts that a page would use, all of it or nothing.

The preview is the import itself, run and taken back; what is confirmed is what was shown, or it is shown anew (adr 18).
It adds and never takes away: whoever moved keeps the old post until somebody ends it, and the preview says so.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from accounts.models import Appointment, Post, Unit, User
from tasks_app.actions import appointments, people, posts, vacancies
from tasks_app.actions.known_units import registry_of
from tasks_app.actions.people import PersonWish
from tasks_app.actions.posts import PostWish
from tasks_app.domain import login_names
from tasks_app.domain.access import Verb
from tasks_app.domain.appointment_states import AppointmentState
from tasks_app.domain.posts import COUNTERSIGNED
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.importing.people_file import CellFault, PersonRow
from tasks_app.importing.registry import UnitRegistry
from tasks_app.permissions import checks

NO_UNIT = "没有找到单位“{name}”{near}，请使用单位名录中的名称。"
NEAR = "，是否为{names}"
OTHER_NAME = "登录名“{login}”在系统中是“{known}”，与文件中的“{name}”不一致，请核对。"
TWICE = "与第 {row} 行重复。"
BY_NAME = "没有填写登录名，按姓名和单位认定为 {login}，请核对。"
SEVERAL = "该单位有 {count} 位“{name}”，请填写登录名。"
BY_MAIL = "没有填写登录名，由邮箱得出 {login}，请核对。"
NAMED = 3
BY_POST = "没有填写登录名，按单位和角色编为 {login}，请核对。"
ELSEWHERE = "该人员现任{held}，导入不结束原任职；已调离的，请另行办理离任。"
HELD_BY = "本单位现有{role}{names}，导入后同时任职；属于接任的，请在页面上办理接任。"


@dataclass(frozen=True)
class Change:
    """What one row does: 新增人员, 更改电话, 任职, 申请任职."""

    row: int
    who: str
    what: str


@dataclass
class Report:
    """What the import would do or did, with everything about which somebody has to know."""

    changes: list[Change] = field(default_factory=list)
    doubts: list[CellFault] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    is_written: bool = False

    @property
    def digest(self) -> str:
        """The hash of what is shown."""
        told = [[vars(one) for one in part] for part in (self.changes, self.doubts, self.faults)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def import_people(
    rows: Sequence[PersonRow],
    *,
    basis: str,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    seen: str = "",
    faults: Sequence[CellFault] = (),
) -> Report:
    """Brings people and posts in; with a fault, in a ``dry_run``, or where it is not what was ``seen``, nothing stays.

    ``faults`` are those of the file itself. Raises NotAllowed; what a single row may not is a fault of that row.
    """
    if not by.is_clock:
        checks.require(by, Verb.IMPORT_PEOPLE)
    run = _Run(basis, by, at)
    run.report.faults += faults
    for row in rows:
        run.take(row)
    report = run.report
    report.faults.sort(key=lambda fault: fault.row)
    if report.faults or dry_run or (seen and seen != report.digest):
        transaction.set_rollback(True)
        return report
    vacancies.tell(at=at)
    report.is_written = True
    return report


class _Run:
    """One import on its way."""

    def __init__(self, basis: str, by: Actor, at: datetime) -> None:
        self.basis, self.by, self.at = basis, by, at
        self.report = Report()
        self.registries: dict[str, UnitRegistry] = {}
        self.units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.order_by("id"):
            self.units.setdefault(unit.name, []).append(unit)
        self.rows: dict[tuple[object, ...], int] = {}

    def take(self, row: PersonRow) -> None:
        """Does what a row says, or notes why not; either all of it or nothing."""
        try:
            with transaction.atomic():
                unit = self._unit(row)
                user = self._person(row, unit)
                self._post(row, unit, user)
        except Invalid as refusal:
            self.report.faults += [CellFault(row.row, cell, said) for cell, said in refusal.faults.items()]
        except NotAllowed as refusal:
            self.report.faults.append(CellFault(row.row, "role", refusal.sentence))

    def _unit(self, row: PersonRow) -> Unit:
        """The unit by its present or a former name or an alias."""
        for place in self._places():
            party = self._registry(place).find(row.unit)
            found = [unit for unit in self.units.get(party.name, []) if unit.jurisdiction == place] if party else []
            if found and not (party and party.is_group):
                return found[0]
        near = "、".join(name for place in self._places() for name in self._registry(place).nearest(row.unit))
        raise Invalid({"unit": NO_UNIT.format(name=row.unit, near=NEAR.format(names=near) if near else "")})

    def _places(self) -> list[str]:
        return sorted({unit.jurisdiction for units in self.units.values() for unit in units})

    def _registry(self, place: str) -> UnitRegistry:
        if place not in self.registries:
            self.registries[place] = registry_of(place)
        return self.registries[place]

    def _person(self, row: PersonRow, unit: Unit) -> User:
        login = login_names.plain(row.username)
        known = self._known(row, login, unit)
        if known is None:
            return self._new(row, login, unit)
        if known.full_name != row.full_name:
            said = OTHER_NAME.format(login=known.username, known=known.full_name, name=row.full_name)
            raise Invalid({"username": said})
        self._amend(row, known)
        return known

    def _known(self, row: PersonRow, login: str, unit: Unit) -> User | None:
        """The person of the login; without one the only person of this name in the unit, which is doubted."""
        if login:
            return people.by_login(login)
        namesakes = list(User.objects.filter(full_name=row.full_name, posts__unit=unit).distinct()[:2])
        if len(namesakes) > 1:
            raise Invalid({"username": SEVERAL.format(count=len(namesakes), name=row.full_name)})
        if namesakes:
            self._doubt(row, "username", BY_NAME.format(login=namesakes[0].username))
        return namesakes[0] if namesakes else None

    def _new(self, row: PersonRow, login: str, unit: Unit) -> User:
        if not login:
            login = self._made_up(row, unit)
        wish = PersonWish(login, row.full_name, row.phone, row.email)
        user = people.enter(wish, row.role, unit, by=self.by, at=self.at)
        self._change(row, f"新增人员，登录名 {user.username}")
        return user

    def _made_up(self, row: PersonRow, unit: Unit) -> str:
        """A login for whoever comes without one, out of the mail address or else of unit and role; doubted."""
        by_mail = login_names.from_address(row.email)
        wanted = by_mail or login_names.of_post(unit.order, row.role)
        login = login_names.free_name(wanted, people.logins_like(wanted))
        self._doubt(row, "username", (BY_MAIL if by_mail else BY_POST).format(login=login))
        return login

    def _amend(self, row: PersonRow, user: User) -> None:
        """Another phone or mail address; an empty cell says nothing."""
        wish = PersonWish(user.username, user.full_name, row.phone or user.phone, row.email or user.email).tidy
        changed = [name for name in ("phone", "email") if getattr(wish, name) != getattr(user, name)]
        if not changed:
            return
        words = {"phone": "办公电话", "email": "电子邮箱"}
        said = "，".join(f"{words[name]}由{getattr(user, name) or '空'}改为{getattr(wish, name)}" for name in changed)
        contact = {name: getattr(wish, name) for name in people.FIELDS}
        people.amend(user, **contact, basis=row.basis or self.basis or "导入", by=self.by, at=self.at)
        self._change(row, said)

    def _post(self, row: PersonRow, unit: Unit, user: User) -> None:
        key = (user.username, unit.pk, row.role)
        if key in self.rows:
            raise Invalid({"role": TWICE.format(row=self.rows[key])})
        self.rows[key] = row.row
        starts_on = row.starts_on or self.by.on
        held = list(Post.objects.standing().filter(user=user).exclude(ends_on__lt=starts_on).select_related("unit"))
        if any((post.unit_id, post.role) == (unit.pk, row.role) for post in held):
            return
        asked = Appointment.objects.filter(user=user, unit=unit, role=row.role, state=AppointmentState.PROPOSED)
        if asked.exists():
            return
        wish = PostWish(user, unit, row.role, starts_on, row.ends_on, basis=row.basis or self.basis)
        self._doubt_about(row, unit, held)
        if row.role in COUNTERSIGNED and not self.by.is_clock:
            appointments.propose(wish, by=self.by, at=self.at)
            self._change(row, f"申请任职：{unit.name} · {wish.post.get_role_display()}，自 {starts_on:%Y-%m-%d} 起")
            return
        posts.give(wish, by=self.by, at=self.at, quietly=True)
        self._change(row, f"任职：{unit.name} · {wish.post.get_role_display()}，自 {starts_on:%Y-%m-%d} 起")

    def _doubt_about(self, row: PersonRow, unit: Unit, held: Sequence[Post]) -> None:
        elsewhere = [post for post in held if post.role == row.role and post.unit_id != unit.pk]
        if elsewhere:
            self._doubt(row, "unit", ELSEWHERE.format(held="、".join(post.label for post in elsewhere)))
        others = Post.objects.in_force(self.by.on).of_working_people().filter(unit=unit, role=row.role)
        names = [post.user.full_name for post in others.select_related("user").order_by("id")[:NAMED]]
        if names and row.role not in COUNTERSIGNED:
            role = Post(role=row.role).get_role_display()
            self._doubt(row, "role", HELD_BY.format(role=role, names="、".join(names)))

    def _doubt(self, row: PersonRow, cell: str, message: str) -> None:
        self.report.doubts.append(CellFault(row.row, cell, message))

    def _change(self, row: PersonRow, what: str) -> None:
        self.report.changes.append(Change(row.row, row.full_name, what))
