"""Titles over one line are broken in balance (梯形、菱形): whole words, no line much longer than the next."""

import re
from collections.abc import Iterable
from itertools import combinations, pairwise

from tasks_app.documents.official.layout import LOOKS, Part
from tasks_app.documents.official.marked_text import Block
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.documents.official.wording import width

# A title that needs more lines is no title any more: Word wraps it as it comes.
MOST_LINES = 3
_WORDS = """
关于 通知 通报 约谈 督办 催办 纪要 报告 请示 批复 意见 方案 办法 情况 进展 工作 任务 重点 年度 季度 调度
汇总 实施 推进 落实 整改 核查 商请 协助 加强 做好 开展 报送 提供 完成 逾期 未完成 有关 事项 问题 清单
会议 部门 单位 负责人 主要 领导小组 办公室 委员会 人民政府 管委会 碳达峰 碳中和 碳排放 行动 能源 工业
建筑 交通 绿色 低碳 循环经济 节能 降碳 十四五 十五五 珠海市 广东省 专项 评估 考核 自评 印发 召开 举行
参加 重点任务 年度任务 进展情况 有关情况 有关事项 征求 函告 回复 答复 时限 期限 延期 进一步 配合 支持
研究 审定 公布 结果 联络员 上半年 下半年
"""
_TOGETHER = re.compile(
    r"[A-Za-z0-9.%-]+[年月日号期项季]?|《[^《》]{1,12}》|“[^“”]{1,10}”|[一二三四]季度"
    r"|[一二三四五六七八九十两几]+[个家项件次]\w{0,2}"
)
_NEVER_FIRST = "的、，。；：！？）》”〕和与及等"
_NEVER_LAST = "（《“〔"
_TIES_BACKWARDS = ("关于", "对", "和", "与", "及", "向")

CUT_WORD, BAD_EDGE, HOURGLASS, RECTANGLE = 200.0, 120.0, 30.0, 3.0


def title_lines(paper: OfficialPaper, block: Block) -> tuple[str, ...]:
    """The lines of a title of this paper, on a sheet as wide as its own; it names the units of the paper whole."""
    addressees = [other.text for other in paper.blocks if other.part is Part.ADDRESSEE]
    names = [paper.issuer, paper.signed_by, *re.split(r"[、，：；]", "、".join(addressees))]
    widest = paper.outline.page.text_width // LOOKS[Part.TITLE].twips(1)
    return balanced(block.text, widest=widest, names=names)


def balanced(title: str, *, widest: float, names: Iterable[str] = ()) -> tuple[str, ...]:
    """The lines of a title, none over ``widest`` characters. ``names`` of units stay whole where they can."""
    lines = -(-width(title) // widest)
    if lines <= 1 or lines > MOST_LINES:
        return (title,)
    bad = _costs(title, names)
    ways = (_lines(title, cuts) for cuts in combinations(range(1, len(title)), int(lines) - 1))
    fitting = [way for way in ways if all(width(line) <= widest for line in way)]
    return min(fitting, key=lambda way: _cost(way, bad), default=(title,))


def _lines(title: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(title[start:end] for start, end in pairwise((0, *cuts, len(title))))


def _costs(title: str, names: Iterable[str]) -> dict[int, float]:
    """What a break before each place costs: most inside a word or a name, much at a wrong edge."""
    costs: dict[int, float] = {}
    spans = [found.span() for found in _TOGETHER.finditer(title)]
    for word in (*_WORDS.split(), *(name for name in names if name)):
        spans += [found.span() for found in re.finditer(re.escape(word), title)]
    for start, end in spans:
        costs |= dict.fromkeys(range(start + 1, end), CUT_WORD)
    for place in range(1, len(title)):
        before, after = title[:place], title[place]
        if after in _NEVER_FIRST or before[-1] in _NEVER_LAST or before.endswith(_TIES_BACKWARDS):
            costs[place] = costs.get(place, 0) + BAD_EDGE
    return costs


def _cost(lines: tuple[str, ...], bad: dict[int, float]) -> float:
    """Squares of what each line is off the mean, the price of its breaks, and of an ugly outline."""
    widths = [width(line) for line in lines]
    mean = sum(widths) / len(widths)
    cost, place = sum((each - mean) ** 2 for each in widths), 0
    for line in lines[:-1]:
        place += len(line)
        cost += bad.get(place, 0)
    if len(widths) == MOST_LINES and widths[1] < min(widths[0], widths[2]):
        cost += HOURGLASS
    return cost + (RECTANGLE if len(set(widths)) == 1 else 0)
