"""The words of a paper as one frozen value: what its template says, and what stands in its head and foot.

The context is plain JSON, made once when the paper gets its number; whatever is rendered later comes from it alone.
What an addressee reads of its own items is item, original date, state and what is asked: no person, no log, no other
unit: the evidence stays with whoever approves.
"""

import hashlib
import json
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Unit, UnitKind
from tasks_app.documents.official.wording import in_words
from tasks_app.domain.paper_kinds import Kind, Need, PaperForm
from tasks_app.domain.paper_rules import asked_by_default
from tasks_app.models import Interview, Paper, PaperGround

Context = dict[str, Any]
AGREED_WORDS = "经市碳达峰碳中和工作领导小组领导同意"
CONSENT_WORDS = "经市政府同意"
# Units that are asked: they read 贵单位, and nothing of supervision.
ASKED = ("party", "mass", "central", "company")


def context_of(paper: Paper, *, number: str, signed_on: date, demo: str = "") -> Context:
    """The context of a paper as its rows stand now; days in the words of a paper. At most six queries."""
    kind = paper.declared
    services = list(paper.services.select_related("unit"))
    is_letter = kind.form is PaperForm.LETTER
    return {
        "kind": paper.kind,
        "form": kind.form.value,
        "template": kind.template,
        "table": kind.table.value,
        "title": paper.title,
        "number": number,
        "issuer": issuer_name(),
        "addressee": "、".join(service.unit_name for service in services),
        "is_asked": any(service.unit.kind in ASKED for service in services),
        "you": "贵单位" if is_letter else "你单位",
        "this": "本函" if is_letter else "本通知",
        "says": "函告" if is_letter else "通知",
        "signed_on": signed_on.isoformat(),
        "is_sealed": kind.form in (PaperForm.NOTICE, PaperForm.LETTER),
        "words": {passage.code: paper.words.get(passage.code, "") for passage in kind.passages},
        "mandate": str(paper.mandate) if paper.mandate else "",
        "consent": CONSENT_WORDS if paper.consent_on else "",
        "agreed": AGREED_WORDS if Need.LEADER_AGREES in kind.needs else "",
        "presider": paper.presider,
        "presider_title": paper.presider_title,
        "delegation": paper.delegation,
        "reply_days": paper.reply_days or 0,
        "period": str(paper.period) if paper.period else "",
        "period_due_on": in_words(paper.period.due_on) if paper.period else "",
        "corrects": _named(paper.corrects),
        "meeting": _meeting(paper) if Need.INTERVIEW in kind.needs else {},
        "issues": [_issue(place, ground, kind) for place, ground in enumerate(_grounds(paper), start=1)],
        "demo": demo,
    }


def issuer_name() -> str:
    """Whose papers these are: the office of the leadership group, under the name the units' list has."""
    office = Unit.objects.filter(kind=UnitKind.COORDINATION).order_by("id").first()
    return office.name if office else ""


def sha256_of(context: Context) -> str:
    """The hash under which a context is frozen: of its canonical JSON."""
    canonical = json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _grounds(paper: Paper) -> list[PaperGround]:
    return list(paper.grounds.select_related("line__work_item__year_plan__task").order_by("id"))


def _issue(place: int, ground: PaperGround, kind: Kind) -> Context:
    line = ground.line
    facts = ground.facts or {}
    return {
        "place": place,
        "task": line.work_item.year_plan.task.number,
        "item": line.work_item.title,
        "original_deadline": in_words(line.original_deadline),
        "unit": line.unit_name,
        "state": facts.get("state_label", line.get_state_display()),
        "asked": ground.asked or asked_by_default(kind),
    }


def _meeting(paper: Paper) -> Context:
    """What the minutes say of the interview they, or the minutes they correct, record; empty while it is not known."""
    case = Interview.objects.filter(minutes=paper.first).select_related("notice").first()
    if case is None or case.held_at is None:
        return {}
    commitments = case.commitments.order_by("order")
    return {
        "held_on": in_words(timezone.localdate(case.held_at)),
        "place": case.place,
        "presider": case.presided_by_name,
        "presider_title": _title_of_presider(case),
        "attendance": case.attendance,
        "commitments": [f"{one.order}. {one.text}（{in_words(one.due_on)}前完成）" for one in commitments],
    }


def _title_of_presider(case: Interview) -> str:
    """As it was noted; of a meeting noted before titles were, that of the named presider alone is known."""
    is_named = case.presided_by_name == case.notice.presider
    return case.presided_by_title or (case.notice.presider_title if is_named else "")


def _named(paper: Paper | None) -> str:
    return f"《{paper.title}》（{paper.number}）" if paper else ""
