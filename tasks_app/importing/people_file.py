"""A table of people (.xlsx or .csv) as values: every row with its number, every wrong cell named at once."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tasks_app.domain.access import Role
from tasks_app.domain.people_columns import WANTED, Block, blocks_of, role_of
from tasks_app.domain.texts import on_one_line
from tasks_app.importing.files.grid import read_grid
from tasks_app.importing.source import Unreadable

MOST = 500
TOO_MANY = f"一次最多导入 {MOST} 人，请分开导入。"
NO_ROWS = "表头下面没有人员，请检查是否选错了文件。"
MISSING = "没有填写{title}。"
UNKNOWN_ROLE = "“{text}”不是已知角色，请填写联络员、单位审核人等。"
BAD_DAY = "“{text}”不是日期，请写成 2026-03-01。"
TOO_LONG = "超过 {longest} 字，请缩短。"
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+0?0:00(?::00)?)?")
TITLES = {"unit": "单位", "full_name": "姓名", "role": "角色", "starts_on": "起始日", "ends_on": "截止日"}
LONGEST = {"full_name": 64, "unit": 120, "phone": 40, "email": 254, "username": 64, "basis": 200}


@dataclass(frozen=True)
class CellFault:
    """What is wrong with a cell, or about what one is not sure: the row of the file, the column, the sentence."""

    row: int
    cell: str
    message: str


@dataclass(frozen=True)
class PersonRow:
    """One person in one post, as the file has it."""

    row: int
    full_name: str
    unit: str
    role: Role
    username: str = ""
    phone: str = ""
    email: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    basis: str = ""


@dataclass(frozen=True)
class PeopleRead:
    """All rows that can be read, and all faults of the others."""

    rows: tuple[PersonRow, ...]
    faults: tuple[CellFault, ...]


def read_people(content: bytes, *, name: str) -> PeopleRead:
    """The people of a file. Raises Unreadable for what is no such table, and for more than 500 of them."""
    grid = read_grid(content, name=name, is_header=lambda cells: bool(blocks_of(cells)), wanted=WANTED)
    header = next(number for number, cells in enumerate(grid) if blocks_of(cells))
    blocks = blocks_of(grid[header])
    rows: list[PersonRow] = []
    faults: list[CellFault] = []
    unit = ""
    for number, cells in enumerate(grid[header + 1 :], start=header + 2):
        for block in blocks:
            said = _said(block, cells)
            unit = said["unit"] = said["unit"] or unit  # a merged cell names the unit once
            if not any(said.get(key) for key in (("full_name",) if block.role else ("full_name", "role", "username"))):
                continue
            row, wrong = _read_row(number, said)
            faults += wrong
            rows += [row] if row else []
    if len(rows) + len({fault.row for fault in faults}) > MOST:
        raise Unreadable(TOO_MANY)
    if not rows and not faults:
        raise Unreadable(NO_ROWS)
    return PeopleRead(tuple(rows), tuple(faults))


def _said(block: Block, cells: Sequence[str]) -> dict[str, str]:
    said = {key: on_one_line(cells[place]) if place < len(cells) else "" for key, place in block.places.items()}
    return {**said, "role": block.role.removesuffix("姓名")} if block.role else said


def _read_row(number: int, said: dict[str, str]) -> tuple[PersonRow | None, list[CellFault]]:
    faults: list[CellFault] = []

    def wrong(key: str, message: str) -> None:
        faults.append(CellFault(number, key, message))

    for key in ("unit", "full_name", "role"):
        if not said[key]:
            wrong(key, MISSING.format(title=TITLES[key]))
    for key, longest in LONGEST.items():
        if len(said.get(key, "")) > longest:
            wrong(key, TOO_LONG.format(longest=longest))
    role = role_of(said["role"])
    if said["role"] and role is None:
        wrong("role", UNKNOWN_ROLE.format(text=said["role"][:20]))
    starts_on, ends_on = (_day(said.get(key, ""), key, wrong) for key in ("starts_on", "ends_on"))
    if faults or role is None:
        return None, faults
    words = {key: said.get(key, "") for key in ("full_name", "unit", "username", "email", "basis")}
    return PersonRow(number, role=role, phone=_phone(said), starts_on=starts_on, ends_on=ends_on, **words), []


def _phone(said: dict[str, str]) -> str:
    return unicodedata.normalize("NFKC", said.get("phone", ""))


def _day(text: str, key: str, wrong: Callable[[str, str], None]) -> date | None:
    """The day of a cell; none where it is empty or names none, which is then said."""
    if not text:
        return None
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    wrong(key, BAD_DAY.format(text=text[:20]))
    return None


def as_json(rows: Sequence[PersonRow]) -> list[dict[str, object]]:
    """The rows as a confirmation carries them."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in vars(row).items()}
        for row in rows
    ]


def from_json(told: object) -> tuple[PersonRow, ...]:
    """The rows of a confirmation. Raises ValueError for anything that is not in the shape of :func:`as_json`."""
    if not isinstance(told, list) or not 0 < len(told) <= MOST:
        raise ValueError("no list of people")
    return tuple(_row_from(one) for one in told)


def _row_from(told: object) -> PersonRow:
    if not isinstance(told, dict) or set(told) != set(PersonRow.__dataclass_fields__):
        raise ValueError("no person")
    words = {key: on_one_line(str(told[key]))[:longest] for key, longest in LONGEST.items()}
    starts_on, ends_on = (date.fromisoformat(str(told[key])) if told[key] else None for key in ("starts_on", "ends_on"))
    return PersonRow(int(told["row"]), role=Role(str(told["role"])), starts_on=starts_on, ends_on=ends_on, **words)
