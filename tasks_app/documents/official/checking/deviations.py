"""One deviation from the standard: which part, what of it, what was found and what is asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from tasks_app.documents.official.layout import TWIPS_PER_MM

SIZE_NAMES = {
    36: "小初",
    26: "1号",
    24: "小1号",
    22: "2号",
    18: "小2号",
    16: "3号",
    15: "小3号",
    14: "4号",
    12: "小4号",
    10.5: "5号",
    9: "小5号",
}
ALIGNMENTS = {
    "left": "左对齐",
    "start": "左对齐",
    "center": "居中",
    "right": "右对齐",
    "end": "右对齐",
    "both": "两端对齐",
}


@dataclass(frozen=True)
class Deviation:
    """``times``: in how many places of the paper."""

    part: str
    what: str
    found: str
    expected: str
    times: int = 1

    @property
    def sentence(self) -> str:
        """As the command prints it."""
        often = f"（共 {self.times} 处）" if self.times > 1 else ""
        return f"{self.part}：{self.what}为{self.found}，应为{self.expected}{often}。"


def counted(deviations: Iterable[Deviation]) -> list[Deviation]:
    """Each once, with how often it occurs."""
    times: dict[Deviation, int] = {}
    for deviation in deviations:
        times[deviation] = times.get(deviation, 0) + 1
    return [Deviation(each.part, each.what, each.found, each.expected, count) for each, count in times.items()]


def millimetres(twips: float | None) -> str:
    """A length on the page."""
    return "未设置" if twips is None else f"{twips / TWIPS_PER_MM:.1f} 毫米"


def points(size: float | None) -> str:
    """A size of type, by its Chinese name where it has one."""
    if size is None:
        return "未设置"
    name = SIZE_NAMES.get(size)
    return f"{name}（{size:g} 磅）" if name else f"{size:g} 磅"


def pitch(twips: float | None) -> str:
    """A pitch of lines."""
    return "不固定" if twips is None else f"固定值 {twips / 20:g} 磅"


def characters(count: float | None) -> str:
    """An indent."""
    return "未设置" if count is None else f"{round(count, 2):g} 字"


def shown(text: str, most: int = 24) -> str:
    """Words of the paper in a sentence of ours."""
    flat = " ".join(text.split())
    return f"“{flat[:most]}…”" if len(flat) > most else f"“{flat}”"
