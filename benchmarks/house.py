"""The house that is measured: the plan with 60 units on its rows, their people, and a year issued by real actions.

The real plan names 42 units, in rows of one to twelve. Here each of its 30 rows has a declared lead and five
supporting units, and each of 60 units stands in three rows, so that every size is the same picture, only larger.
"""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.actor import Actor
from accounts.models import Post, Unit, UnitKind
from tasks_app.actions import calendars, cycles, plans, recording
from tasks_app.domain.access import Role
from tasks_app.domain.plan_sheet import PlanSheet, SheetRow, as_json
from tasks_app.management.demo import people
from tasks_app.models import Cycle
from tasks_app.models.calendar import working_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
IMPORTED_AT = datetime(2023, 5, 19, 9, tzinfo=SHANGHAI)
DRAFTED_AT = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
ISSUED_AT = datetime(2026, 3, 2, 16, tzinfo=SHANGHAI)
# Every run is measured as of this moment, whatever the day it is started on.
NOW = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
CALENDAR_YEARS = range(2023, 2028)

PLAN_FILE = "zhuhai_carbon_peak_2023.txt"
HOST = "市发展改革局"
OFFICE = "市碳达峰碳中和工作领导小组办公室"
UNITS_A_TASK = 6
# Walking round the units in these strides, each round meets every unit once, in other company.
STRIDES = (1, 7, 11)
MORE_UNITS = (
    *("市民政局", "市人力资源社会保障局", "市卫生健康局", "市应急管理局", "市审计局", "市外事局", "市信访局"),
    *("市退役军人事务局", "市医疗保障局", "市总工会", "市科协", "市残联", "市工商联", "市档案馆", "市供销社"),
    *("珠海海关", "珠海海事局", "珠海港控股集团", "珠海公共交通集团"),
)


@transaction.atomic
def build() -> Cycle:
    """Builds the whole house and returns its issued year, with one item for each row of the plan."""
    setup = Actor.clock("基准测试", "1", on=NOW.date())
    for year in CALENDAR_YEARS:
        calendars.seed_year(year, by=setup, at=IMPORTED_AT)
    reading = plans.read(_plan_of_sixty(), name="plan.json")
    plans.import_reading(reading, by=setup, at=IMPORTED_AT)
    _seat_office(by=setup)
    people.settle(by=setup, at=IMPORTED_AT, year=NOW.year)
    clerk, director = _in_office(Role.OFFICE_CLERK), _in_office(Role.OFFICE_DIRECTOR)
    cycle = cycles.open_year(NOW.year, by=clerk, at=DRAFTED_AT, calendar=working_calendar())
    cycles.draft_items(cycle, by=clerk, at=DRAFTED_AT)
    cycles.issue(cycle, by=director, at=ISSUED_AT)
    return Cycle.objects.get(pk=cycle.pk)


def _seat_office(*, by: Actor) -> None:
    """The office in its host; on no row here, so that the importer did not make it."""
    host = Unit.objects.get(name=HOST)
    office = Unit(name=OFFICE, kind=UnitKind.COORDINATION, hosted_by=host, jurisdiction=host.jurisdiction)
    recording.save(office, by=by, at=IMPORTED_AT, why="建立单位")


def _in_office(role: Role) -> Actor:
    office = Unit.objects.get(kind=UnitKind.COORDINATION)
    return Actor.in_post(Post.objects.filter(unit=office, role=role).order_by("id")[:1].get(), DRAFTED_AT.date())


def _plan_of_sixty() -> bytes:
    """The real plan, row by row, with the 60 units dealt out anew; in the shape that the importer reads."""
    folder = Path(settings.BASE_DIR) / "fixtures"
    text = (folder / "plans" / PLAN_FILE).read_bytes()
    sheet = plans.read(text, name=PLAN_FILE).sheet
    known = json.loads((folder / "units" / "zhuhai.json").read_text(encoding="utf-8"))
    names = (*(unit["name"] for unit in known["units"] if unit["name"] != OFFICE), *MORE_UNITS)
    rows = tuple(_held_by(row, _company(place, names)) for place, row in enumerate(sheet.rows))
    dealt = PlanSheet(sheet.number, sheet.title, sheet.issuer, sheet.issued_on, sheet.headings, rows)
    return json.dumps(as_json(dealt), ensure_ascii=False).encode()


def _company(place: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """The units of the row at this place, counted from 0."""
    seats = range(place * UNITS_A_TASK, (place + 1) * UNITS_A_TASK)
    return tuple(names[seat * STRIDES[seat // len(names)] % len(names)] for seat in seats)


def _held_by(row: SheetRow, units: tuple[str, ...]) -> SheetRow:
    return SheetRow(row.number, row.action, row.text, "、".join(units), units[:1], units[1:], "declared")
