"""Which rules of a policy can fire at all (可达性): by what a subject can be, and by what must have fired before."""

from collections.abc import Iterator

from tasks_app.domain.facts import Anchor, SubjectKind
from tasks_app.domain.office_waits import WAITS, Wait
from tasks_app.domain.policy import Deed, Policy, Rule

# The days each kind of subject can have, and the conditions that can be true of it while it has that day.
# A report has been handed in or is to be redone, never both.
_POSSIBLE: dict[tuple[SubjectKind, Anchor], frozenset[str]] = {
    (SubjectKind.LINE, Anchor.ISSUED): frozenset({"unsigned", "with_unit", "letter_ran_out"}),
    (SubjectKind.LINE, Anchor.DEADLINE): frozenset({"unsigned", "with_unit", "letter_ran_out"}),
    (SubjectKind.LINE, Anchor.EVALUATION): frozenset({"unsigned", "with_unit", "letter_ran_out"}),
    (SubjectKind.PERIOD, Anchor.PERIOD_DUE): frozenset({"not_reported"}),
    (SubjectKind.REPORT, Anchor.REDO_BY): frozenset({"to_redo"}),
    (SubjectKind.SERVICE, Anchor.SERVED): frozenset({"unreceived", "unanswered", "objected", "to_close"}),
    (SubjectKind.SERVICE, Anchor.RECEIVED): frozenset({"unanswered", "objected", "to_close"}),
    (SubjectKind.SERVICE, Anchor.REPLY_BY): frozenset({"unanswered"}),
    (SubjectKind.COMMITMENT, Anchor.COMMITMENT): frozenset({"to_keep"}),
    (SubjectKind.TARGET, Anchor.READING_DUE): frozenset({"unreported", "no_reporter"}),
    (SubjectKind.LINE_CASE, Anchor.DECIDED): frozenset({"answered", "resumed", "to_resume"}),
    (SubjectKind.LINE_CASE, Anchor.RESUMED): frozenset({"answered", "resumed"}),
}
# On the day from which something lies with the office, nothing else can be true of it than what it waits for there.
POSSIBLE = _POSSIBLE | {
    (one.about, one.anchor): frozenset(
        str(wait) for wait, other in WAITS.items() if (other.about, other.anchor) == (one.about, one.anchor)
    )
    for one in WAITS.values()
}
# Days that the subject comes into being on: nothing can be said before them.
BEGINNINGS = frozenset(
    {
        *(Anchor.ISSUED, Anchor.SERVED, Anchor.RECEIVED, Anchor.DECIDED, Anchor.RESUMED),
        *(one.anchor for one in WAITS.values() if one.anchor is not Anchor.RESUME_BY),
    }
)


def unreachable(policy: Policy) -> Iterator[tuple[Rule, str]]:
    """Every rule that can never fire, with the reason as the end of a sentence."""
    firing = _that_can_fire(policy)
    for rule in policy.rules:
        reason = _contradiction(rule) or _of_the_step_before(rule, policy, firing) or _of_its_twin(rule, policy)
        if reason:
            yield rule, f"{reason}，永远不会触发。"


def _contradiction(rule: Rule) -> str:
    """What the rule itself asks for that cannot be."""
    conditions = POSSIBLE.get((rule.about, rule.anchor))
    of_kind = frozenset[str]().union(*(known for (kind, _), known in POSSIBLE.items() if kind is rule.about))
    if conditions is None:
        return "的起算点不适用于该对象"
    if rule.condition not in of_kind:
        return "的条件不适用于该对象"
    if rule.condition not in conditions:
        return "的条件与起算点互相矛盾"
    if rule.anchor in BEGINNINGS and rule.offset < 0:
        return "的起算点之前该对象还不存在"
    # Only while the office has the report: the ladder of its line may stand still all that time.
    if rule.condition == Wait.WITH_OFFICE and rule.ladder:
        return "在审核期间停计（ladder），而条件只在审核期间成立"
    return ""


def _of_the_step_before(rule: Rule, policy: Policy, firing: frozenset[str]) -> str:
    if not rule.after:
        return ""
    before = _step_before(rule, policy)
    if before is None:
        return "的前提规则不存在"
    if _leads_back(rule, policy):
        return "的前提规则互相等待"
    if before.code not in firing:
        return f"的前提规则 {before.code} 本身不会触发"
    if not _can_follow(before, rule):
        return f"的前提规则 {before.code} 触发时，本规则的对象已是另一轮"
    return ""


def _of_its_twin(rule: Rule, policy: Policy) -> str:
    """Of two notices of one moment and rung the later in the file speaks, for everybody whom it reaches."""
    later = policy.rules[policy.rules.index(rule) + 1 :]
    for other in later if rule.deed is Deed.TELL else ():
        if _moment(other) == _moment(rule) and frozenset(other.audience) >= frozenset(rule.audience):
            return f"与规则 {other.code} 同日同级，且没有别的告知对象"
    return ""


def _moment(rule: Rule) -> tuple[object, ...]:
    day = (rule.about, rule.anchor, rule.offset, rule.after, rule.wait, rule.ladder)
    return (*day, rule.condition, rule.deed, rule.level)


def _step_before(rule: Rule, policy: Policy) -> Rule | None:
    """The rule it waits for: of the same kind of subject, since only those are settled beside it."""
    return next((one for one in policy.about(rule.about) if one.code == rule.after), None)


def _can_follow(before: Rule, rule: Rule) -> bool:
    """A report that is handed in again begins another round: what was said before that does not count in it."""
    return rule.about is not SubjectKind.REPORT or before.anchor is rule.anchor


def _leads_back(rule: Rule, policy: Policy) -> bool:
    before = {other.code: other.after for other in policy.rules}
    seen, code = {rule.code}, rule.after
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = before.get(code, "")
    return False


def _that_can_fire(policy: Policy) -> frozenset[str]:
    """The codes that can fire, found from those that wait for nothing upwards."""
    possible = [rule for rule in policy.rules if not _contradiction(rule)]
    firing = {rule.code for rule in possible if not rule.after}
    while True:
        more = {rule.code for rule in possible if rule.code not in firing and _is_open(rule, policy, firing)}
        if not more:
            return frozenset(firing)
        firing |= more


def _is_open(rule: Rule, policy: Policy, firing: set[str]) -> bool:
    before = _step_before(rule, policy)
    return before is not None and before.code in firing and _can_follow(before, rule)
