"""Files of papers going out: scans and enclosures, the rendered paper, and the document behind a mandate."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.documents.official.pdf import pdf_of
from tasks_app.documents.official.render import render
from tasks_app.documents.paper_context import context_of
from tasks_app.documents.paper_file import official
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.uploads import fitting_name
from tasks_app.models import Mandate, PaperFile
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.views.files import handed_out, sent_out
from tasks_app.views.papers import require_reader, visible_paper

NOT_FROZEN = "编号后才生成公文文件；此前请在公文页面查看预览。"
NOT_RENDERED = "未能生成公文文件（{fault}），请联系系统管理员检查后台作业。"
RENDERING = "正在生成公文文件，请稍后刷新；超过十分钟仍未生成的，请联系系统管理员检查后台作业。"


@require_safe
def paper_file(request: HouseRequest, pk: int) -> HttpResponse:
    """A scan or an enclosure of a paper."""
    actor = request.actor
    file = found(PaperFile.objects.visible_to(actor).select_related("blob", "paper"), pk)
    require_reader(actor)
    return handed_out(request, file.blob, file.name, what=f"{file.paper}：{file.name}")


@require_safe
def paper_document(request: HouseRequest, pk: int) -> HttpResponse:
    """The paper as its template rendered it. Raises NotNow until a job has done so."""
    paper = visible_paper(request, pk)
    if paper.context is None:
        raise NotNow(NOT_FROZEN)
    if paper.content is None:
        raise NotNow(NOT_RENDERED.format(fault=paper.render_fault) if paper.render_fault else RENDERING)
    name = fitting_name(paper.title, ".docx")
    return handed_out(request, paper.content, name, what=f"{paper}：{name}")


@require_safe
def paper_pdf(request: HouseRequest, pk: int) -> HttpResponse:
    """The paper as .pdf; where this machine makes none, the page says which package to install."""
    paper = visible_paper(request, pk)
    if paper.context is None:
        raise NotNow(NOT_FROZEN)
    name = fitting_name(paper.title, ".pdf")
    return sent_out(request, pdf_of(official(paper.context)), name, what=f"{paper}：{name}")


@require_safe
def proof(request: HouseRequest, pk: int) -> HttpResponse:
    """清样: the draft as it stands, for a leader who signs on paper. It bears no number."""
    paper, actor = visible_paper(request, pk), request.actor
    checks.require(actor, Verb.READ_EVIDENCE, paper)
    context = context_of(paper, number="", signed_on=actor.on, demo=settings.DEMO_BANNER)
    name = fitting_name(f"清样：{paper.title}", ".docx")
    return sent_out(request, render(official(context)), name, what=f"{paper}：{name}")


@require_safe
def mandate_scan(request: HouseRequest, pk: int) -> HttpResponse:
    """The document that authorises the office."""
    checks.require(request.actor, Verb.SEE_REGISTER)
    mandate = found(Mandate.objects.filter(scan__isnull=False).select_related("scan"), pk)
    assert mandate.scan is not None
    return handed_out(request, mandate.scan, mandate.scan_name, what=f"{mandate}：{mandate.scan_name}")
