"""What a new house needs before its first day: the calendar and the default policy. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import calendars, policies

FIRST_YEAR = 2023


class Command(BaseCommand):
    """``manage.py set_up``: seeds what is missing, changes nothing that is there."""

    help = (
        "Seed the working-day calendar (工作日历) and put the default policy (督办规则) in force where there is none."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seeds every year up to the next one, then the policy."""
        now = timezone.now()
        today = timezone.localdate(now)
        by = Actor.clock("set_up", str(today.year), on=today)
        years = [calendars.seed_year(year, by=by, at=now) for year in range(FIRST_YEAR, today.year + 2)]
        policy = policies.seed_default(by=by, at=now)
        self.stdout.write("工作日历：" + "、".join(str(year) for year in years) + "。")
        self.stdout.write(f"督办规则：{policy}，自 {policy.starts_on:%Y-%m-%d} 起施行。")
