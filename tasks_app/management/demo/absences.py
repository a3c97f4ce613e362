"""Who is away in the demo, and who acts for somebody: a leave with a stand-in (代班), and an acting post (代理)."""

from dataclasses import dataclass

from accounts.models import Post, PostKind, User
from tasks_app.actions import leaves, posts
from tasks_app.domain.access import Role
from tasks_app.domain.working_days import Calendar
from tasks_app.management.demo import people
from tasks_app.management.demo.moments import Moments

AWAY_DAYS, ACTING_DAYS = 4, 20
UNIT, ACTING_LOGIN = "市商务局", "u-acting"


@dataclass(frozen=True)
class Absences:
    """The second clerk is away since yesterday; a reviewer is at a course, and somebody of the unit acts."""

    moments: Moments
    calendar: Calendar

    def play(self) -> None:
        """Entered by those who keep the posts."""
        today = self.moments.today
        yesterday, at = self.calendar.plus(today, -1), self.moments.at(self.calendar.plus(today, -1), 9)
        clerk2 = Post.objects.get(user__username="clerk2")
        leaves.take(
            clerk2,
            starts_on=yesterday,
            ends_on=self.calendar.plus(today, AWAY_DAYS),
            stand_in=User.objects.get(username="clerk"),
            basis="年休假",
            by=people.acting_as(clerk2, yesterday),
            at=at,
        )
        reviewer = Post.objects.get(unit__name=UNIT, role=Role.UNIT_REVIEWER)
        director = Post.objects.get(role=Role.OFFICE_DIRECTOR)
        posts.appoint(
            people.enter(ACTING_LOGIN, f"{UNIT}临时主持工作人员", at=at),
            reviewer.unit,
            Role.UNIT_REVIEWER,
            by=people.acting_as(director, yesterday),
            at=at,
            starts_on=yesterday,
            ends_on=self.calendar.plus(today, ACTING_DAYS),
            acting_for=reviewer.user,
            kind=PostKind.ACTING,
            basis="审核人脱产学习，由其临时主持",
        )
