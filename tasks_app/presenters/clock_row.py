"""One row of the ledger in full: why it fired, who was told, what left the house, what people decided."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.domain.access import Verb
from tasks_app.domain.facts import ANCHOR_WORDS, Anchor
from tasks_app.domain.policy import Policy
from tasks_app.models import Notification, Obligation, ObligationState
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act
from tasks_app.presenters.clock import word_of
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.links import line_url

RETRACT = "retract"
QUESTION = "撤回后，收件箱中的通知划去并注明理由，尚未发出的邮件不再发出；本规则在本轮内不会再次触发。"


@dataclass(frozen=True)
class HearerRow:
    """Somebody who was told, whether they read it, and what became of the message outside."""

    name: str
    read_at: datetime | None
    message: str
    sent_at: datetime | None


@dataclass(frozen=True)
class RowPage:
    """All that the page shows."""

    title: str
    state_code: str
    state_label: str
    facts: list[dict[str, str]]
    asked: str
    hearers: list[HearerRow]
    act: Act | None
    crumbs: tuple[Crumb, ...]


def row_page(row: Obligation, policy: Policy, actor: Actor, *, typed: str = "", fault: str = "") -> RowPage:
    """The page of a row; ``typed`` and ``fault`` are those of a retraction that was refused."""
    rule, named = policy[row.rule], row.unit_name
    word = word_of(row.unit_kind, row.level, row.deed)
    notices = list(row.notifications.all())
    may_retract = row.state == ObligationState.FIRED and not row.decided_at
    act = Act(
        name=RETRACT,
        url=reverse("clock_retract", args=[row.pk]),
        verb="撤回通知",
        question=f"撤回对{named}的“{word}”？{QUESTION}",
        reason_label="撤回理由",
        reason=typed,
        fault=fault,
    )
    return RowPage(
        title=f"{word}：{named}",
        state_code=row.state,
        state_label=row.get_state_display(),
        facts=_facts(row, rule.in_words, policy),
        asked=notices[0].asked if notices else "",
        hearers=[_hearer(notice) for notice in notices],
        act=act if may_retract and checks.can(actor, Verb.RETRACT_NOTICE, row.of_line or row.target) else None,
        crumbs=trail(("时钟", reverse("clock")), ("已触发", reverse("clock_fired")), here=f"{word}：{named}"),
    )


def _facts(row: Obligation, rule: str, policy: Policy) -> list[dict[str, str]]:
    about = (
        ("年度任务", row.matter, line_url(row.of_line))
        if row.of_line
        else ("目标指标", row.matter, reverse("target", args=[row.about_target.pk]))
    )
    told = [
        about,
        ("规则", f"{row.rule}：{rule}", ""),
        ("规则版本", f"第 {policy.version} 版（{policy.title}）", reverse("policy")),
        ("起算日", f"{row.anchor_on:%Y-%m-%d}（{ANCHOR_WORDS[Anchor(row.anchor)]}）", ""),
        ("应办日", f"{row.due_on:%Y-%m-%d}", ""),
    ]
    if row.decided_by:
        told.append(("处理", f"{row.get_state_display()}：{row.reason}（{row.decided_by.user.full_name}）", ""))
    elif row.reason:
        told.append(("说明", row.reason, ""))
    if row.deferred_until:
        told.append(("暂缓至", f"{row.deferred_until:%Y-%m-%d}", ""))
    return [{"label": label, "value": value, "url": url} for label, value, url in told]


def _hearer(notice: Notification) -> HearerRow:
    message = notice.message
    return HearerRow(
        name=notice.recipient.full_name,
        read_at=notice.read_at,
        message=message.get_state_display() if message else "等待汇总",
        sent_at=message.sent_at if message else None,
    )
