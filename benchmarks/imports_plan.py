"""A plan of as many rows as one likes, from a seed: known units, sentences of the usual length, 40 headings."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from django.conf import settings

from tasks_app.domain.plan_sheet import PlanSheet, SheetRow

HEADINGS = 40
UNITS = (2, 8)
WORDS = ("加快", "推进", "完善", "重点领域", "节能降碳", "绿色低碳", "产业结构", "能源消费", "碳排放统计", "监测体系")
CHANGED = 10


def plan_of(rows: int, *, seed: int) -> PlanSheet:
    """The plan; the same for the same seed."""
    random = Random(seed)  # noqa: S311  (a plan, not a secret)
    catalogue = json.loads(Path(settings.BASE_DIR, "fixtures/units/zhuhai.json").read_text("utf-8"))
    names = [unit["name"] for unit in catalogue["units"]]
    made = tuple(_row(number, rows, names, random) for number in range(1, rows + 1))
    titles = tuple(dict.fromkeys(row.action for row in made))
    headings = tuple((title, "action") for title in titles)
    return PlanSheet("珠府〔2026〕1号", "珠海市测试方案", "珠海市人民政府", date(2026, 1, 5), headings, made)


def reissued(plan: PlanSheet) -> PlanSheet:
    """The same plan, in which every tenth row says something else."""
    rows = tuple(row if row.number % CHANGED else replace(row, text=f"{row.text}（修订）") for row in plan.rows)
    return replace(plan, rows=rows)


def _row(number: int, rows: int, names: list[str], random: Random) -> SheetRow:
    units = random.sample(names, random.randint(*UNITS))
    text = "".join(random.choices(WORDS, k=random.randint(8, 30))) + f"，完成第{number}项。"
    action = f"第{(number - 1) * HEADINGS // rows + 1}类行动"
    return SheetRow(number, action, text, "、".join(units), (units[0],), tuple(units[1:]), "inferred")
