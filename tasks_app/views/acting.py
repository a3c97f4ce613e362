"""What every page that changes something shares: one key a form, one act a key, and the version it was shown."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError

from accounts.requests import HouseRequest
from tasks_app.actions.submissions import Submission, led_to, once
from tasks_app.domain.refusals import Busy, NotNow
from tasks_app.views.contention import is_contention, may_try_again

TOKENS = frozenset({"csrfmiddlewaretoken", "form_key"})
BAD_VERSION = "表单缺少版本信息，请刷新页面后重新提交。"
LARGEST_VERSION = 2**31 - 1
MOST_DIGITS = 18


def new_form_key() -> str:
    """A fresh key for a form about to be shown."""
    return str(uuid4())


def version_of(request: HouseRequest) -> int:
    """The version of the row the form was made from. Raises NotNow where the form does not say."""
    version = number_in(request.POST.get("version", ""))
    if version is None or version > LARGEST_VERSION:
        raise NotNow(BAD_VERSION)
    return version


def number_in(text: str) -> int | None:
    """The whole number that a form or an address names, None where it names none.

    Python itself refuses to read more than some thousand digits, with an error of its own.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


@dataclass(frozen=True)
class _Body:
    """What was sent, without the tokens: the same key with another body is a mistake, not a repeat.

    A file counts by its bytes: a corrected one often keeps name and size.
    """

    path: str
    fields: dict[str, list[str]]
    files: list[tuple[str, str | None, str]]


@contextmanager
def acting(request: HouseRequest) -> Iterator[Submission]:
    """The transaction of one sent form. Inside, act unless ``is_repeat``, and say where it leads (``outcome``).

    Where the database gave way to somebody else, the form is tried once more from its start
    (``views.contention``); Busy where that did not help, which a view answers like every other NotNow.
    """
    try:
        with once(_key_of(request), _body_of(request), by=request.actor, at=request.now) as submission:
            yield submission
        request.has_acted = True  # type: ignore[attr-defined]
    except OperationalError as fault:
        if is_contention(fault) and not may_try_again(request, fault):
            raise Busy from fault
        raise


def led_before(request: HouseRequest) -> str:
    """Where this very form led when it was sent before; empty where it was not."""
    return led_to(_key_of(request), lambda: _body_of(request), by=request.actor)


def _key_of(request: HouseRequest) -> str:
    return request.POST.get("form_key", "")


def _body_of(request: HouseRequest) -> dict[str, object]:
    fields = {name: values for name, values in request.POST.lists() if name not in TOKENS}
    files = [(field, upload.name, _digest(upload)) for field, uploads in request.FILES.lists() for upload in uploads]
    return vars(_Body(request.path, fields, files))


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
