"""Login names (登录名): what they may look like, and which one is still free for the second person of a name."""

import re
from collections.abc import Collection

SHAPE = re.compile(r"[a-z][a-z0-9._-]{1,31}")
LOGIN_NEEDED = "请填写登录名。"
BAD_LOGIN = "登录名用小写字母开头，由 2 至 32 个小写字母、数字、点、横线组成，例如 wangxiao。"
TAKEN = "登录名“{name}”已由{whom}使用，请换一个，例如 {free}。"
SOMEBODY_ELSE = "另一位人员"


def plain(text: str) -> str:
    """A login name as it is stored: without white space, in small letters."""
    return "".join(text.split()).lower()


def is_good(name: str) -> bool:
    """Whether it may be one."""
    return SHAPE.fullmatch(name) is not None


def from_address(email: str) -> str:
    """The name before the @ of a mail address where it would do as a login, else nothing."""
    name = plain(email.partition("@")[0])
    return name if is_good(name) else ""


def of_post(order: int, role: str) -> str:
    """The login that a unit's place in the directory and a role make, where a list names none: u07-liaison."""
    return f"u{order:02d}-{role.removeprefix('unit_').replace('_', '-')}"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first of name2, name3 … that nobody bears."""
    tries = (name, *(f"{name}{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)
