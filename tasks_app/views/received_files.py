"""What arrived with a paper, and what was sent back: files and the 问题清单, to whom the service is visible."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.uploads import fitting_name
from tasks_app.models import PaperFile
from tasks_app.permissions.finding import found
from tasks_app.presenters.paper_files import name_for
from tasks_app.presenters.services import crumbs_of, issues_of
from tasks_app.views.files import handed_out
from tasks_app.views.services import is_own, visible_service

ISSUES = "问题清单"
NOT_RENDERED = "公文文件正在生成，请稍后再试；长时间没有生成的，请联系领导小组办公室。"


@require_safe
def file(request: HouseRequest, pk: int) -> HttpResponse:
    """A file of a paper as an attachment: the copy of record, a receipt, or what was enclosed."""
    actor = request.actor
    kept = found(PaperFile.objects.visible_to(actor).select_related("blob"), pk)
    return handed_out(request, kept.blob, name_for(kept, actor), what=kept.name)


@require_safe
def document(request: HouseRequest, pk: int) -> HttpResponse:
    """The paper as a text document, once a job has rendered it."""
    paper = visible_service(request, pk).paper
    if paper.content is None:
        raise NotNow(NOT_RENDERED)
    name = fitting_name(paper.title, ".docx")
    return handed_out(request, paper.content, name, what=name)


@require_safe
def issues(request: HouseRequest, pk: int) -> HttpResponse:
    """问题清单: the unit's items with what is asked, on a page to be printed."""
    thing = visible_service(request, pk)
    context = {
        "service": thing,
        "issues": issues_of(thing),
        "crumbs": crumbs_of(thing, is_own=is_own(request), here=ISSUES),
    }
    return render(request, "services/issues.html", context)
