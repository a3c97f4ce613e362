"""The first people come in by command: once, in sentences, all or nothing."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Post, User
from tests import factories


def _appoint(*words: str) -> str:
    said = StringIO()
    call_command("appoint", *words, stdout=said)
    return said.getvalue()


@pytest.mark.portable
def test_a_new_person_gets_a_post_and_a_password_that_works(db: None) -> None:
    factories.unit("市商务局")
    said = _appoint("wangxiao", "市商务局", "liaison", "--name", "王晓", "--from", "2026-01-05")
    password = re.search(r"初始密码 (\S+?)（", said)
    assert password is not None
    person = User.objects.get(username="wangxiao")
    assert person.check_password(password[1])
    assert Post.objects.get(user=person).label == "市商务局 · 联络员"
    assert "建立人员" in person.history.get().history_change_reason


def test_a_known_person_keeps_the_password(db: None) -> None:
    factories.unit("市商务局")
    _appoint("wangxiao", "市商务局", "liaison", "--name", "王晓")
    before = User.objects.get(username="wangxiao").password
    said = _appoint("wangxiao", "市商务局", "unit_reviewer")
    assert "初始密码" not in said
    assert User.objects.get(username="wangxiao").password == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("li", "没有这个局", "liaison", "--name", "李"), "没有找到唯一的单位"),
        (("li", "市商务局", "liaison"), "请用 --name 写明姓名"),
        (("li", "市商务局", "auditor", "--name", "李"), "审计查阅须写明截止日和查阅年度"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nobody(db: None, words: tuple[str, ...], sentence: str) -> None:
    factories.unit("市商务局")
    with pytest.raises(CommandError, match=sentence):
        _appoint(*words)
    assert not User.objects.filter(username="li").exists()
