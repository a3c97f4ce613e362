"""What the office is told about a unit, a name or a membership that does not hold: one sentence each."""

from datetime import date

NAME_NEEDED = "请填写单位名称，例如“市商务局”。"
TEXT_NEEDED = "请填写别名，例如“市发展改革委”。"
DAY_NEEDED = "请填写起始日期。"
LAST_DAY_NEEDED = "请填写最后一天。"
BASIS_NEEDED = "请写明依据，例如批准文件的名称和文号。"
NAME_TAKEN = "辖区内已有名为“{name}”的单位，请在单位名录中查找。"
BORNE = "“{text}”是“{holder}”现在或以前的名称、别名，同一写法不能指两个单位。"
BORNE_ITSELF = "“{text}”是另一个单位或单位组的现用名称，不能再指本单位。"
OWN_NAME = "“{text}”就是现用名称，不需要再登记为别名。"
KNOWN_ALIAS = "“{text}”已是本单位的别名，自 {since} 起使用。"
ENDS_BEFORE_START = "最后一天不能早于起始日 {since}，请核对。"
ENDED_ALREADY = "已于 {on} 停用，不能再次停用。"
SAME_KIND = "类别没有变化，请另选类别。"
NOT_ITS_OWN_HOST = "单位不能设在自己，请另选。"
HOSTED_HOST = "“{host}”本身设在“{other}”，请直接选择“{other}”。"
HAS_GUESTS = "“{guests}”设在本单位，本单位不能再设在其他单位。"
SAME_HOST = "“设在”没有变化，请另选。"
NOT_PROVISIONAL = "本单位已经核定。"
TWICE = "“{unit}”{span}已是本组成员，同一时间不能重复；请调整起始日期。"
GROUP_SETTLED = "本单位组的成员名单已经核定。"
NO_MEMBERS = "本单位组今天没有成员，请先添加成员再核定。"
LEFT_ALREADY = "“{unit}”已于 {on} 退出本组。"


def borne_by(text: str, holder: str) -> str:
    """Whose the name is already."""
    return BORNE_ITSELF.format(text=text) if text == holder else BORNE.format(text=text, holder=holder)


def span(starts_on: date, ends_on: date | None) -> str:
    """From a day to a day in words: 自 2023-05-19 起, or 自 2023-05-19 至 2025-12-31."""
    return f"自 {starts_on:%Y-%m-%d} 至 {ends_on:%Y-%m-%d}" if ends_on else f"自 {starts_on:%Y-%m-%d} 起"


def overlaps(starts_on: date, ends_on: date | None, other_starts: date, other_ends: date | None) -> bool:
    """Whether two spans share a day; an open end lasts for ever."""
    return starts_on <= (other_ends or date.max) and other_starts <= (ends_on or date.max)
