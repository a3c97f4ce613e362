"""`manage.py hold_outgoing`: what an operator runs on a restored backup before anything starts."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tasks_app.models import Outgoing

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def run(*words: str) -> str:
    out = StringIO()
    call_command("hold_outgoing", *words, stdout=out)
    return out.getvalue()


def test_it_holds_with_the_reason_and_leaves_a_trace() -> None:
    assert "外发已暂停：恢复 12 月 1 日备份。" in run("--why", "恢复 12 月 1 日备份")
    row = Outgoing.objects.get()
    assert (row.held, row.why, row.version) == (True, "恢复 12 月 1 日备份", 1)
    latest = Outgoing.history.latest("history_id")
    assert "系统时钟（hold_outgoing 1）" in latest.history_change_reason


def test_what_is_held_keeps_its_reason() -> None:
    Outgoing.objects.create(pk=1, held=True, why="邮件服务器迁移")
    assert "原已暂停" in run("--why", "恢复备份")
    assert Outgoing.objects.get().why == "邮件服务器迁移"


def test_a_reason_is_needed() -> None:
    with pytest.raises(CommandError):
        run()
    with pytest.raises(CommandError, match="请写明") as refused:
        run("--why", "　")
    assert refused.value.returncode == 2
    assert not Outgoing.is_held()
