"""One person in two posts, at once or one after the other, never says yes twice to the same thing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import extensions, period_sheets, posts, reports
from tasks_app.actions.reports import Sheet
from tasks_app.domain.access import Bar, Verb
from tasks_app.domain.access_words import BAR_SENTENCES
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.refusals import Invalid, NotAllowed
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, SignedSheet
from tasks_app.permissions import checks
from tasks_app.permissions.reviewing import Verdict, office_circle, verdicts
from tests import extension_factories, factories
from tests.factories import LATER, REPORTED_AT, House, Staff

pytestmark = pytest.mark.django_db


def wearing(who: Actor, role: str) -> Actor:
    """The same person in the post with this role."""
    posts_now = Actor.of(who.user, LATER.date()).posts
    return Actor.of(who.user, LATER.date(), wearing=next(post.pk for post in posts_now if post.role == role))


def submitted(house: House, staff: Staff, number: int, *, approved_by: Actor) -> ProgressReport:
    """A closing report of the staff's line that this person approved for the unit."""
    report = factories.report_in(
        ReportState.UNIT_REVIEW, house, kind=ReportKind.CLOSING, unit_staff=staff, number=number
    )
    return reports.approve(report, by=approved_by, at=REPORTED_AT)


def refusal(report: ProgressReport, by: Actor) -> str:
    """What stops this person from accepting, and that it does; the queue says the same."""
    shown = ProgressReport.objects.select_related("line__unit", "author", "approved_by").get(pk=report.pk)
    assert verdicts(by, [shown], office_circle()) != [Verdict.MAY]
    with pytest.raises(NotAllowed) as refused:
        reports.accept(report, by=by, at=LATER)
    return refused.value.sentence


def test_who_approved_for_the_unit_does_not_accept_as_leader(house: House) -> None:
    leader = house.office.leader
    factories.post(Role.UNIT_REVIEWER, house.host.unit, user=leader.user)
    report = submitted(house, house.host, 2, approved_by=wearing(leader, Role.UNIT_REVIEWER))
    assert refusal(report, wearing(leader, Role.GROUP_LEADER)) == BAR_SENTENCES[Bar.PREPARER]


def test_who_approved_for_the_unit_and_then_moved_to_the_office_does_not_accept(house: House) -> None:
    reviewer = house.commerce.reviewer
    report = submitted(house, house.commerce, 1, approved_by=reviewer)
    posts.leave(reviewer.own_post, by=factories.clock(), at=REPORTED_AT, last_day=REPORTED_AT.date())
    factories.post(Role.OFFICE_CLERK, house.office.unit, user=reviewer.user, starts_on=LATER.date())
    clerk = Actor.of(reviewer.user, LATER.date())
    assert clerk.role == Role.OFFICE_CLERK
    assert refusal(report, clerk) == BAR_SENTENCES[Bar.PREPARER]


@pytest.mark.parametrize("role", [Role.LIAISON, Role.UNIT_REVIEWER])
@pytest.mark.parametrize("where", ["host", "office"])
def test_a_leader_who_works_for_the_unit_does_not_judge_it(house: House, role: Role, where: str) -> None:
    """In the host itself, or in its guest: it is the same house."""
    unit = house.host.unit if where == "host" else house.office.unit
    report = submitted(house, house.host, 2, approved_by=house.host.reviewer)
    leader = house.office.leader
    factories.post(role, unit, user=leader.user)
    assert refusal(report, wearing(leader, Role.GROUP_LEADER)) == BAR_SENTENCES[Bar.MEMBER]


def test_a_leader_whose_post_is_kept_at_the_office_judges_its_lines(house: House) -> None:
    leader = factories.working(Role.GROUP_LEADER, house.office.unit)
    report = submitted(house, house.host, 2, approved_by=house.host.reviewer)
    assert checks.can(leader, Verb.REVIEW_REPORT, report)
    assert verdicts(leader, [report], office_circle()) == [Verdict.MAY]


class TestSignedByTheSame:
    """A sheet is no way around it: whoever may not click may not sign either."""

    def test_the_author_approves_no_report_on_paper(self, house: House) -> None:
        report = factories.report_in(ReportState.DRAFT, house)
        liaison = house.commerce.liaison
        with pytest.raises(Invalid, match=f"本件由{liaison.name}本人拟写"):
            reports.approve_on_paper(report, signed_by(liaison), by=liaison, at=LATER)
        assert not SignedSheet.objects.exists()

    def test_the_office_accepts_its_own_house_on_no_sheet(self, house: House) -> None:
        report = submitted(house, house.host, 2, approved_by=house.host.reviewer)
        with pytest.raises(Invalid, match="按回避要求"):
            reports.accept_on_paper(report, signed_by(house.office.director), by=house.office.clerk, at=LATER)
        leader = signed_by(house.office.leader)
        assert reports.accept_on_paper(report, leader, by=house.office.clerk, at=LATER).state == ReportState.ACCEPTED

    def test_nor_gives_it_more_time(self, house: House) -> None:
        request, at = extension_factories.asked(house, house.host, 2), extension_factories.DECIDED_AT
        with pytest.raises(Invalid, match="按回避要求"):
            extensions.refuse_on_paper(request, signed_by(house.office.director, at), by=house.office.clerk, at=at)


def signed_by(who: Actor, at: datetime | None = None) -> Sheet:
    """不同意, or 同意: in this person's name, on that day."""
    return replace(factories.sheet(at) if at else factories.sheet(), signer=who.name)


class TestBothPostsInOneHand:
    """One person holds the liaison's and the reviewer's post: what they wrote they let through no door."""

    @pytest.mark.parametrize("door", ["approve", "return", "sheet", "paper"])
    def test_of_the_unit(self, house: House, door: str) -> None:
        report = factories.report_in(ReportState.UNIT_REVIEW, house)
        liaison = house.commerce.liaison
        assert liaison.user is not None
        twice = factories.actor(factories.post("unit_reviewer", house.commerce.unit, user=liaison.user))
        same = replace(factories.sheet(), signer=liaison.user.full_name)
        doors: dict[str, Callable[[], object]] = {
            "approve": lambda: reports.approve(report, by=twice, at=LATER),
            "return": lambda: reports.return_to_author(report, reason="改。", by=twice, at=LATER),
            "sheet": lambda: period_sheets.approve({report.pk: 1}, period=house.period(), by=twice, at=LATER),
            "paper": lambda: reports.approve_on_paper(report, same, by=liaison, at=LATER),
        }
        with pytest.raises((NotAllowed, Invalid), match="本人"):
            doors[door]()
        assert ProgressReport.objects.get(pk=report.pk).state == ReportState.UNIT_REVIEW

    @pytest.mark.parametrize("door", ["accept", "accept_in_part", "send_back"])
    def test_of_the_office_that_recorded_it(self, house: House, door: str) -> None:
        report, clerk = factories.recorded_report(house), house.office.clerk
        assert clerk.user is not None
        director = factories.actor(factories.post("office_director", house.office.unit, user=clerk.user))
        doors: dict[str, Callable[[], object]] = {
            "accept": lambda: reports.accept(report, by=director, at=LATER),
            "accept_in_part": lambda: reports.accept_in_part(
                report, InPart(not_adopted="数据。"), reason="缺。", by=director, at=LATER
            ),
            "send_back": lambda: reports.send_back(
                report, reason="缺。", redo_by=None, calendar=factories.published_calendar(), by=director, at=LATER
            ),
        }
        with pytest.raises(NotAllowed, match="本人"):
            doors[door]()
