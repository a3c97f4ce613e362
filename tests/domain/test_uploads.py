"""Which files come in and which do not (RELIABILITY: uploads). Every refusal names the file or says what to do."""

import pytest

from tasks_app.domain.uploads import (
    FILE_KINDS,
    LARGEST,
    SCAN_EXTENSIONS,
    extension_of,
    fault_of,
    media_type_of,
    safe_name,
)

PDF = b"%PDF-1.7\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
ZIP = b"PK\x03\x04\x14\x00\x06\x00"
EXE = b"MZ\x90\x00\x03\x00\x00\x00"
EICAR = rb"X5O!P%@AP[4\PZX5"
SECRET, WRONG_KIND, LYING = "密级标志", "类型不能上传", "内容与扩展名"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("佐证材料.pdf", PDF),
        ("现场照片.PNG", PNG),
        ("现场照片.jpeg", JPEG),
        ("情况说明.docx", ZIP),
        ("台账.xlsx", ZIP),
        ("签批件.ofd", ZIP),
        ("商业秘密保护工作总结.pdf", PDF),
        ("方案.v2.终稿.pdf", PDF),
    ],
)
def test_an_honest_file_comes_in(name: str, head: bytes) -> None:
    assert fault_of(name, 1_000, head) == ""


@pytest.mark.parametrize(
    ("name", "head", "because"),
    [
        ("病毒.exe", EXE, WRONG_KIND),
        ("报告.pdf.exe", EXE, WRONG_KIND),
        ("图.svg", b"<svg onload=alert(1)", WRONG_KIND),
        ("页.html", b"<!doctype html>", WRONG_KIND),
        ("宏.docm", ZIP, WRONG_KIND),
        ("旧表.xls", b"\xd0\xcf\x11\xe0", WRONG_KIND),
        ("没有扩展名", PDF, WRONG_KIND),
        (".pdf", PDF, WRONG_KIND),
        ("", PDF, WRONG_KIND),
        ("报告.pdf\u202egnp.exe", EXE, WRONG_KIND),
        ("报告.pdf", EXE, LYING),
        ("报告.pdf", EICAR, LYING),
        ("报告.pdf", b"GIF89a%PDF-1.7", LYING),
        ("报告.pdf", b"<html>", LYING),
        ("照片.png", b"<svg xmlns", LYING),
        ("照片.jpg", PNG, LYING),
        ("说明.docx", b"\xd0\xcf\x11\xe0", LYING),
        ("绝密材料.pdf", PDF, SECRET),
        ("（机密）方案.pdf", PDF, SECRET),
        ("秘密★5年.pdf", PDF, SECRET),
        ("秘密5年.pdf", PDF, SECRET),
        ("方案★.pdf", PDF, SECRET),
        ("机\u200b密方案.pdf", PDF, SECRET),
        ("机 密方案.pdf", PDF, SECRET),
        ("绝\u3000密.exe", EXE, SECRET),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(name: str, head: bytes, because: str) -> None:
    sentence = fault_of(name, 1_000, head)
    assert because in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize(("size", "because"), [(0, "空文件"), (LARGEST + 1, "超过 20 MB")])
def test_size(size: int, because: str) -> None:
    assert because in fault_of("报告.pdf", size, PDF)


def test_the_largest_file_still_comes_in() -> None:
    assert fault_of("报告.pdf", LARGEST, PDF) == ""


def test_a_name_too_long_for_the_file_system_is_refused() -> None:
    assert fault_of("报" * 65 + ".pdf", 10, PDF) == ""
    assert "文件名过长" in fault_of("报" * 100 + ".pdf", 10, PDF)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\报告.pdf", "报告.pdf"),
        ('a:b*c?"d<e>f|g.pdf', "a_b_c__d_e_f_g.pdf"),
        ("报告\x00.pdf", "报告.pdf"),
        ("报告\u202e.pdf", "报告.pdf"),
        ("第一行\r\n第二行.pdf", "第一行 第二行.pdf"),
        ("坏\ud800字.pdf", "坏字.pdf"),
        (" . ", "附件"),
        ("..", "附件"),
        ("folder/", "附件"),
    ],
)
def test_hostile_names_become_harmless(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@pytest.mark.parametrize(
    ("name", "extension"), [("a.PDF", ".pdf"), ("a.tar.gz", ".gz"), ("a", ""), (".pdf", ""), ("a.", ".")]
)
def test_extension(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_every_kind_has_its_media_type_and_scans_are_a_part_of_them() -> None:
    accepted = {extension for kind in FILE_KINDS for extension in kind.extensions}
    assert set(SCAN_EXTENSIONS) < accepted
    assert {media_type_of(f"a{extension}") for extension in accepted} == {kind.media_type for kind in FILE_KINDS}
