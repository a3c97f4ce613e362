"""A report's page in words: what the unit says, who wrote, approved and reviewed it, and what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.file_uses import used_elsewhere
from tasks_app.domain.report_states import HANDED_IN, ReportState
from tasks_app.domain.verification import verified_words
from tasks_app.models import Evidence, ProgressReport, ReportPart, SignedSheet, StateChange
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.files import FileLink, SheetWords, reuse_note
from tasks_app.presenters.links import line_url, name_of
from tasks_app.presenters.timeline import Entry, entry_of


@dataclass(frozen=True)
class Words:
    """One part of what was written."""

    label: str
    text: str


WITHOUT = "未报齐即申请办结的理由（未报送：{units}）"


@dataclass(frozen=True)
class ReportPage:
    """All that the page shows besides the acts."""

    name: str
    unit: str
    title: str
    url: str
    state_code: str
    state_label: str
    is_late: bool
    is_sent_back: bool
    reason: str
    redo_by: date | None
    redo_is_over: bool
    on_behalf: str
    words: tuple[Words, ...]
    in_part: tuple[Words, ...]
    standing: str
    percent: int | None
    verified: str
    parts: list[ReportPart]
    facts: list[dict[str, str]]
    files: list[FileLink]
    sheets: list[SheetWords]
    entries: list[Entry]
    version: int
    crumbs: tuple[Crumb, ...]


def report_page(
    report: ProgressReport,
    *,
    files: Sequence[Evidence],
    sheets: Sequence[SignedSheet],
    steps: Sequence[StateChange],
    today: date,
    notes: Mapping[int, str] | None = None,
    parts: Sequence[ReportPart] = (),
) -> ReportPage:
    """The page of a report that comes with its line, period and people."""
    links = {file.pk: link_of(file, (notes or {}).get(file.blob_id, "")) for file in files}
    materials = [links[file.pk] for file in files if file.kind == Evidence.Kind.MATERIAL]
    return ReportPage(
        name=name_of(report),
        unit=report.line.unit_name,
        title=report.line.work_item.title,
        url=line_url(report.line),
        state_code=report.state,
        state_label=report.get_state_display(),
        is_late=report.is_late and report.state in HANDED_IN,
        is_sent_back=report.state == ReportState.SENT_BACK,
        reason=report.reason,
        redo_by=report.redo_by,
        redo_is_over=report.redo_by is not None and report.redo_by < today,
        on_behalf=f"{report.on_behalf_source}（{report.on_behalf_of}）" if report.is_on_behalf else "",
        words=words_of(report),
        in_part=taken_in_part(report),
        standing=report.get_standing_display(),
        percent=report.percent,
        verified=verified_words(report.verification, report.verified_percent)
        if report.state == ReportState.ACCEPTED
        else "",
        parts=list(parts),
        facts=_facts(report),
        files=materials,
        sheets=[_sheet(sheet, links[sheet.scan_id]) for sheet in sheets if sheet.scan_id in links],
        entries=[entry_of(step) for step in steps],
        version=report.version,
        crumbs=crumbs_of(report, here=name_of(report)),
    )


def words_of(report: ProgressReport) -> tuple[Words, ...]:
    """What was written, part by part; an empty part is said."""
    parts = (
        ("完成情况" if report.is_closing else "本期进展", report.progress_text),
        ("存在问题", report.problems),
        ("下一步安排", report.next_steps),
    )
    explained = (
        ("进度下降的原因", report.fall_reason),
        ("对上次未采用部分的落实情况", report.taken_up),
        (WITHOUT.format(units=report.without_units or "见办理过程"), report.without_reason),
    )
    return (
        *(Words(label, text or "（未填写）") for label, text in parts),
        *(Words(label, text) for label, text in explained if text),
    )


def taken_in_part(report: ProgressReport) -> tuple[Words, ...]:
    """What the office took of it and what it left (部分采用), and why; nothing of any other report."""
    if not report.is_in_part:
        return ()
    told = (("采用的部分", report.adopted), ("未采用的部分", report.not_adopted), ("理由", report.reason))
    return tuple(Words(label, text) for label, text in told if text)


def link_of(file: Evidence, note: str = "") -> FileLink:
    """A file with where it is handed out; ``note`` says where else it was used."""
    return FileLink(
        name=file.name,
        url=reverse("evidence", args=[file.pk]),
        size=file.blob.size,
        sha256=file.blob.sha256,
        uploaded_on=timezone.localdate(file.added_at),
        uploaded_by=file.added_by.user.full_name,
        note=note,
    )


def crumbs_of(report: ProgressReport, *, here: str) -> tuple[Crumb, ...]:
    """The way back: desk, item, this."""
    number = report.line.work_item.year_plan.task.number
    return trail(("工作台", reverse("desk")), (f"第 {number} 项", line_url(report.line)), here=here)


def _sheet(sheet: SignedSheet, scan: FileLink) -> SheetWords:
    return SheetWords(
        signer=sheet.signer,
        signer_title=sheet.signer_title,
        words=sheet.words,
        signed_on=sheet.signed_on,
        registered=f"{sheet.registered_by.user.full_name} {_moment(sheet.registered_at)}",
        scan=scan,
    )


def _facts(report: ProgressReport) -> list[dict[str, str]]:
    submitted = (
        f"{_moment(report.submitted_at)}{'（逾期报送）' if report.is_late else ''}" if report.submitted_at else ""
    )
    told = {"填报": _who(report.author, report.drafted_at)}
    # Of the present round only: what an earlier one brought stands in the timeline.
    if report.state in (*HANDED_IN, ReportState.SENT_BACK):
        told |= {
            "本单位审核": _who(report.approved_by, None),
            "报送": submitted,
            "办公室查阅": _moment(report.looked_at),
        }
    if report.state in (ReportState.ACCEPTED, ReportState.SENT_BACK):
        told["办公室审核"] = _who(report.reviewed_by, report.reviewed_at)
    return [{"label": label, "value": value} for label, value in told.items() if value]


def _who(post: Post | None, at: datetime | None) -> str:
    return f"{post.user.full_name} {_moment(at)}".strip() if post else ""


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def reuse_notes(report: ProgressReport, files: Sequence[Evidence], actor: Actor) -> dict[int, str]:
    """What stands beside each file of a report that was used elsewhere too, by its bytes."""
    found = used_elsewhere(report, files, actor)
    return {blob: reuse_note(others, actor.role) for blob, others in found.items()}
