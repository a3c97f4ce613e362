"""The plan of the house as it is shipped, read once; and a way to read a plan from a few lines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks_app.importing.catalogue import Catalogue
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import PlanReading
from tasks_app.importing.registry import UnitRegistry, UnitsOf

FIXTURES = Path(__file__).parents[2] / "fixtures"
NOTICE = "珠海市人民政府关于印发珠海市某方案的通知（珠府〔2024〕1号）\n2024年1月2日\n"
HEADER = "| 序号 | 重点任务 | | 主要负责单位 |\n|----|----|----|----|\n"


@pytest.fixture(scope="session")
def known() -> UnitsOf:
    registry = Catalogue.from_json(json.loads((FIXTURES / "units/zhuhai.json").read_text("utf-8"))).registry
    return lambda jurisdiction: registry if jurisdiction == "珠海市" else UnitRegistry()


@pytest.fixture(scope="session")
def seed() -> bytes:
    return (FIXTURES / "plans/zhuhai_carbon_peak_2023.txt").read_bytes()


@pytest.fixture(scope="session")
def reading(seed: bytes, known: UnitsOf) -> PlanReading:
    return read_plan(seed, name="zhuhai_carbon_peak_2023.txt", known=known)


@pytest.fixture
def read_rows(known: UnitsOf) -> Callable[..., PlanReading]:
    """Reads a plan that has only the given table rows under the usual notice and header."""

    def read(*rows: str, lead: str = "first") -> PlanReading:
        content = (NOTICE + HEADER + "\n".join(rows)).encode()
        return read_plan(content, name="plan.txt", known=known, lead=lead)

    return read
