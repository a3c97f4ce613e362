"""plan_scoreboard: one line a plan, every wrong pair, exit by the bars."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

SAMPLES = Path(__file__).parents[1] / "importing" / "samples"
PLAN, TRUTH = SAMPLES / "guangzhou_talent_2012.txt", SAMPLES / "guangzhou_talent_2012.json"


def test_plan_over_the_bars_is_one_line() -> None:
    out = io.StringIO()
    call_command("plan_scoreboard", str(PLAN), str(TRUTH), stdout=out)
    assert out.getvalue() == (
        "guangzhou_talent_2012.txt：应有 90，读出 90，查准 100.0%，查全 100.0%，错误 0，其中已提示 0，未提示 0\n"
    )


def test_plan_under_the_bars_fails_and_names_the_pairs(tmp_path: Path) -> None:
    truth = json.loads(TRUTH.read_text("utf-8"))
    truth["rows"][0]["support"].append("市统计局")
    other = tmp_path / "truth.json"
    other.write_text(json.dumps(truth), "utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match="未达到标准") as refused:
        call_command("plan_scoreboard", str(PLAN), str(other), stdout=out)
    assert refused.value.returncode == 1
    assert "第 2 行 漏读 市统计局（support），未提示" in out.getvalue()


@pytest.mark.parametrize("files", [[str(PLAN)], [str(PLAN), "nowhere.json"]])
def test_what_cannot_be_read_is_a_matter_of_usage(files: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("plan_scoreboard", *files)
    assert refused.value.returncode == 2
