"""What the pages of matters about a line (延期申请, 事项变更) share: where they stand, what was signed on paper."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.models import Post
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.models import Extension, ExtensionSheet, LineCase, LineCaseSheet, UnitLine
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.links import line_url


@dataclass(frozen=True)
class Signed:
    """What was signed on paper."""

    who: str
    words: str
    on: date
    url: str
    name: str


def signed_of(sheet: ExtensionSheet | LineCaseSheet, scan: str) -> Signed:
    """A signed sheet; ``scan`` names the address that hands out its scan."""
    url = reverse(scan, args=[sheet.pk])
    return Signed(f"{sheet.signer}（{sheet.signer_title}）", sheet.words, sheet.signed_on, url, sheet.scan_name)


def person_of(post: Post, line: UnitLine) -> str:
    """Whoever asks or decides, and for whom; the line's own unit under the name it was given the line by."""
    own = line.unit_name if post.unit_id == line.unit_id else post.unit.name
    unit = "领导小组办公室" if post.role in OFFICE_ROLES else own
    return f"{post.user.full_name}（{unit}）"


def asked_facts(asked: Extension | LineCase) -> list[dict[str, str]]:
    """What somebody asked for about a line: who, when, and their words."""
    told = {
        "提出人": person_of(asked.asked_by, asked.line),
        "提出时间": f"{timezone.localtime(asked.asked_at):%Y-%m-%d %H:%M}",
    }
    if isinstance(asked, Extension):
        told |= {"申请延期至": f"{asked.wished_until:%Y-%m-%d}", "延期理由": asked.reason, "目前进展": asked.progress}
    else:
        until = {"暂缓至": f"{asked.until:%Y-%m-%d}"} if asked.until else {}
        named = {"认为应承办的单位": asked.named_unit.name} if asked.named_unit else {}
        told |= {"事由": asked.get_kind_display(), **until, **named, "理由": asked.reason}
    return [{"label": label, "value": value} for label, value in told.items()]


def crumbs_of(line: UnitLine, here: str) -> tuple[Crumb, ...]:
    """Where the pages of a matter stand: under the item."""
    number = line.work_item.year_plan.task.number
    return trail(("工作台", reverse("desk")), (f"第 {number} 项", line_url(line)), here=here)
