"""Tables as offices make them, and as they should not: from a seed, in every format that is read."""

import csv
import io
import json
from collections.abc import Callable
from random import Random

from tasks_app.importing.table import drawn
from tests.fuzz import packages

Rows = list[list[str]]

NUMBERS = ("序号", "编号", "项目", "№")
ACTIONS = ("", "行动", "领域", "工作领域", "类别")
FURTHER = ("备注", "资金来源", "牵头单位", "总投资\n（亿元）", "备注", "完成时限", "配合单位")
TEXTS = ("重点任务", "工作任务", "主要任务", "措施", "任务\n内容")
UNITS = ("主要负责单位", "责任单位", "牵头单位", "责任部门", "配合单位", "完成时限")
NAMES = (
    "市发展改革局", "工业和信息化局", "市委宣传部", "网信办", "珠海供电局", "各区人民政府（管委会）", "团市委",
    "各有关单位", "A市、B市人民政府", "市发展改⾰委", "省卫生 健 康委", "市场监督管理局",
    "市碳达峰碳中和工作领导小组办公室及各成员单位", "无", "等",
)  # fmt: skip
WORDS = (
    "加快推进", "到2030年，", "非化石能源占比达到25%左右。", "力争", "。", "\n", "　", "|", "\\", "<br>", "=1+1",
    "@SUM(A1)", "-", "**重点**", " and ", "\u200b", "\u202e", "𠮷", "🙂", "'", '"', ",", ";", "\t", "{{7*7}}",
    "<script>", "%s", "_x000D_", "&amp;", "\x07", "持续推进",
)  # fmt: skip
BETWEEN = ("、", "，", ",", "；", "\n", " ", "、、", "，牵头；", "牵头，")
LABELS = ("", "", "", "牵头单位：", "责任单位：", "（责任单位：", "由")
ENDS = ("", "", "", "按职责分工负责", "牵头", "等", "）", "（", "参与")
NOTICES = (
    "珠海市人民政府关于印发珠海市某方案的通知（珠府〔2024〕1号）", "2024年1月2日", "2024年13月40日", "一、重点任务",
    "（一）某行动。加快推进。", "1.某任务。到2030年，占比达到25%。（责任单位：市发展改革局）",
    "注：列第一位的为牵头单位，下同。", "| 乱 |", "附件",
)  # fmt: skip
GOOD_HEADER = ("序号", "重点任务", "", "主要负责单位")
TAME = 0.4  # the share of tables in which all is well, so that the rest of the way is walked too


def table_of(random: Random, tame: float) -> Rows:
    """One table: in part just as it should be, else with a header and rows that mostly hold."""
    if random.random() < tame:
        further = random.sample(FURTHER, random.choice((0, 0, 1, 2)))
        rows = [_good_row(random, number, further) for number in range(1, random.randint(2, 9))]
        return [[*GOOD_HEADER, *further], *rows]
    header = [random.choice(NUMBERS[: random.choice((1, 4))]), random.choice(TEXTS), "", random.choice(UNITS)]
    if random.random() < 0.3:
        header[1:3] = [random.choice(ACTIONS), random.choice(TEXTS)]
    header += random.choices(UNITS, k=random.choice((0, 0, 0, 1, 3)))
    if random.random() < 0.1:
        random.shuffle(header)
    rows = [_row(random, number, len(header)) for number in range(1, random.randint(1, 9))]
    for _ in range(random.choice((0, 0, 1, 2))):
        rows.insert(random.randint(0, len(rows)), random.choice((header, [], [""] * 4, ["合计"], ["一、某类"])))
    return [header, *rows]


def content_of(random: Random, *, tame: float = TAME) -> tuple[str, bytes]:
    """A file with such a table: its format and its bytes. ``tame`` is how likely all is well with it."""
    rows = table_of(random, tame)
    said = random.choices(NOTICES, k=random.randint(0, 5)) if random.random() > tame else list(NOTICES[:2])
    kind = random.choice(list(FORMATS))
    return kind, FORMATS[kind](random, said, rows)


def _good_row(random: Random, number: int, further: list[str]) -> list[str]:
    text = "".join(random.choices(WORDS, k=random.randint(0, 12)))
    units = "、".join(random.sample(NAMES[:5], random.randint(1, 4)))
    own = [_good_cell(random, heading) for heading in further]
    return [str(number), random.choice(("甲行动", "乙行动")), f"推进{text}", units, *own]


def _good_cell(random: Random, heading: str) -> str:
    if heading in UNITS:
        return random.choice(("2026年12月", "持续推进") if heading == "完成时限" else NAMES[:5])
    return "".join(random.choices(WORDS, k=random.randint(0, 4)))


def _row(random: Random, number: int, width: int) -> list[str]:
    said = str(number) if random.random() < 0.9 else random.choice(("", "一", "1.", "０", "99999", "-1", "1.5"))
    action = random.choice(("", "能源绿色低碳转型行动", "某 行 动", "行" * random.choice((3, 130))))
    text = "".join(random.choices(WORDS, k=random.randint(0, 12)))
    names = random.choice(BETWEEN).join(random.choices(NAMES, k=random.randint(0, 6)))
    cells = [said, action, text, random.choice(LABELS) + names + random.choice(ENDS)]
    cells += random.choices((*NAMES, "2026年12月", ""), k=max(0, width - 4))
    return cells[: random.choice((width, width, width, width, 3, width + 1))]


def _text(random: Random, said: list[str], rows: Rows) -> bytes:
    lines = said + [drawn(row) if random.random() < 0.95 else "\t".join(row) for row in rows]
    return (
        random.choice(("\n", "\r\n", "\r"))
        .join(lines)
        .encode(random.choice(("utf-8", "utf-8-sig", "utf-16")), "ignore")
    )


def _csv(random: Random, said: list[str], rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    delimiter = random.choice(",;\t")
    writer = csv.writer(text, delimiter=delimiter, quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    writer.writerows([*([line] for line in said), *rows])
    return text.getvalue().encode(random.choice(("utf-8", "utf-8-sig", "gb18030")), "ignore")


def _json(random: Random, said: list[str], rows: Rows) -> bytes:
    is_tame = random.random() < TAME
    tasks = [_json_task(random, place, row, is_tame=is_tame) for place, row in enumerate(rows[1:], start=1)]
    plan = {
        "number": random.choice(("试〔2026〕1号", 1)[: 2 - is_tame]),
        "title": "某方案",
        "issuer": random.choice(("珠海市人民政府", "", None)[: 3 - 2 * is_tame]),
        "issued_on": random.choice((None, "2026-01-05", "2026-02-30")[: 3 - is_tame]),
        "headings": [{"title": "某行动", "kind": random.choice(("action", "policy", "x")[: 3 - is_tame])}],
    }
    content = {"plan": plan, "tasks": tasks}
    return json.dumps(content, ensure_ascii=random.random() < 0.5).encode("utf-8", "ignore")


def _json_task(random: Random, place: int, row: list[str], *, is_tame: bool) -> dict[str, object]:
    units = ["市发展改革局", "市商务局"]
    good: dict[str, object] = {
        "number": place,
        "action": "某行动",
        "text": "".join(row) or "某事。",
        "units_text": "、".join(units),
        "leads": units[:1],
        "support": units[1:],
        "lead_basis": random.choice(("inferred", "declared")),
    }
    if not is_tame:
        good[random.choice(list(good))] = random.choice((None, 7, "市", [1], [], {}, "，".join(row), True, 1e309))
    return good


FORMATS: dict[str, Callable[[Random, list[str], Rows], bytes]] = {
    "txt": _text,
    "csv": _csv,
    "json": _json,
    "xlsx": lambda _random, said, rows: packages.xlsx([*([line] for line in said), *rows]),
    "docx": lambda _random, said, rows: packages.docx(said, rows),
}
