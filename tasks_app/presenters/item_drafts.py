"""What the office may do with a drafted item besides revising it."""

from django.urls import reverse

from tasks_app.models import WorkItem
from tasks_app.presenters.acts import Act


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
