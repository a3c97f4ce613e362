"""Talking on an item (留言): a page for a new comment, one for an answer, and a click that takes one back."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import HouseRequest
from tasks_app.actions import comments as acts
from tasks_app.dashboards.talking import parties_of
from tasks_app.domain.refusals import Refusal
from tasks_app.domain.talking import readers_of
from tasks_app.forms.talking import AnswerForm, CommentForm
from tasks_app.models import Comment, TalkFile, UnitLine, WorkItem
from tasks_app.permissions.finding import found
from tasks_app.presenters.crumbs import trail
from tasks_app.views.acting import new_form_key, number_in
from tasks_app.views.files import handed_out
from tasks_app.views.filling import taken
from tasks_app.views.items import show_item

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
WITH_TASK = ("year_plan__task", "year_plan__cycle")


def visible_item(request: HouseRequest, pk: int) -> WorkItem:
    """The item with its task. Raises NotVisible."""
    return found(WorkItem.objects.visible_to(request.actor).select_related(*WITH_TASK), pk)


def item_page_url(item: WorkItem, anchor: str = "talk") -> str:
    """Where on the item's page it is read."""
    return f"{reverse('item', args=[item.pk])}#{anchor}"


@GET_OR_POST
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """留言 on an item, or (``?line=17``) on one of its lines."""
    actor, at = request.actor, request.now
    item = visible_item(request, pk)
    line = _line_of(request, item)
    acts.require_may_say(item, line, by=actor)
    readers = readers_of(parties_of(item), line.pk if line else None)
    others = [party for party in readers if party.unit != actor.unit_id]
    form = CommentForm(*_sent(request), parties=others)
    heading = f"就{line.unit_name}承办事项留言" if line else "留言"
    if request.method != "POST":
        return form_page(request, item, heading, form)
    return taken(
        request,
        form,
        lambda: acts.say(item, form.words(), line=line, by=actor, at=at, files=form.cleaned_data["files"]),
        outcome=item_page_url(item),
        said="已留言，被选单位会收到通知。",
        refused=lambda refusal: form_page(request, item, heading, form, refusal),
    )


def _sent(request: HouseRequest) -> tuple[Any, ...]:
    """The words and files of a form that was sent; nothing of one that is shown first."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _line_of(request: HouseRequest, item: WorkItem) -> UnitLine | None:
    """The line that the address names, where it is one of the item's that the reader sees."""
    number = number_in(request.GET.get("line", ""))
    visible = UnitLine.objects.visible_to(request.actor).filter(work_item=item).select_related("unit")
    return found(visible, number) if number else None


@GET_OR_POST
def answer(request: HouseRequest, pk: int) -> HttpResponse:
    """答复提问, by the unit that was asked."""
    actor, at = request.actor, request.now
    question = visible_comment(request, pk)
    acts.require_may_say(question.work_item, question.line, by=actor)
    form = AnswerForm(*_sent(request))
    if request.method != "POST":
        return form_page(request, question.work_item, "答复提问", form, about=f"{question.unit_name}：{question.text}")
    return taken(
        request,
        form,
        lambda: acts.answer(question, **form.cleaned_data, by=actor, at=at),
        outcome=item_page_url(question.work_item, f"comment-{pk}"),
        said=f"已答复{question.unit_name}的提问。",
        refused=lambda refusal: form_page(request, question.work_item, "答复提问", form, refusal),
    )


@require_safe
def file(request: HouseRequest, pk: int) -> HttpResponse:
    """A file of a comment, or of an answer to an instruction."""
    kept = found(TalkFile.objects.visible_to(request.actor).select_related("blob"), pk)
    return handed_out(request, kept.blob, kept.name, what=kept.name)


@require_POST
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """撤回留言, by whoever wrote it."""
    actor, at = request.actor, request.now
    comment = visible_comment(request, pk)
    acts.require_ones_own(comment, by=actor)
    return taken(
        request,
        Form(request.POST),
        lambda: acts.withdraw(comment, by=actor, at=at),
        outcome=item_page_url(comment.work_item, f"comment-{pk}"),
        said="已撤回留言。",
        refused=lambda refusal: show_item(request, comment.work_item_id, refusal=refusal),
    )


def visible_comment(request: HouseRequest, pk: int) -> Comment:
    """The comment with its item and its writer. Raises NotVisible."""
    wanted = ("line__unit", "written_by__unit", "written_by__user", *(f"work_item__{name}" for name in WITH_TASK))
    return found(Comment.objects.visible_to(request.actor).select_related(*wanted), pk)


def form_page(
    request: HouseRequest,
    item: WorkItem,
    heading: str,
    form: Form,
    refusal: Refusal | None = None,
    *,
    about: str = "",
    version: int = 0,
) -> HttpResponse:
    """One form about an item."""
    number = item.year_plan.task.number
    context = {
        "heading": heading,
        "about": about or item.title,
        "form": form,
        "version": version,
        "back_url": item_page_url(item),
        "form_key": new_form_key(),
        "refusal": refusal,
        "has_lost_files": bool(request.FILES),
        "crumbs": trail(("工作台", reverse("desk")), (f"第 {number} 项", item_page_url(item)), here=heading),
    }
    return render(request, "services/form.html", context, status=refusal.status if refusal else 200)
