"""What another version of the policy says otherwise (规则差异): rule by rule, in the words of the page."""

from collections.abc import Iterator

from tasks_app.domain.policy import Policy, Rule


def changes_of(present: Policy | None, other: Policy) -> list[str]:
    """Each rule that comes, goes or is told otherwise, as a sentence; empty where only the head differs."""
    before = {rule.code: rule for rule in present.rules} if present else {}
    after = {rule.code: rule for rule in other.rules}
    gone = [f"减少 {code}：{rule.in_words}" for code, rule in before.items() if code not in after]
    return [*(sentence for rule in other.rules for sentence in _of_rule(before.get(rule.code), rule)), *gone]


def _of_rule(before: Rule | None, rule: Rule) -> Iterator[str]:
    if before is None:
        yield f"增加 {rule.code}：{rule.in_words}"
        return
    if before.in_words != rule.in_words:
        yield f"修改 {rule.code}：{before.in_words} → {rule.in_words}"
    for word, old, new in _particulars(before, rule):
        if old != new:
            yield f"修改 {rule.code} 的{word}：{old} → {new}"


def _particulars(before: Rule, rule: Rule) -> Iterator[tuple[str, str, str]]:
    """What the sentence of a rule leaves out, by name."""
    yield "要求", before.requirement, rule.requirement
    yield "层级", before.level.name.lower(), rule.level.name.lower()
    yield "前提规则", before.after or "无", rule.after or "无"
    yield "等待天数", str(before.wait), str(rule.wait)
    yield "审核期间停计", _yes(before.ladder), _yes(rule.ladder)
    yield "即时发送", _yes(before.urgent), _yes(rule.urgent)


def _yes(flag: bool) -> str:  # a word for a flag
    return "是" if flag else "否"
