"""What the office may do with a drafted item besides revising it."""

from django.urls import reverse
from django.utils import timezone

from tasks_app.models import WorkItem
from tasks_app.presenters.acts import Act


def stored_in(item: WorkItem) -> list[dict[str, str]]:
    """The item as it is stored, and who saved it when: for whoever typed while somebody else was faster."""
    last = item.history.select_related("history_user").first()
    who = last.history_user.full_name if last and last.history_user else "系统"
    told = {
        "年度任务": item.title,
        "工作内容与要求": item.deliverable,
        "节点": item.milestone,
        "完成时限": f"{item.planned_deadline:%Y-%m-%d}",
        "保存": f"{who}　{timezone.localtime(last.history_date):%Y-%m-%d %H:%M}" if last else who,
    }
    return [{"label": label, "value": value} for label, value in told.items()]


def acts_on(item: WorkItem) -> tuple[Act, ...]:
    """The buttons beside the form; those that lead nowhere are not there."""
    if not item.is_draft:
        return ()
    places = list(WorkItem.objects.filter(year_plan=item.year_plan_id).order_by("order").values_list("pk", flat=True))
    if len(places) < 2:
        return ()
    moves = []
    if item.pk != places[0]:
        moves.append(Act("up", reverse("item_up", args=[item.pk]), "上移"))
    if item.pk != places[-1]:
        moves.append(Act("down", reverse("item_down", args=[item.pk]), "下移"))
    question = f"删除“{item.title}”？本项重点任务还有 {len(places) - 1} 项年度任务。"
    return (*moves, Act("remove", reverse("item_remove", args=[item.pk]), "删除本项", question=question))
