"""What the database says when two want the same rows at once: wait, give way, or come back later.

Such a fault is nobody's mistake. The act was undone whole, with its form key, so it can be done again as it stands:
once by us, in silence; after that by the person, who is told so in a sentence and finds their words again.
"""

import sqlite3

from django.contrib.messages.storage import default_storage
from django.db import OperationalError
from django.http import HttpResponse

from accounts.requests import HouseRequest
from tasks_app.domain.refusals import Overloaded

# SQLSTATE: a deadlock, and a lock that did not come in time. Another try starts when the other has finished.
GAVE_WAY = frozenset({"40P01", "55P03"})
# A statement that ran too long would run too long again.
TOO_SLOW = frozenset({"57014"})
SQLITE_IS_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
PRIMARY_CODE = 0xFF  # SQLite keeps the finer reason in the bits above
SAFE = frozenset({"GET", "HEAD"})


def is_contention(fault: Exception) -> bool:
    """Whether somebody else's work stood in the way; anything else is a fault of ours or of the machine."""
    return gave_way(fault) or _sqlstate(fault) in TOO_SLOW


def gave_way(fault: Exception) -> bool:
    """Whether the same act may well succeed a moment later."""
    return _sqlstate(fault) in GAVE_WAY or _sqlite_code(fault) in SQLITE_IS_BUSY


def may_try_again(request: HouseRequest, fault: Exception) -> bool:
    """Whether the request is worth another try: its first fault, and a form with a key, or a page only looked at."""
    is_idempotent = request.method in SAFE or "form_key" in request.POST
    return gave_way(fault) and is_idempotent and not getattr(request, "is_second_try", False)


def try_again(request: HouseRequest) -> HttpResponse:
    """The view once more, as if for the first time: what the first try wanted to say was undone with it."""
    request.is_second_try = True  # type: ignore[attr-defined]
    request._messages = default_storage(request)  # type: ignore[attr-defined]
    match = request.resolver_match
    assert match is not None, "a view has run"
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


def overloaded(request: HouseRequest) -> Overloaded:
    """The refusal for a page that could not be read, or for a form that no view kept."""
    return Overloaded(READING if request.method in SAFE else ACTING)


READING = "系统正忙，本页暂时没有读出来；请稍候几秒再刷新。"
ACTING = "系统正忙，本次办理没有完成，也没有留下半份结果；请稍候几秒，返回上一页再提交一次。"


def _sqlstate(fault: Exception) -> str:
    return str(getattr(fault.__cause__, "sqlstate", "")) if isinstance(fault, OperationalError) else ""


def _sqlite_code(fault: Exception) -> int | None:
    code = getattr(fault.__cause__, "sqlite_errorcode", None) if isinstance(fault, OperationalError) else None
    return None if code is None else int(code) & PRIMARY_CODE
