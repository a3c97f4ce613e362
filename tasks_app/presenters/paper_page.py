"""A paper's page in words: who handles it, who approves and what they see, the evidence, the files, the steps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import Post
from tasks_app.dashboards.paper_evidence import Change, Facts
from tasks_app.dashboards.paper_page import Ground, PaperDesk
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.paper_states import PaperState, ServiceState
from tasks_app.models import Paper, PaperFile, PaperService, PaperSheet
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.files import FileLink, SheetWords
from tasks_app.presenters.links import Step, line_url
from tasks_app.presenters.paper_acts import approver_of
from tasks_app.presenters.signed_steps import signed_entries, words_of
from tasks_app.presenters.timeline import Entry

Fact = dict[str, str]
Signed = Mapping[tuple[str, datetime], PaperSheet]


@dataclass(frozen=True)
class Told:
    """One line of the evidence: the day, and what was then."""

    on: str
    words: str


@dataclass(frozen=True)
class EvidenceOf:
    """办理情况附件 of one line. ``rows`` are (what, list of what was), in the order an approver asks."""

    title: str
    url: str
    unit: str
    summary: str
    rows: tuple[tuple[str, tuple[Told, ...]], ...]


@dataclass(frozen=True)
class ServiceRow:
    """One addressee and where it stands."""

    pk: int
    unit: str
    state_code: str
    state_label: str
    is_served: bool
    is_late: bool
    reply_by: date | None


@dataclass(frozen=True)
class ChangeRow:
    """What became of a ground since it was frozen."""

    unit: str
    item: str
    was: str
    now: str


@dataclass(frozen=True)
class PaperPage:
    """All that the page shows besides form, preview and acts."""

    kind: str
    title: str
    number: str
    state_code: str
    state_label: str
    facts: tuple[Fact, ...]
    approval: tuple[str, ...]
    services: tuple[ServiceRow, ...]
    changes: tuple[ChangeRow, ...]
    evidence: tuple[EvidenceOf, ...]
    is_frozen: bool
    may_read_evidence: bool
    files: tuple[FileLink, ...]
    sheets: tuple[SheetWords, ...]
    documents: tuple[Step, ...]
    interview: int | None
    entries: tuple[Entry, ...]
    version: int
    crumbs: tuple[Crumb, ...]


def paper_page(paper: Paper, desk: PaperDesk, today: date) -> PaperPage:
    """The page of a paper that comes with its people (``dashboards.paper_page.FOR_PAGE``)."""
    links = {file.pk: link_of(file) for file in desk.files}
    return PaperPage(
        kind=paper.get_kind_display(),
        title=paper.title or "（未填写标题）",
        number=paper.number,
        state_code=paper.state,
        state_label=paper.get_state_display(),
        facts=tuple(facts_of(paper, desk.sheets)),
        approval=_approval(paper),
        services=tuple(_service(service, today) for service in desk.services),
        changes=tuple(_change(change) for change in desk.changes),
        evidence=tuple(evidence_of(ground) for ground in desk.evidence),
        is_frozen=paper.state != PaperState.DRAFT,
        may_read_evidence=desk.may_read_evidence,
        files=tuple(links.values()),
        sheets=tuple(words_of(sheet, links[sheet.scan_id]) for sheet in desk.sheets if sheet.scan_id in links),
        documents=_documents(paper),
        interview=desk.interview.pk if desk.interview else None,
        entries=signed_entries(desk.steps, desk.sheets, link_of),
        version=paper.version,
        crumbs=crumbs_of(paper),
    )


def _documents(paper: Paper) -> tuple[Step, ...]:
    """The paper as files: before its number a proof for whoever signs on paper, then the file itself."""
    if paper.context is None:
        return (Step("下载清样（.docx）", reverse("paper_proof", args=[paper.pk])),)
    return (
        Step("下载公文文件（.docx）", reverse("paper_document", args=[paper.pk])),
        Step("下载 PDF", reverse("paper_pdf", args=[paper.pk])),
    )


def crumbs_of(paper: Paper, *, here: str = "") -> tuple[Crumb, ...]:
    """The way back: the list, the paper, and a page about it."""
    name = paper.number or paper.get_kind_display()
    if not here:
        return trail(("公文", reverse("papers")), here=name)
    return trail(("公文", reverse("papers")), (name, reverse("paper", args=[paper.pk])), here=here)


def link_of(file: PaperFile) -> FileLink:
    """A file with where it is handed out, under what it is for."""
    return FileLink(
        name=f"{file.get_kind_display()}：{file.name}",
        url=reverse("paper_file", args=[file.pk]),
        size=file.blob.size,
        sha256=file.blob.sha256,
        uploaded_on=timezone.localdate(file.added_at),
        uploaded_by=file.added_by.user.full_name,
    )


def facts_of(paper: Paper, sheets: Iterable[PaperSheet] = ()) -> Iterable[Fact]:
    """Who handled it, and what stands with it; of what was signed on paper the signer is told, not who registered."""
    signed = {(sheet.act, sheet.registered_at): sheet for sheet in sheets}
    yield {"label": "文种", "value": paper.get_kind_display()}
    yield {"label": "拟稿", "value": _handled(paper.author, paper.drafted_at)}
    yield {"label": "核稿", "value": _who(signed, "check", paper.checked_by, paper.checked_at)}
    if paper.agreed_at:
        yield {"label": "同意约谈", "value": _who(signed, "agree", paper.agreed_by, paper.agreed_at)}
        yield {"label": "主持人", "value": f"{paper.presider_title} {paper.presider} {paper.delegation}".strip()}
    if paper.consent_on:
        yield {"label": "市政府同意", "value": f"{paper.consent_on:%Y-%m-%d}"}
    yield {"label": "签发", "value": _who(signed, "sign", paper.signed_by, paper.signed_at)}
    if paper.declared.means:
        url = reverse("mandates") if paper.mandate else ""
        yield {"label": "授权依据", "value": str(paper.mandate or "送核时核对"), "url": url}
    if paper.reply_days:
        yield {"label": "答复期", "value": f"自签收之日起 {paper.reply_days} 个工作日"}
    if paper.corrects:
        corrected = reverse("paper", args=[paper.corrects_id])
        yield {"label": "更正", "value": paper.corrects.number, "url": corrected}
    if paper.waits_for_file and paper.render_fault:
        yield {"label": "公文文件", "value": f"未能生成（{paper.render_fault}），请联系系统管理员。"}
    if paper.context_sha256:
        yield {"label": "内容校验值", "value": paper.context_sha256[:12]}


def _who(signed: Signed, act: str, post: Post | None, at: datetime | None) -> str:
    sheet = signed.get((f"{act}{ON_PAPER}", at)) if at else None
    return f"{sheet.signer}，{sheet.signed_on:%Y-%m-%d}（线下签批）" if sheet else _handled(post, at)


def _handled(post: Post | None, at: datetime | None) -> str:
    return f"{post.user.full_name}，{timezone.localdate(at):%Y-%m-%d}" if post and at else "尚未办理"


def _approval(paper: Paper) -> tuple[str, ...]:
    """Who must approve, and what they will see."""
    if paper.state not in (PaperState.DRAFT, PaperState.CHECKING, PaperState.PRESENTED):
        return ()
    seen = "公文全文、事实依据的办理情况，以及送核以后的变化" if paper.declared.is_about_grounds else "公文全文"
    office = "；涉及办公室及其归口单位的，由领导小组领导签发" if paper.declared.approval == "sign" else ""
    return (f"由{approver_of(paper)}{office}。", f"审批人将看到{seen}。", "不在线办理的，由经办人登记线下签批。")


def _service(service: PaperService, today: date) -> ServiceRow:
    return ServiceRow(
        pk=service.pk,
        unit=service.unit_name,
        state_code=service.state,
        state_label=service.get_state_display(),
        is_served=service.state != ServiceState.PLANNED,
        is_late=service.is_overdue(today),
        reply_by=service.reply_by,
    )


def _change(change: Change) -> ChangeRow:
    line = change.ground.line
    return ChangeRow(line.unit_name, change.ground.facts["item"], change.was, change.now)  # type: ignore[index]


def evidence_of(one: Ground) -> EvidenceOf:
    """One line of 办理情况附件."""
    facts, line = one.facts, one.ground.line
    moved = f"（原定 {facts['original_deadline']}）" if facts["deadline"] != facts["original_deadline"] else ""
    late = f"逾期 {facts['days_late']} 个工作日" if facts["days_late"] else "未逾期"
    return EvidenceOf(
        title=f"第 {facts['task']} 项　{facts['item']}",
        url=line_url(line),
        unit=facts["unit"],
        summary=f"{facts['state_label']}，完成时限 {facts['deadline']}{moved}，{late}",
        rows=(
            ("签收", (Told(facts["signed_on"], "签收交办"),) if facts["signed_on"] else ()),
            ("告知", _told(facts["told"])),
            ("电话", tuple(Told(row["on"], f"{row['to']}：{row['said']}") for row in facts["calls"])),
            ("报送", tuple(told for row in facts["reports"] for told in _reported(row))),
            ("此前公文", tuple(Told(row["served_on"] or "", _sent(row)) for row in facts["papers"])),
        ),
    )


def _told(rows: Sequence[dict[str, str]]) -> tuple[Told, ...]:
    return tuple(Told(row["on"], _notice(row)) for row in rows)


def _notice(row: dict[str, str]) -> str:
    mailed = f"，邮件 {row['mailed_on']}" if row["mailed_on"] else ""
    read = f"，已读 {row['read_on']}" if row["read_on"] else "，未读"
    return f"{row['word']}，{row['to']}{mailed}{read}"


def _reported(row: Facts) -> Iterator[Told]:
    """A report, and under it every time the office sent it back (facts frozen long ago do not name them)."""
    yield Told(row["on"], f"{row['what']}（{row['state']}{'，逾期报送' if row['is_late'] else ''}）")
    for back in row.get("send_backs", ()):
        yield Told(back["on"], f"{row['what']}被退回：{back['why']}")


def _sent(row: dict[str, str]) -> str:
    received = f"，{row['received_on']} 签收" if row["received_on"] else "，尚未签收"
    due = f"，答复时限 {row['reply_by']}" if row["reply_by"] else ""
    return f"{row['number']}《{row['title']}》{received}{due}（{row['state']}）"
