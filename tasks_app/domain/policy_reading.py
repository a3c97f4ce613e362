"""A policy file (规则文件) read strictly: every part that is missing, of the wrong kind or unknown is named in Chinese.

Nothing is coerced. A file that says ``"ladder": "no"`` or an offset of 1.9 means something else than what a lenient
reader would make of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tasks_app.domain.conditions import CONDITIONS
from tasks_app.domain.days import iso_day
from tasks_app.domain.facts import Anchor, SubjectKind
from tasks_app.domain.policy import LEVELS, Audience, Deed, Policy, policy_from
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned

LARGEST_VERSION = 9999
MOST_RULES = 100
NOT_AN_OBJECT = "规则文件无法识别：最外层应为一个对象，含 version、title、starts_on、rules 四项，请对照默认规则核对。"

Check = Callable[[object], bool]


@dataclass(frozen=True)
class Field:
    """A part of the file: its key, what it is called, whether a value will do, and what is wanted."""

    key: str
    word: str
    fits: Check
    wanted: str
    is_required: bool = True


def _is_text(value: object) -> bool:
    """Text without invisible characters (a NUL, half a character): the database takes some of them for no text."""
    return isinstance(value, str) and cleaned(value) == value.strip() and "\n" not in value


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_version(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_VERSION


def _is_day(value: object) -> bool:
    return isinstance(value, str) and iso_day(value) is not None


def _is_list_of_rules(value: object) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_RULES


def _one_of(words: Mapping[str, object] | type) -> Check:
    known = frozenset(str(word) for word in words)  # type: ignore[union-attr]
    return lambda value: isinstance(value, str) and value in known


def _are_audiences(value: object) -> bool:
    """Known audiences, each once; an empty list is readable, and a fault of its own."""
    known = frozenset(Audience)
    is_list = isinstance(value, list) and all(isinstance(one, str) and one in known for one in value)
    return is_list and len(set(value)) == len(value)  # type: ignore[arg-type, call-overload]


def _choices(words: Mapping[str, object] | type) -> str:
    return f"应为以下之一：{'、'.join(str(word) for word in words)}"  # type: ignore[union-attr]


TEXT, WHOLE, FLAG = "应为一行文字，不含控制字符", "应为整数", "应为 true 或 false"
HEAD = (
    Field("version", "版本号", _is_version, f"应为 1 至 {LARGEST_VERSION} 的整数"),
    Field("title", "名称", _is_text, TEXT),
    Field("starts_on", "施行日期", _is_day, "应为日期，写成 2026-12-01"),
    Field("rules", "规则", _is_list_of_rules, f"应为列表，1 至 {MOST_RULES} 条"),
)
RULE = (
    Field("code", "编号", _is_text, TEXT),
    Field("about", "对象", _one_of(SubjectKind), _choices(SubjectKind)),
    Field("anchor", "起算点", _one_of(Anchor), _choices(Anchor)),
    Field("offset", "间隔", _is_whole, WHOLE),
    Field("condition", "条件", _one_of(CONDITIONS), _choices(CONDITIONS)),
    Field("audience", "通知对象", _are_audiences, f"应为不重复的列表，{_choices(Audience)}"),
    Field("level", "层级", _one_of(LEVELS), _choices(LEVELS)),
    Field("requirement", "要求", _is_text, TEXT),
    Field("deed", "动作", _one_of(Deed), _choices(Deed), is_required=False),
    Field("after", "前提规则", _is_text, TEXT, is_required=False),
    Field("wait", "等待天数", _is_whole, WHOLE, is_required=False),
    Field("ladder", "审核期间停计", _is_flag, FLAG, is_required=False),
    Field("urgent", "即时发送", _is_flag, FLAG, is_required=False),
)


def read_policy(data: object) -> Policy:
    """The policy that a file holds. Raises Invalid naming every part that cannot be read, by rule and field."""
    if not isinstance(data, dict):
        raise Invalid({"rules": NOT_AN_OBJECT})
    faults = [*_faults_of_parts(data, HEAD, "规则文件"), *_faults_of_rules(data.get("rules"))]
    if faults:
        raise Invalid({f"part_{place}": fault for place, fault in enumerate(faults)})
    return policy_from(data)


def _faults_of_rules(rules: object) -> Iterator[str]:
    if not (isinstance(rules, list) and len(rules) <= MOST_RULES):
        return
    for number, entry in enumerate(rules, start=1):
        if isinstance(entry, dict):
            yield from _faults_of_parts(entry, RULE, _name_of(entry, number))
        else:
            yield f"第 {number} 条规则应为一个对象，请对照默认规则核对。"


def _name_of(entry: Mapping[str, object], number: int) -> str:
    code = entry.get("code")
    name = cleaned(code)[:20] if isinstance(code, str) else ""
    return f"第 {number} 条规则（{name}）" if name else f"第 {number} 条规则"


def _faults_of_parts(entry: Mapping[str, object], fields: tuple[Field, ...], name: str) -> Iterator[str]:
    for field in fields:
        if field.key not in entry:
            if field.is_required:
                yield f"{name}缺少{field.word}（{field.key}）。"
        elif not field.fits(entry[field.key]):
            yield f"{name}的{field.word}（{field.key}）{field.wanted}。"
    known = {field.key for field in fields}
    for key in entry:
        if key not in known:
            yield f"{name}有无法识别的项“{cleaned(str(key))[:20]}”，请删去或改正。"
