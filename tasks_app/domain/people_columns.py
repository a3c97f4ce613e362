"""The columns of a table of people (人员表), known by what their headings mean, wherever they stand."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tasks_app.domain.access import Role

LONGEST_TITLE = 30


@dataclass(frozen=True)
class PeopleColumn:
    """One column: its key, its heading in the template, and the headings it is known by."""

    key: str
    title: str
    headings: re.Pattern[str]


def _column(key: str, title: str, headings: str) -> PeopleColumn:
    return PeopleColumn(key, title, re.compile(headings, re.IGNORECASE))


COLUMNS: tuple[PeopleColumn, ...] = (
    _column("unit", "单位", r"(?:所在|工作|责任|报送|任职|承办)?(?:单位|部门)(?:名称|全称)?"),
    _column("full_name", "姓名", r"(?:人员|联络员|联系人|审核人)?(?:姓名|名字)|联系人"),
    _column("role", "角色", r"(?:系统|用户|任职)?角色|岗位|任职类别"),
    _column("duty", "职务", r"(?:行政)?职务(?:职级)?|职级|职称"),
    _column("phone", "办公电话", r"(?:办公|联系|移动|手机)?(?:电话|手机|号码)(?:号码?)?|手机号?|联系方式"),
    _column("email", "电子邮箱", r"(?:电子|工作)?(?:邮箱|邮件)(?:地址)?|e-?mail"),
    _column("username", "登录名", r"登录(?:名|账号)|账号|用户名|工号"),
    _column("starts_on", "起始日", r"(?:任职)?(?:起始|开始|生效|到任|任职)(?:日|日期|时间)"),
    _column("ends_on", "截止日", r"(?:任职)?(?:截止|结束|到期|终止)(?:日|日期|时间)"),
    _column("basis", "依据", r"(?:任职)?(?:依据|文号|来源)"),
)
NEEDED = ("unit", "full_name", "role")
WANTED = "须有“单位”“姓名”“角色”三列，或“单位”和以角色为列名的姓名列（联络员、分管领导）"

ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.OFFICE_DIRECTOR, re.compile(r"(?:领导小组|双碳)?办(?:公室)?(?:负责人|主任|副主任)")),
    (Role.OFFICE_CLERK, re.compile(r"(?:领导小组|双碳)?办(?:公室)?(?:经办人|工作人员)")),
    (Role.GROUP_LEADER, re.compile(r"领导小组(?:领导|组长|副组长)")),
    (Role.LIAISON, re.compile(r"(?:单位|日常|工作)?(?:联络员|联络人|填报人|填报员)")),
    (Role.UNIT_REVIEWER, re.compile(r"(?:单位)?(?:审核人|审核员|分管领导|分管负责人|分管局领导)")),
    (Role.EVALUATOR, re.compile(r"考核(?:员|人员)")),
    (Role.AUDITOR, re.compile(r"审计查阅(?:人员)?")),
    (Role.SYSTEM_ADMIN, re.compile(r"系统管理员")),
    (Role.SECURITY_ADMIN, re.compile(r"安全(?:保密)?管理员")),
    (Role.AUDIT_ADMIN, re.compile(r"(?:安全)?审计(?:管理)?员")),
)


@dataclass(frozen=True)
class Block:
    """Where one person of a row stands. ``role`` is what the heading says where there is no column for it."""

    places: dict[str, int]
    role: str = ""


def blocks_of(cells: Sequence[str]) -> tuple[Block, ...]:
    """The people that each row under this header names: one, or one for each role; none where it is no header.

    Many lists have a row a unit: 单位, 分管领导, 手机, 联络员, 手机. What stands right of a name is that person's.
    """
    places = places_of(cells)
    if places:
        return (Block(places),)
    titles = [_title(cell) for cell in cells]
    people = [place for place, title in enumerate(titles) if role_of(title.removesuffix("姓名"))]
    if not people:
        return ()
    shared = _places_in(titles[: people[0]], 0)
    ends = [*people[1:], len(titles)]
    return tuple(
        Block({**shared, **_places_in(titles[begin + 1 : end], begin + 1), "full_name": begin}, titles[begin])
        for begin, end in zip(people, ends, strict=True)
        if "unit" in shared
    )


def _places_in(titles: Sequence[str], first: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, title in enumerate(titles, start=first):
        key = _key_of(title)
        if key:
            places.setdefault(key, place)
    return places


def _key_of(title: str) -> str | None:
    return next((one.key for one in COLUMNS if one.headings.fullmatch(title)), None)


def places_of(cells: Sequence[str]) -> dict[str, int]:
    """Where each column stands in a header row; empty for a row that lacks a needed one."""
    places = _places_in([_title(cell) for cell in cells], 0)
    return places if all(key in places for key in NEEDED) else {}


def role_of(text: str) -> Role | None:
    """The role that a cell means, whatever the city calls it."""
    words = "".join(unicodedata.normalize("NFKC", text).split())
    return next((role for role, said in ROLES if said.fullmatch(words)), None)


def _title(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell)
    return re.sub(r"[\s*:：]+|\([^()]{0,20}\)", "", plain) if len(plain) <= LONGEST_TITLE else ""
