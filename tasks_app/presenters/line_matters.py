"""What the pages of matters about a line (延期申请, 事项变更) share: where they stand, what was signed on paper."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tasks_app.models import ExtensionSheet, LineCaseSheet, UnitLine
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


def crumbs_of(line: UnitLine, here: str) -> tuple[Crumb, ...]:
    """Where the pages of a matter stand: under the item."""
    number = line.work_item.year_plan.task.number
    return trail(("工作台", reverse("desk")), (f"第 {number} 项", line_url(line)), here=here)
