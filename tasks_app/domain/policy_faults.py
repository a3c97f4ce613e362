"""What is wrong with a policy before it is put in force: gaps, rules that can never fire, words nobody hears."""

from collections.abc import Callable, Iterator
from string import Formatter

from tasks_app.domain.facts import Anchor, SubjectKind
from tasks_app.domain.policy import Deed, Policy, Rule
from tasks_app.domain.reach import Level

# The anchors a kind of subject can have at all; a rule with another one would wait for ever.
ANCHORS: dict[SubjectKind, frozenset[Anchor]] = {
    SubjectKind.LINE: frozenset({Anchor.ISSUED, Anchor.DEADLINE, Anchor.EVALUATION}),
    SubjectKind.PERIOD: frozenset({Anchor.PERIOD_DUE}),
    SubjectKind.REPORT: frozenset({Anchor.SUBMITTED, Anchor.REDO_BY}),
    SubjectKind.PROPOSAL: frozenset({Anchor.PROPOSED}),
}
# The conditions that can be true of a kind of subject.
FITTING: dict[SubjectKind, frozenset[str]] = {
    SubjectKind.LINE: frozenset({"unsigned", "with_unit", "letter_ran_out"}),
    SubjectKind.PERIOD: frozenset({"not_reported"}),
    SubjectKind.REPORT: frozenset({"with_office", "to_redo"}),
    SubjectKind.PROPOSAL: frozenset({"undecided"}),
}
FARTHEST = 250
LONGEST_CODE, LONGEST_TITLE = 12, 120
# What a requirement may fill in; anything else would stop the sweep on the day the rule fires.
PLACES = frozenset({"deadline"})


def faults_of(policy: Policy) -> list[str]:
    """Every fault as one Chinese sentence that names the rule; empty when the policy may be put in force."""
    return [
        *_of_title(policy),
        *_doubled_codes(policy),
        *(fault for rule in policy.rules for fault in _of_rule(rule, policy)),
        *_gaps(policy),
    ]


def _of_title(policy: Policy) -> Iterator[str]:
    if not policy.title.strip() or len(policy.title) > LONGEST_TITLE:
        yield f"规则名称应为 1 至 {LONGEST_TITLE} 个字。"


def _doubled_codes(policy: Policy) -> Iterator[str]:
    codes = [rule.code for rule in policy.rules]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        yield f"规则编号 {code} 重复，请改用不同的编号。"


# What is wrong with a single rule: a test, and the sentence when it is true.
_RULE_FAULTS: tuple[tuple[Callable[[Rule, Policy], bool], str], ...] = (
    (lambda rule, _: not 0 < len(rule.code.strip()) <= LONGEST_CODE, f"的编号应为 1 至 {LONGEST_CODE} 个字符。"),
    (lambda rule, _: rule.anchor not in ANCHORS[rule.about], "的起算点不适用于该对象，永远不会触发。"),
    (lambda rule, _: rule.condition not in FITTING[rule.about], "的条件不适用于该对象，永远不会触发。"),
    (lambda rule, _: not rule.audience, "没有通知对象。"),
    (lambda rule, _: not rule.requirement.strip(), "没有写明要求。"),
    (lambda rule, _: not _can_be_filled_in(rule), "的要求中只能使用 {deadline} 一处填空。"),
    (lambda rule, _: rule.wait < 0 or (rule.wait > 0 and not rule.after), "的等待天数须随前提规则填写，且不能为负数。"),
    (lambda rule, _: rule.wait > FARTHEST, f"的等待天数超过 {FARTHEST} 个工作日。"),
    (lambda rule, _: abs(rule.offset) > FARTHEST, f"的间隔超过 {FARTHEST} 个工作日。"),
    (lambda rule, _: rule.offset == 0, "的间隔为 0：请写起算点之前或之后第几个工作日。"),
    (lambda rule, policy: _waits_for_nobody(rule, policy), "的前提规则不存在，永远不会触发。"),
    (lambda rule, policy: _leads_back(rule, policy), "的前提规则互相等待，永远不会触发。"),
    (lambda rule, _: rule.deed is Deed.PROPOSE and rule.level < Level.LETTER, "建议发文，层级应为督办或约谈。"),
)


def _of_rule(rule: Rule, policy: Policy) -> Iterator[str]:
    return (f"规则 {rule.code} {sentence}" for is_wrong, sentence in _RULE_FAULTS if is_wrong(rule, policy))


def _waits_for_nobody(rule: Rule, policy: Policy) -> bool:
    """No rule of this code about the same kind of subject: only those are settled beside it."""
    return bool(rule.after) and rule.after not in {other.code for other in policy.about(rule.about)}


def _can_be_filled_in(rule: Rule) -> bool:
    """Only the bare place: a width in it (``{deadline:>999999999}``) would fill the memory when the rule fires."""
    try:
        places = [place for _, *place in Formatter().parse(rule.requirement) if place[0] is not None]
        return all(name in PLACES and not width and not conversion for name, width, conversion in places)
    except ValueError:
        return False


def _leads_back(rule: Rule, policy: Policy) -> bool:
    before = {other.code: other.after for other in policy.rules}
    seen, code = {rule.code}, rule.after
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = before.get(code, "")
    return False


def _gaps(policy: Policy) -> Iterator[str]:
    """A deadline nobody is reminded of, or a rung that is jumped over."""
    of_lines = [rule for rule in policy.about(SubjectKind.LINE) if rule.anchor is Anchor.DEADLINE]
    if not any(rule.offset < 0 for rule in of_lines):
        yield "没有完成时限之前的提醒规则，请至少设置一条。"
    levels = {rule.level for rule in of_lines}
    for level in Level:
        if level not in levels and any(higher > level for higher in levels):
            yield f"完成时限之后缺少第 {int(level)} 级（其后的层级无法逐级到达）。"
    for rule in of_lines:
        if rule.level > Level.URGE and not rule.after:
            yield f"规则 {rule.code} 没有前提规则，会越级触发，请指明上一级规则。"
