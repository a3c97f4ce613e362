"""The first people come in by command: once, in sentences, all or nothing."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Post, User
from tests import factories


def _appoint(*words: str) -> str:
    said = StringIO()
    call_command("appoint", *words, stdout=said)
    return said.getvalue()


@pytest.mark.portable
def test_a_new_person_gets_a_post_and_a_link_and_nobody_reads_a_password(db: None) -> None:
    factories.unit("市商务局")
    said = _appoint("wangxiao", "市商务局", "liaison", "--name", "王晓", "--from", "2026-01-05")
    person = User.objects.get(username="wangxiao")
    path = re.search(r"(/activate/\S*)", said)
    assert path is not None
    assert not person.has_usable_password()
    assert "密码，链接只显示这一次" in said
    assert Client().get(path[1], follow=True).status_code == 200
    assert Invitation.objects.live(timezone.now()).get().user == person
    assert Post.objects.get(user=person).label == "市商务局 · 联络员"
    assert "建立人员" in person.history.last().history_change_reason


def test_a_known_person_keeps_what_they_have(db: None) -> None:
    factories.unit("市商务局")
    _appoint("wangxiao", "市商务局", "liaison", "--name", "王晓")
    before = User.objects.get(username="wangxiao").password
    said = _appoint("wangxiao", "市商务局", "unit_reviewer")
    assert "/activate/" not in said
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
