"""What may lie in a Word, Excel or OFD file, by its directory. Every refusal names the file and what to do."""

import pytest

from tasks_app.domain.packages import (
    LARGEST_UNPACKED,
    MOST_ENTRIES,
    PackageEntry,
    package_fault,
)

WORD = (PackageEntry("[Content_Types].xml", 1_000), PackageEntry("word/document.xml", 90_000))
HOLDS = ("[Content_Types].xml", "word/")
NONE, OUTSIDE, MACROS, LOCKED, BOMB = "打不开，或不是", "文件以外的路径", "带有宏", "加了密码", "展开后过大"


def fault(*more: PackageEntry, size: int = 10_000) -> str:
    return package_fault("报告.docx", HOLDS, (*WORD, *more), size)


def test_an_honest_package_comes_in() -> None:
    assert fault(PackageEntry("docProps/app.xml", 700), PackageEntry("word/media/图..1.png", 5_000)) == ""


@pytest.mark.parametrize(
    ("entry", "because"),
    [
        (PackageEntry("../../etc/passwd", 1), OUTSIDE),
        (PackageEntry("word/../../evil", 1), OUTSIDE),
        (PackageEntry("/etc/passwd", 1), OUTSIDE),
        (PackageEntry("word\\evil.exe", 1), OUTSIDE),
        (PackageEntry("C:evil.exe", 1), OUTSIDE),
        (PackageEntry("word/a.xml\x00.exe", 1), OUTSIDE),
        (PackageEntry("word/vbaProject.bin", 1), MACROS),
        (PackageEntry("word/VBAPROJECT.BIN", 1), MACROS),
        (PackageEntry("word/secret.xml", 1, is_encrypted=True), LOCKED),
        (PackageEntry("word/media/bomb.bin", 3_000_000), BOMB),
    ],
)
def test_what_no_honest_package_holds(entry: PackageEntry, because: str) -> None:
    sentence = fault(entry)
    assert because in sentence
    assert sentence.startswith("“报告.docx”")
    assert sentence.endswith("。")


def test_too_much_in_all_and_too_many() -> None:
    assert BOMB in fault(PackageEntry("word/media/film.bin", LARGEST_UNPACKED), size=20_000_000)
    assert BOMB in fault(*[PackageEntry(f"word/{number}.xml", 1) for number in range(MOST_ENTRIES)])


@pytest.mark.parametrize(
    "entries", [None, (), (PackageEntry("evil.exe", 1),), WORD[:1], (PackageEntry("word.xml", 1), WORD[0])]
)
def test_what_is_no_package_of_its_kind(entries: tuple[PackageEntry, ...] | None) -> None:
    assert NONE in package_fault("报告.docx", HOLDS, entries, 10_000)
