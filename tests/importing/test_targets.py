"""The figures of 珠府〔2023〕39号 against a truth written by hand, and sentences of other plans."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tasks_app.importing.body_paragraphs import Paragraph
from tasks_app.importing.reading import MeasureRead
from tasks_app.importing.targets.reader import MOST_DOUBTS, read_targets
from tasks_app.importing.targets.sentences import compact

TRUTH = json.loads((Path(__file__).parent / "truth_zhuhai_targets.json").read_text("utf-8"))
TOLD = [dict(zip(TRUTH["columns"], target, strict=True)) for target in TRUTH["targets"]]
# Years and five-year plans (五年规划): what makes a number of the body a promise of a day.
DATED = re.compile(r"(?:19|20)\d{2}年|十[四五]五")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def as_told(target):
    return {
        "measure": target.measure,
        "kind": target.kind.value,
        "name": target.name,
        "year": target.year,
        "period_start": target.period_start,
        "before": target.is_before,
        "comparator": target.comparator.value if target.comparator else None,
        "value": None if target.value is None else float(target.value),
        "set_by": target.set_by,
        "unit": target.unit,
        "baseline_year": target.baseline_year,
        "wording": target.wording.value,
    }


@pytest.fixture(scope="module")
def about_figures(reading):
    return [doubt for doubt in reading.doubts if doubt.cell == "targets"]


def test_targets_are_those_a_person_read(reading):
    wanted = [{key: value for key, value in target.items() if key != "words"} for target in TOLD]
    assert [as_told(target) for target in reading.targets] == wanted


def test_words_that_promise_stand_in_the_sentence_of_the_target(reading):
    for told, target in zip(TOLD, reading.targets, strict=True):
        assert told["words"] in compact(target.sentence)


def test_each_sentence_stands_in_the_text_and_contains_its_number(reading):
    texts = {measure.number: measure.text for measure in reading.measures}
    for target in reading.targets:
        assert target.sentence in texts.get(target.measure, reading.source_text)
        if target.value is not None:
            assert str(target.value) in target.sentence
        assert (
            target.year is None
            or any(word in target.sentence for word in (str(target.year), "十四五", "十五五") if word)
            or target.name in ("施工现场建筑材料损耗率", "建筑废弃物资源化利用率")
        )


def test_each_target_knows_the_line_where_its_sentence_begins(reading):
    lines = [compact(line) for line in reading.source_text.split("\n")]
    for target in reading.targets:
        assert compact(target.sentence)[:12] in lines[target.line - 1]


def test_no_dated_number_of_the_body_is_left_without_a_target_or_a_reason(reading, about_figures):
    """Sentence by sentence, with patterns that are not the reader's own."""
    promised = {compact(target.sentence) for target in reading.targets}
    reasons = [doubt.message for doubt in about_figures if doubt.kind == "left_out_figure"]
    for measure in reading.measures:
        for sentence in re.split(r"(?<=。)|\n", compact(measure.text)):
            if (DATED.search(sentence) or NUMBER.search(sentence)) and sentence not in promised:
                assert any(
                    message.startswith(f"措施 {measure.number}：") and _quoted(message) in sentence
                    for message in reasons
                ), sentence


def _quoted(message):
    return message.split("“", 1)[1].split("”中的")[0].split("”未列")[0].strip("…")


def test_what_is_left_out_is_what_a_person_left_out_and_the_reason_is_written(about_figures):
    left_out = [doubt.message for doubt in about_figures if doubt.kind == "left_out_figure"]
    assert len(left_out) == len(TRUTH["left_out"])
    reasons = {"qualitative": "只有时间和方向", "condition": "条件（门槛）", "count": "对象的数目", "name": "名称"}
    for message, (measure, words, reason, _why) in zip(left_out, TRUTH["left_out"], strict=True):
        assert message.startswith(f"措施 {measure}：" if measure else "总体要求")
        assert reasons[reason] in message
        assert _quoted(message)[-12:] in words or words[-12:] in _quoted(message)


def test_the_only_other_doubt_is_a_year_that_stands_in_the_sentence_before(about_figures):
    others = [(doubt.kind, doubt.chosen) for doubt in about_figures if doubt.kind != "left_out_figure"]
    assert others == [("inherited_year", "2030")]


def test_both_years_of_an_indicator_share_its_name(reading):
    years = {}
    for target in reading.targets:
        years.setdefault(target.name, []).append(target.year)
    assert {name: found for name, found in years.items() if len(found) > 1} == {
        "单位地区生产总值能源消耗": [2025, 2030],
        "单位地区生产总值二氧化碳排放": [2025, 2030],
        "风电和光伏发电装机容量": [2025, 2030],
        "生物质发电装机容量": [2025, 2030],
        "大宗工业固废年综合利用率": [2025, 2030],
        "城市生活垃圾资源化利用比例": [2025, 2030],
    }


def read(text, **options):
    return read_targets([MeasureRead("1", "措施", "行动", text)], [], **options)


def briefly(target):
    how = target.comparator.value if target.comparator else "-"
    value = "" if target.value is None else f"{target.value.normalize():f}"
    return f"{target.name} {target.year} {how}{value}{target.unit}{'（力争）' if target.wording == '力争' else ''}"


OTHER_PLANS = {
    "到2025年，非化石能源消费比重达到20%左右，单位国内生产总值能源消耗比2020年下降13.5%，为实现碳达峰奠定坚实基础。": [
        "非化石能源消费比重 2025 about20%",
        "单位国内生产总值能源消耗 2025 ≥13.5%",
    ],
    "“十四五”、“十五五”期间分别新增水电装机容量4000万千瓦左右。": [
        "新增水电装机容量 2025 about4000万千瓦",
        "新增水电装机容量 2030 about4000万千瓦",
    ],
    "到2025年，国内原油一次加工能力控制在10亿吨以内，煤炭消费占比降至30%以下。": [
        "国内原油一次加工能力 2025 ≤10亿吨",
        "煤炭消费占比 2025 ≤30%",
    ],
    "到2025年、2030年，绿色出行比例分别达到60%、70%以上。": ["绿色出行比例 2025 ≥60%", "绿色出行比例 2030 ≥70%"],
    "力争到2025年，新能源公交车占比达到100%、充电桩达到3万个。": [
        "新能源公交车占比 2025 ≥100%（力争）",
        "充电桩 2025 ≥3万个（力争）",
    ],
    "到2025年，单位工业增加值能耗、二氧化碳排放分别较2020年下降15%和18%。": [
        "单位工业增加值能耗 2025 ≥15%",
        "单位工业增加值二氧化碳排放 2025 ≥18%",
    ],
    "到2025年，大宗固废年利用量达到40亿吨左右；到2030年，年利用量达到45亿吨左右。": [
        "大宗固废年利用量 2025 about40亿吨",
        "大宗固废年利用量 2030 about45亿吨",
    ],
    "到2025年，建成500座充电站、30座加氢站。": ["建成充电站 2025 ≥500座", "建成加氢站 2025 ≥30座"],
    "研发投入占地区生产总值比重到 2027 年底提高至３．２％。": ["研发投入占地区生产总值比重 2027 ≥3.2%"],
    "2024年6月底前，出台实施办法。": ["出台实施办法 2024 -"],
    "二氧化碳排放力争2030年前达到峰值。": ["二氧化碳排放达到峰值 2030 -（力争）"],
    "到2025年，抽水蓄能装机规模达到120万千瓦，力争达到240万千瓦；其中，海上风电装机200万千瓦。": [
        "抽水蓄能装机规模 2025 ≥120万千瓦",
        "抽水蓄能装机规模 2025 ≥240万千瓦（力争）",
        "海上风电装机 2025 ≥200万千瓦",
    ],
    "到2025年，单位工业增加值能耗比“十三五”末下降14%。": ["单位工业增加值能耗 2025 ≥14%"],
    "（1）2025年底前建成充电站20座（市交通运输局牵头，各区按职责分工负责）。": ["建成充电站 2025 ≥20座"],
    "完成国家下达的能耗强度目标。": ["能耗强度目标 None -"],
}


@pytest.mark.parametrize(("text", "wanted"), OTHER_PLANS.items(), ids=range(len(OTHER_PLANS)))
def test_sentences_of_other_plans(text, wanted):
    assert [briefly(target) for target in read(text).targets] == wanted


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("到2025年，碳排放强度下降3%-5%。", "unread_figure", "3、5"),
        ("到2025年，与东盟合作再上台阶。", "unread_figure", "带有年份"),
        ("城区常住人口100万以上的城市加快发展。", "left_out_figure", "门槛"),
        ("2020年，全市绿地率达到43%。", "left_out_figure", "过去"),
        ("绿地率比2020年提高2个百分点。", "unread_figure", "没有目标年份"),
        ("到2025年，装机达到99999999999万千瓦。", "unread_figure", "未能确定"),
        (f"到2025年，{'甲' * 300}达到5%。", "unread_figure", "过长"),
    ],
)
def test_what_is_no_target_is_never_passed_over_in_silence(text, kind, words):
    found = read(text, issued_in=2023).doubts
    assert [(doubt.kind, words in doubt.message) for doubt in found] == [(kind, True)]


def test_decimals_stay_as_they_are_written():
    [target] = read("全市森林覆盖率达32.20%。").targets
    assert (target.value, str(target.value), target.year) == (Decimal("32.2"), "32.20", None)


def test_text_full_of_numbers_is_given_up_in_words():
    found = read_targets([], [Paragraph("1，" * 5000 + "。", 1, 1), Paragraph("第2。" * 5000, 2, 2)])
    assert found.targets == ()
    assert len(found.doubts) == MOST_DOUBTS + 1
    assert found.doubts[-1].kind == "too_many_targets"
