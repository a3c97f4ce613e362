"""What is wrong with a policy before it is put in force: single rules, rules that can never fire, and gaps."""

import re
from collections.abc import Callable, Iterator
from string import Formatter

from tasks_app.domain.conditions import CONDITIONS, LETTER_RAN_OUT
from tasks_app.domain.facts import Anchor, SubjectKind
from tasks_app.domain.office_waits import WAITS
from tasks_app.domain.policy import OF_OFFICE, Deed, Policy, Rule
from tasks_app.domain.policy_gaps import gaps_of
from tasks_app.domain.policy_reachability import unreachable
from tasks_app.domain.reach import GUARDED_WORDS, Level

FARTHEST = 250
LONGEST_CODE, LONGEST_TITLE, LONGEST_REQUIREMENT = 12, 120, 200
# What a requirement may fill in; anything else would stop the sweep on the day the rule fires.
PLACES = frozenset({"deadline"})
# What somebody has to hear of on the very day.
AT_ONCE = frozenset({Anchor.SERVED, Anchor.OBJECTED, Anchor.RESUME_BY, Anchor.DECIDED, Anchor.RESUMED})
_CODE = re.compile(r"[\w.-]*")


def faults_of(policy: Policy) -> list[str]:
    """Every fault as one Chinese sentence that names the rule; empty when the policy may be put in force."""
    return [
        *_of_title(policy),
        *_doubled_codes(policy),
        *(fault for rule in policy.rules for fault in _of_rule(rule, policy)),
        *(f"规则 {rule.code} {reason}" for rule, reason in unreachable(policy)),
        *gaps_of(policy),
    ]


def _of_title(policy: Policy) -> Iterator[str]:
    if not policy.title.strip() or len(policy.title) > LONGEST_TITLE:
        yield f"规则名称应为 1 至 {LONGEST_TITLE} 个字。"


def _doubled_codes(policy: Policy) -> Iterator[str]:
    codes = [rule.code for rule in policy.rules]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        yield f"规则编号 {code} 重复，请改用不同的编号。"


def _can_be_filled_in(rule: Rule) -> bool:
    """Only the bare place: a width in it (``{deadline:>999999999}``) would fill the memory when the rule fires."""
    try:
        places = [place for _, *place in Formatter().parse(rule.requirement) if place[0] is not None]
        return all(name in PLACES and not width and not conversion for name, width, conversion in places)
    except ValueError:
        return False


def _jumps(rule: Rule, policy: Policy) -> bool:
    """A formal rung that waits for something other than the rung right below it, or a step on its own rung."""
    below = policy.level_of(rule.after)
    return rule.level > Level.URGE and below is not None and below not in (rule.level, rule.level - 1)


# What is wrong with a single rule: a test, and the sentence when it is true.
_RULE_FAULTS: tuple[tuple[Callable[[Rule, Policy], bool], str], ...] = (
    (lambda rule, _: not 0 < len(rule.code.strip()) <= LONGEST_CODE, f"的编号应为 1 至 {LONGEST_CODE} 个字符。"),
    (lambda rule, _: not _CODE.fullmatch(rule.code), "的编号只能用文字、数字、点和短横线。"),
    (lambda rule, _: not rule.audience, "没有通知对象。"),
    (lambda rule, _: not rule.requirement.strip(), "没有写明要求。"),
    (lambda rule, _: len(rule.requirement) > LONGEST_REQUIREMENT, f"的要求超过 {LONGEST_REQUIREMENT} 个字。"),
    (lambda rule, _: not _can_be_filled_in(rule), "的要求中只能使用 {deadline} 一处填空。"),
    (
        lambda rule, _: any(word in rule.requirement for word in GUARDED_WORDS),
        f"的要求会发给各类单位，不能出现“{'”“'.join(GUARDED_WORDS)}”。",
    ),
    (lambda rule, _: rule.wait < 0 or (rule.wait > 0 and not rule.after), "的等待天数须随前提规则填写，且不能为负数。"),
    (lambda rule, _: rule.wait > FARTHEST, f"的等待天数超过 {FARTHEST} 个工作日。"),
    (lambda rule, _: abs(rule.offset) > FARTHEST, f"的间隔超过 {FARTHEST} 个工作日。"),
    (
        lambda rule, _: rule.offset == 0 and rule.anchor not in AT_ONCE,
        "的间隔为 0：请写起算点之前或之后第几个工作日。",
    ),
    (lambda rule, _: rule.deed is Deed.PROPOSE and rule.level < Level.LETTER, "建议发文，层级应为督办或约谈。"),
    (
        lambda rule, _: rule.deed is Deed.TELL and rule.level > Level.URGE,
        "的层级为督办或约谈，只能提出建议（propose），由人决定是否发文。",
    ),
    (
        lambda rule, _: rule.deed is Deed.PROPOSE and not OF_OFFICE.issuperset(rule.audience),
        "提出的建议只能告知办公室，不能先告知责任单位。",
    ),
    (
        lambda rule, _: rule.condition in WAITS and not OF_OFFICE.issuperset(rule.audience),
        "督促办公室办理自身事务，只能告知办公室。",
    ),
    (lambda rule, _: _leaves_unit_unheard(rule), "为催办，但通知对象中没有责任单位的人。"),
    (
        lambda rule, _: rule.level is Level.INTERVIEW and rule.condition != LETTER_RAN_OUT,
        f"的层级为约谈，条件应为“{CONDITIONS[LETTER_RAN_OUT][0]}”。",
    ),
    (lambda rule, _: rule.level > Level.URGE and not rule.after, "没有前提规则，会越级触发，请指明上一级规则。"),
    (
        lambda rule, _: rule.about is SubjectKind.TARGET and rule.deed is Deed.PROPOSE,
        "针对目标数据填报，只能提醒或催办，不建议发文。",
    ),
    (lambda rule, policy: _jumps(rule, policy), "的前提规则不是紧邻的下一级，会越级触发。"),
)


def _leaves_unit_unheard(rule: Rule) -> bool:
    """An urge of which only the office hears urges nobody."""
    return rule.level is Level.URGE and rule.deed is Deed.TELL and not rule.is_for_unit


def _of_rule(rule: Rule, policy: Policy) -> Iterator[str]:
    return (f"规则 {rule.code} {sentence}" for is_wrong, sentence in _RULE_FAULTS if is_wrong(rule, policy))
