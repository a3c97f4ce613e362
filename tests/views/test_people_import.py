"""Importing people on a page: the file, what it would do, the confirmation; and the command."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from accounts.models import User
from tasks_app.importing.people_file import read_people
from tests.factories import LATER, House
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db
PAGE = "/people/import/"
GOOD = "单位,姓名,角色,登录名\n市水务局,王晓,联络员,wangxiao\n"
BAD = "单位,姓名,角色,登录名\n市水务局,王晓,局长,wangxiao\n某局,李明,联络员,liming\n"


def upload(walker: Walker, text: str, name: str = "人员.csv") -> object:
    return walker.post(PAGE, file=SimpleUploadedFile(name, text.encode()), basis="名单复函")


def hidden(page: object) -> dict[str, str]:
    """The fields that the confirmation carries."""
    context = page.context  # type: ignore[attr-defined]
    return {"rows": context["rows"], "basis": context["basis"], "seen": context["report"].digest}


def test_it_is_written_when_it_is_confirmed(house: House) -> None:
    clerk = Walker(house.office.clerk, LATER)
    shown = upload(clerk, GOOD)
    assert "新增人员，登录名wangxiao" in words(shown)  # type: ignore[arg-type]
    assert not User.objects.filter(username="wangxiao").exists()
    answer = clerk.post(f"{PAGE}confirm/", **hidden(shown))
    assert (answer.status_code, answer["Location"]) == (302, "/settings/people/")
    assert User.objects.get(username="wangxiao").posts.get().unit == house.water.unit
    assert "没有需要导入的内容" in words(upload(clerk, GOOD))  # type: ignore[arg-type]


def test_faults_are_listed_by_row_and_nothing_can_be_confirmed(house: House) -> None:
    page = upload(Walker(house.office.clerk, LATER), BAD)
    assert page.status_code == 422  # type: ignore[attr-defined]
    said = words(page)  # type: ignore[arg-type]
    assert "2角色“局长”不是已知角色" in said
    assert "3单位没有找到单位“某局”" in said
    assert "确认导入" not in said


def test_what_changed_meanwhile_is_shown_again(house: House) -> None:
    clerk = Walker(house.office.clerk, LATER)
    seen = hidden(upload(clerk, GOOD))
    answer = clerk.post(f"{PAGE}confirm/", **{**seen, "seen": "0" * 64})
    assert answer.status_code == 409
    assert "请再次确认" in words(answer)
    assert not User.objects.filter(username="wangxiao").exists()
    assert clerk.post(f"{PAGE}confirm/", **hidden(answer)).status_code == 302


def test_a_row_slipped_in_asks_who_may_as_on_the_page(house: House) -> None:
    clerk = Walker(house.office.clerk, LATER)
    seen = hidden(upload(clerk, GOOD))
    rows = json.loads(seen["rows"])
    rows[0]["role"] = "system_admin"
    answer = clerk.post(f"{PAGE}confirm/", **{**seen, "rows": json.dumps(rows)})
    assert "只有安全管理员可以调整任职" in words(answer)


@pytest.mark.parametrize("rows", ["", "[", "[]", '[{"row": 1}]', "[" * 5000])
def test_garbage_is_no_confirmation(house: House, rows: str) -> None:
    answer = Walker(house.office.clerk, LATER).post(f"{PAGE}confirm/", rows=rows, basis="文", seen="0" * 64)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "0 字节"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "损坏"), ("甲,乙\n1,2".encode(), "没有找到表头")],
    ids=["empty", "pdf", "damaged", "no header"],
)
def test_what_is_no_such_table_is_answered_in_words(house: House, content: bytes, said: str) -> None:
    answer = Walker(house.office.clerk, LATER).post(PAGE, file=SimpleUploadedFile("人员.csv", content), basis="文")
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_the_template_is_read_as_it_is_given(house: House) -> None:
    answer = Walker(house.office.clerk, LATER).get(f"{PAGE}template.xlsx")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="表头下面没有人员"):
        read_people(content, name="人员导入表.xlsx")


def test_the_command(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(GOOD)
    bad.write_text(BAD)
    call_command("import_people", str(good), "--dry-run", "--json")
    assert (json.loads(capsys.readouterr().out)["written"], User.objects.filter(username="wangxiao").exists()) == (
        False,
        False,
    )
    with pytest.raises(CommandError, match="2 处错误，没有写入"):
        call_command("import_people", str(bad))
    call_command("import_people", str(good))
    assert "已写入" in capsys.readouterr().out
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("import_people", str(tmp_path / "none.csv"))
