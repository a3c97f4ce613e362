"""The Word files of a period hold what the page says, and pass our own measure."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

from docx import Document

from tasks_app.documents.official.checking.check import check
from tasks_app.documents.paper_contents import PaperContents, PaperTable
from tasks_app.documents.period_files import bulletin_file, summary_file

TABLE = PaperTable(
    "汇总表", ("序号", "重点任务", "责任单位"), (("1", "推进第1项重点任务", "市商务局"), ("2", "=1+1", "市水务局"))
)
CONTENTS = PaperContents(
    "2026年第一季度进展情况汇总表", ("共 2 件，未报送 1 件。",), (TABLE,), "演示数据，与实际工作无关"
)


def cells_of(content: bytes) -> list[list[str]]:
    [table] = Document(BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_summary_is_the_table() -> None:
    content = summary_file(CONTENTS)
    assert cells_of(content) == [list(TABLE.header), *map(list, TABLE.rows)]
    assert check(content) == []


def test_the_bulletin_bears_its_issuer_and_the_sentence_of_a_demo() -> None:
    content = bulletin_file(CONTENTS, issuer="市碳达峰碳中和工作领导小组办公室", signed_on=date(2026, 4, 20))
    said = "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
    assert "共 2 件，未报送 1 件。" in said
    assert "2026年4月20日" in said
    with ZipFile(BytesIO(content)) as package:
        everything = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert "演示数据，与实际工作无关" in everything
    assert check(content) == []
