"""Several plans beside each other: how an address names one, and the chips that switch between them."""

from collections.abc import Mapping

from django.urls import reverse

from tasks_app.dashboards.year import Year
from tasks_app.models import Task
from tasks_app.presenters.filters import Chip, address, chips

EVERY_PLAN = ("", "全部方案")


def table_url(plan_id: int) -> str:
    """The table of this plan."""
    return address(reverse("plan"), {"plan": plan_id})


def task_url(task: Task) -> str:
    """The page of this row: two plans may both have a third row, so the address says whose."""
    return address(reverse("plan_task", args=[task.number]), {"plan": task.plan_id})


def lead_url(task: Task) -> str:
    """The page on which the lead of this row is confirmed."""
    return address(reverse("lead_confirm", args=[task.number]), {"plan": task.plan_id})


def plan_query(year: Year) -> str:
    """What a link to another page of the same plan ends in; empty where the plan stands alone."""
    return address("", {"plan": year.plan.pk}) if year.plan and year.plan_names else ""


def plan_words(year: Year) -> dict[str, object]:
    """The word by which an address keeps a list narrowed to one plan."""
    return {"plan": year.narrowed_to.pk} if year.narrowed_to else {}


def switch(year: Year, path: str, *, words: str = "", found: Mapping[int, int] | None = None) -> tuple[Chip, ...]:
    """One chip for each plan, for a page that is always about one; none where a plan stands alone.

    After a search for ``words`` each says how many of its rows were ``found``, so that no plan is overlooked.
    """
    return tuple(
        Chip(
            label=name,
            url=address(path, {"q": words, "plan": pk}),
            current=year.plan is not None and pk == year.plan.pk,
            count=found.get(pk, 0) if found is not None else None,
        )
        for pk, name in year.plan_names.items()
    )


def narrowing(year: Year, path: str, words: Mapping[str, object] | None = None) -> tuple[Chip, ...]:
    """The chips that narrow a list to one plan, or to none; no chips where a plan stands alone."""
    names = year.plan_names
    if not names:
        return ()
    now = {**(words or {}), "plan": str(year.narrowed_to.pk) if year.narrowed_to else ""}
    return chips(path, now, "plan", [EVERY_PLAN, *((str(pk), name) for pk, name in names.items())])
