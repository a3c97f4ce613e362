"""The words of a paper as one frozen value: what its template says, and what stands in its head and foot.

The context is plain JSON, made once when the paper gets its number; whatever is rendered later comes from it alone.
What an addressee reads of its own items is item, original date, state and what is asked: no person, no log, no other
unit (《政府督查工作条例》 Art. 12; the evidence stays with whoever approves).
"""

import hashlib
import json
from datetime import date
from typing import Any

from accounts.models import Unit, UnitKind
from tasks_app.domain.paper_kinds import Need, PaperForm
from tasks_app.models import Paper, PaperGround

Context = dict[str, Any]
AGREED_WORDS = "经市碳达峰碳中和工作领导小组领导同意"
CONSENT_WORDS = "经市政府同意"
ISSUES = "问题清单"
ISSUE_HEADER = ("序号", "重点任务", "原定时限", "目前状态", "要求")


def context_of(paper: Paper, *, number: str, signed_on: date, demo: str = "") -> Context:
    """The context of a paper as its rows stand now. Three queries."""
    kind = paper.declared
    services = list(paper.services.select_related("unit"))
    issuer = Unit.objects.filter(kind=UnitKind.COORDINATION).order_by("id").first()
    return {
        "kind": paper.kind,
        "form": kind.form.value,
        "template": kind.template,
        "title": paper.title,
        "number": number,
        "issuer": issuer.name if issuer else "",
        "addressees": [service.unit_name for service in services],
        "is_asked": any(service.unit.kind in ("party", "mass", "central", "company") for service in services),
        "signed_on": signed_on.isoformat(),
        "is_sealed": kind.form in (PaperForm.NOTICE, PaperForm.LETTER),
        "words": dict(paper.words),
        "mandate": str(paper.mandate) if paper.mandate else "",
        "consent": CONSENT_WORDS if paper.consent_on else "",
        "agreed": AGREED_WORDS if Need.LEADER_AGREES in kind.needs else "",
        "presider": paper.presider,
        "presider_title": paper.presider_title,
        "delegation": paper.delegation,
        "reply_days": paper.reply_days,
        "period": paper.period.name if paper.period else "",
        "period_due_on": paper.period.due_on.isoformat() if paper.period else "",
        "corrects": _named(paper.corrects),
        "issues": [_issue(place, ground) for place, ground in enumerate(_grounds(paper), start=1)],
        "demo": demo,
    }


def sha256_of(context: Context) -> str:
    """The hash under which a context is frozen: of its canonical JSON."""
    canonical = json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _grounds(paper: Paper) -> list[PaperGround]:
    return list(paper.grounds.select_related("line__work_item__year_plan__task").order_by("id"))


def _issue(place: int, ground: PaperGround) -> Context:
    line = ground.line
    facts = ground.facts or {}
    return {
        "place": place,
        "task": line.work_item.year_plan.task.number,
        "item": line.work_item.title,
        "original_deadline": line.original_deadline.isoformat(),
        "state": facts.get("state_label", line.get_state_display()),
        "asked": ground.asked,
    }


def _named(paper: Paper | None) -> str:
    return f"《{paper.title}》（{paper.number}）" if paper else ""
