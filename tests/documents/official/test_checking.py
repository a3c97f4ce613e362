"""check_paper: silent on our own papers, exact on what was planted, and calm before any file."""

import io
import json
import random
import struct
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_app.documents.official.checking.check import check
from tasks_app.documents.official.checking.word_file import Unreadable
from tasks_app.documents.official.layout import Form
from tasks_app.documents.official.marked_text import body_of
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.documents.official.render import render
from tests.documents.official.planted import PLANTED, Planted
from tests.documents.official.samples import DEMO, paper

TRICKS = "#@=~[]一、（）1.\n\r\t\0\u202e\ud800\ue000\ue001\ufffe𠮷😀"
HOSTILE = st.text(st.characters() | st.sampled_from(TRICKS), max_size=60)
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    """A .docx with these parts; ``__`` stands for a slash and ``_`` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize("changes", [{}, {"demo": DEMO}, {"number": ""}, {"is_sealed": False}, {"signed_by": ""}])
@pytest.mark.parametrize("form", Form)
def test_our_own_papers_deviate_in_nothing(form: Form, changes: dict[str, object]) -> None:
    assert check(render(paper(form, **changes))) == []


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_what_was_planted_is_found_and_nothing_else(planted: Planted) -> None:
    document = Document(io.BytesIO(render(paper(planted.form))))
    planted.plant(document)
    found = check(saved(document))
    assert [(each.part, each.what) for each in found] == [(planted.part, planted.what)]
    assert found[0].found != found[0].expected
    assert found[0].sentence.startswith(f"{planted.part}：{planted.what}为")


def test_same_deviation_in_many_places_is_said_once() -> None:
    document = Document(io.BytesIO(render(paper(Form.NOTICE, body="# 标题\n甲\n乙\n丙"))))
    for paragraph in document.paragraphs:
        if paragraph.text in ("甲", "乙", "丙"):
            paragraph.runs[0].font.size = Pt(14)
    (found,) = check(saved(document))
    assert found.sentence == "正文：字号为4号（14 磅），应为3号（16 磅）（共 3 处）。"


def test_paper_of_somebody_else_is_read_by_its_looks() -> None:
    document = Document()
    for text in ("关于开展检查的通知", "市商务局：", "一、要求", "正文。", "珠海市商务局", "2026年01月05日"):
        document.add_paragraph(text)
    found = {(each.part, each.what) for each in check(saved(document))}
    assert {
        ("标题", "字体"),
        ("主送机关", "字体"),
        ("一级标题", "字体"),
        ("正文", "行距"),
        ("成文日期", "日期写法"),
    } <= found
    assert ("页面", "上边距") in found


@settings(max_examples=40, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, st.sampled_from(Form))
def test_no_text_breaks_a_paper(title: str, word: str, name: str, cell: str, form: Form) -> None:
    context = {"title": f"甲{title}", "addressee": name, "paragraphs": [word, cell], "items": [word], "contact": name}
    annexes = [{"title": title, "paragraphs": [cell]}, {"title": word, "paragraphs": [name]}]
    made = OfficialPaper(
        form=form,
        issuer=f"甲{name}",
        body=body_of("papers/plain.txt", context | {"annexes": annexes}) + "\n[[table:items]]",
        signed_by=f"甲{word}",
        signed_on=date(2026, 1, 5),
        tables={"items": PaperTable((f"甲{title}", word), ((cell, name), (word,)))},
        copies=(f"甲{name}", word),
        printed_by=f"甲{name}",
        printed_on=date(2026, 1, 5),
    )
    content = render(made)
    Document(io.BytesIO(content))
    assert check(content) == []


def test_long_word_and_rare_characters_are_kept() -> None:
    word = "A" * 500 + "𠮷😀"
    document = Document(io.BytesIO(render(paper(Form.NOTICE, body=f"# 标题\n{word}"))))
    assert word in [paragraph.text for paragraph in document.paragraphs]


def _bomb() -> bytes:
    return archive(word__document_xml=b"<a>" + b" " * (41 * 1024 * 1024) + b"</a>")


def _lying_bomb() -> bytes:
    """A bomb whose directory says that it is small."""
    content = bytearray(_bomb())
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", 10)
    return bytes(content)


BAD_FILES = {
    "empty": (b"", "0 字节"),
    "text": (b"hello", "这不是 Word 文件"),
    "old Word": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版 Word"),
    "PDF": (b"%PDF-1.7", "PDF"),
    "another archive": (archive(a_txt=b"a"), "没有 Word 正文"),
    "broken XML": (archive(word__document_xml=b"<a>"), "不是有效的 XML"),
    "not a document": (archive(word__document_xml=b"<a/>"), ""),
    "outside entity": (archive(word__document_xml=DOCTYPE), "DOCTYPE"),
    "truncated": (render(paper(Form.NOTICE))[:9000], "损坏"),
    "many parts": (archive(word__document_xml=b"<a/>", **{f"a{number}": b"" for number in range(2001)}), "部件过多"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_gets_a_sentence(name: str) -> None:
    content, words = BAD_FILES[name]
    if not words:
        assert check(content)
        return
    with pytest.raises(Unreadable, match=words) as refused:
        check(content)
    assert refused.value.sentence.endswith("。")


@pytest.mark.parametrize("make", [_bomb, _lying_bomb])
def test_bomb_is_not_unpacked(make: object) -> None:
    with pytest.raises(Unreadable, match=r"炸弹|损坏"):
        check(make())  # type: ignore[operator]


def test_damaged_bytes_never_end_in_a_traceback() -> None:
    content, chance = render(paper(Form.LETTER)), random.Random(1)  # noqa: S311 of no secret
    for _ in range(60):
        damaged = bytearray(content)
        for place in chance.sample(range(len(content)), 20):
            damaged[place] = chance.randrange(256)
        with suppress(Unreadable):
            check(bytes(damaged))


def test_styles_based_on_each_other_in_a_circle_end() -> None:
    document = Document(io.BytesIO(render(paper(Form.MEMO))))
    styles = document.styles.element
    for style in styles.findall("{*}style"):
        for based in style.findall("{*}basedOn"):
            based.set(based.keys()[0], style.get(style.keys()[1]) or "")
    assert isinstance(check(saved(document)), list)


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("check_paper", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "通知.docx"
    path.write_bytes(render(paper(Form.NOTICE)))
    return path


def test_command_says_that_a_paper_is_clean(clean: Path) -> None:
    assert run(clean) == "通知.docx：未发现与版式要求不符之处。\n"
    assert json.loads(run(clean, "--json")) == {"file": "通知.docx", "deviations": []}


def test_command_lists_deviations_and_exits_with_1(clean: Path) -> None:
    document = Document(str(clean))
    document.sections[0].top_margin = Pt(72)
    document.save(str(clean))
    out = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("check_paper", str(clean), "--json", stdout=out)
    assert failed.value.returncode == 1
    assert str(failed.value) == "页面：上边距为25.4 毫米，应为37.0 毫米（±1 毫米）。"
    wanted = {"part": "页面", "what": "上边距", "found": "25.4 毫米", "expected": "37.0 毫米（±1 毫米）", "times": 1}
    assert json.loads(out.getvalue())["deviations"] == [wanted]


def test_command_refuses_what_is_no_paper(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    path.write_bytes(b"")
    with pytest.raises(CommandError, match=r"空\.docx：文件为空") as failed:
        run(path)
    assert failed.value.returncode == 1


@pytest.mark.parametrize("name", [".", "没有这个文件.docx"])
def test_command_asks_for_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as failed:
        run(tmp_path / name)
    assert failed.value.returncode == 2
