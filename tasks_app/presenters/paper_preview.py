"""A paper as it will look, before its file is rendered: the parts of GB/T 9704 in the order they stand."""

from dataclasses import dataclass
from datetime import date

from tasks_app.documents.paper_context import ISSUE_HEADER, ISSUES, Context
from tasks_app.domain.paper_kinds import KINDS, PaperForm

NO_NUMBER = "（编号后生成字号）"
UNWRITTEN = "（尚未填写）"


@dataclass(frozen=True)
class Part:
    """A passage under its name; ``is_missing`` where it is required and not written."""

    label: str
    text: str
    is_missing: bool = False


@dataclass(frozen=True)
class Issue:
    """A row of 问题清单."""

    place: int
    task: int
    item: str
    original_deadline: str
    state: str
    asked: str


@dataclass(frozen=True)
class PaperPreview:
    """What ``papers/_preview.html`` shows."""

    form: str
    issuer: str
    number: str
    title: str
    addressees: str
    clauses: tuple[str, ...]
    parts: tuple[Part, ...]
    issues_title: str
    issue_header: tuple[str, ...]
    issues: tuple[Issue, ...]
    signed_on: date | None
    demo: str


def preview_of(context: Context, *, signed_on: date | None) -> PaperPreview:
    """The preview of a context, frozen or as the draft stands."""
    kind, words = KINDS[context["kind"]], context["words"]
    return PaperPreview(
        form=PaperForm(context["form"]).value,
        issuer=context["issuer"],
        number=context["number"] or NO_NUMBER,
        title=context["title"],
        addressees="、".join(context["addressees"]),
        clauses=tuple(filter(None, _clauses(context))),
        parts=tuple(
            Part(one.label, words.get(one.code) or UNWRITTEN, bool(one.required) and not words.get(one.code))
            for one in kind.passages
        ),
        issues_title=ISSUES,
        issue_header=ISSUE_HEADER,
        issues=tuple(Issue(**row) for row in context["issues"]),
        signed_on=signed_on,
        demo=context["demo"],
    )


def _clauses(context: Context) -> list[str]:
    """What the words stand on, each only where it is so."""
    days = context["reply_days"]
    return [
        f"依据：{context['mandate']}" if context["mandate"] else "",
        context["agreed"],
        context["consent"],
        f"主持人：{context['presider_title']} {context['presider']}" if context["presider"] else "",
        f"更正：{context['corrects']}" if context["corrects"] else "",
        f"请自签收之日起 {days} 个工作日内书面答复。" if days else "",
    ]
