"""登记线下签批 of a received paper and of an interview: the signer decides, the clerk registers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.actor import Actor
from accounts.models import Role, User
from tasks_app.actions import interviews, paper_drafts, paper_services, papers, posts
from tasks_app.actions.interviews import Rectified
from tasks_app.actions.paper_drafts import Words
from tasks_app.actions.paper_services import Said
from tasks_app.actions.reports import Sheet
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.paper_states import InterviewState, PaperState, ServiceState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import Interview, PaperFile, PaperService, PaperSheet, StateChange
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf, published_calendar, stored

pytestmark = pytest.mark.django_db
AT = moment("2026-12-31")  # after everything the factories do
TODAY = AT.date()
EARLIER = moment("2026-12-11")
CALENDAR = published_calendar()
TOLD = "经核查，情况属实。"


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def at_work(of: Actor) -> Actor:
    return factories.actor(of.own_post, AT)


def objected(house: House) -> PaperService:
    liaison = factories.actor(house.commerce.liaison.own_post, EARLIER)
    return paper_services.object_to(paper_factories.received(house), Said("情况不符。"), by=liaison, at=EARLIER)


def replied(house: House) -> PaperService:
    liaison = factories.actor(house.commerce.liaison.own_post, EARLIER)
    return paper_services.reply(paper_factories.received(house), Said("已整改。"), by=liaison, at=EARLIER)


def to_check(house: House) -> Interview:
    case = interview_factories.case_in(InterviewState.CHECKING, house)
    for one in case.commitments.all():
        case_clerk = at_work(house.office.clerk)
        interviews.fulfil(one, on=interview_factories.RECTIFIED_AT.date(), by=case_clerk, at=AT)
    return Interview.objects.get(pk=case.pk)


def pending(house: House) -> Interview:
    return interview_factories.case_in(InterviewState.PENDING, house)


@dataclass(frozen=True)
class Door:
    """A decision that may be taken on paper: what it needs, what it tells the unit, where it leads."""

    act: str
    ready: Callable[[House], Any]
    do: Callable[..., Any]
    told: str
    target: str
    more: tuple[tuple[str, Any], ...] = ()

    def run(self, thing: Any, sheet: Sheet, by: Actor) -> Any:
        words = {self.told: TOLD} if self.told else {}
        return self.do(thing, **words, **dict(self.more), sheet=sheet, by=by, at=AT)


WITH_CALENDAR = (("calendar", CALENDAR),)
DOORS = [
    Door("uphold", objected, paper_services.uphold, "answer", ServiceState.RECEIVED, WITH_CALENDAR),
    Door("lift", objected, paper_services.lift, "answer", ServiceState.CLOSED),
    Door("ask_again", replied, paper_services.ask_again, "reason", ServiceState.RECEIVED, WITH_CALENDAR),
    Door("close", replied, paper_services.close, "", ServiceState.CLOSED),
    Door("send_back", to_check, interviews.send_back, "reason", InterviewState.RECTIFYING),
    Door("close", to_check, interviews.close, "verdict", InterviewState.CLOSED),
    Door("cancel", pending, interviews.cancel, "reason", InterviewState.CANCELLED),
]
UPHOLD, LIFT, ASK_AGAIN, CLOSE, SEND_BACK, FINISH, CANCEL = DOORS
EVERY_DOOR = pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.ready.__name__}-{door.act}")


def signed(by: Actor | str, on: date = TODAY, *, by_account: bool = True) -> Sheet:
    """同意, written by somebody on paper."""
    name, user = (by, None) if isinstance(by, str) else (by.name, by.user if by_account else None)
    return Sheet(name, "副主任", "同意。", on, *stored(pdf("签批件.pdf")), signer_user=user)


def refused(door: Door, thing: Any, sheet: Sheet, house: House) -> dict[str, str]:
    """The faults; nothing happened."""
    with pytest.raises(Invalid) as refusal:
        door.run(thing, sheet, at_work(house.office.clerk))
    assert type(thing).objects.get(pk=thing.pk).state == thing.state
    assert not PaperSheet.objects.filter(act=f"{door.act}{ON_PAPER}").exists()
    assert not PaperFile.objects.filter(kind=PaperFile.Kind.SHEET).exists()
    return dict(refusal.value.faults)


@EVERY_DOOR
def test_what_was_signed_decides_and_who_registered_it_is_kept(house: House, door: Door) -> None:
    thing, signer, clerk = door.ready(house), house.office.second_clerk, at_work(house.office.clerk)
    done = door.run(thing, signed(signer), clerk)
    assert (done.state, done.version > thing.version) == (door.target, True)
    sheet = PaperSheet.objects.get()
    assert (sheet.act, sheet.signer_user, sheet.registered_by) == (f"{door.act}{ON_PAPER}", signer.user, clerk.post)
    service = thing if isinstance(thing, PaperService) else paper_factories.service_of(thing.notice)
    assert (sheet.scan.kind, sheet.scan.service) == (PaperFile.Kind.SHEET, service)
    step = StateChange.objects.get(act=sheet.act)
    assert (step.user, step.at, step.why) == (clerk.user, sheet.registered_at, TOLD if door.told else "")
    assert step.label.startswith("登记线下签批（")


@EVERY_DOOR
def test_only_a_clerk_without_a_post_in_the_unit_registers(house: House, door: Door) -> None:
    thing = door.ready(house)
    entangled = factories.post(Role.OFFICE_CLERK, house.office.unit)
    factories.post(Role.LIAISON, house.commerce.unit, user=entangled.user)
    for actor in (house.office.director, house.office.leader, house.commerce.liaison, factories.actor(entangled, AT)):
        with pytest.raises(NotAllowed):
            door.run(thing, signed(house.office.second_clerk), at_work(actor))


@EVERY_DOOR
@pytest.mark.parametrize(
    ("missing", "field"),
    [({"scan": None}, "scan"), ({"words": "\u200b"}, "signer"), ({"signed_on": date(2027, 1, 1)}, "signed_on")],
)
def test_a_sheet_without_its_file_its_words_or_its_day_decides_nothing(
    house: House, door: Door, missing: dict[str, Any], field: str
) -> None:
    assert set(refused(door, door.ready(house), replace(signed(house.office.second_clerk), **missing), house)) == {
        field
    }


@pytest.mark.parametrize(
    ("door", "earliest"),
    [(UPHOLD, EARLIER), (ASK_AGAIN, EARLIER), (FINISH, interview_factories.HELD_AT)],
    ids=["objected", "replied", "held"],
)
def test_nobody_signs_before_there_is_something_to_decide(house: House, door: Door, earliest: Any) -> None:
    thing, second = door.ready(house), house.office.second_clerk
    faults = refused(door, thing, signed(second, earliest.date() - timedelta(days=1)), house)
    assert f"{earliest:%Y-%m-%d}" in faults["signed_on"]
    assert door.run(thing, signed(second, earliest.date()), at_work(house.office.clerk)).state == door.target


BY_ACCOUNT_AND_NAME = pytest.mark.parametrize("by_account", [True, False], ids=["account", "name"])


class TestSigners:
    """What keeps a person from the click keeps their signature too."""

    @BY_ACCOUNT_AND_NAME
    @pytest.mark.parametrize("door", [UPHOLD, LIFT], ids=["uphold", "lift"])
    def test_who_signed_the_paper_answers_no_objection(self, house: House, door: Door, by_account: bool) -> None:
        sheet = signed(house.office.director, by_account=by_account)
        faults = refused(door, door.ready(house), sheet, house)
        assert f"本件由{sheet.signer}签发" in faults["signer_account" if by_account else "signer"]

    @BY_ACCOUNT_AND_NAME
    @pytest.mark.parametrize("door", [CLOSE, ASK_AGAIN], ids=["close", "ask_again"])
    def test_who_entered_the_answer_closes_nothing(self, house: House, door: Door, by_account: bool) -> None:
        second = house.office.second_clerk
        said = Said("已整改。", source="来函", on=EARLIER.date())
        service = paper_services.reply_on_behalf(
            paper_factories.received(house), said, by=factories.actor(second.own_post, EARLIER), at=EARLIER
        )
        faults = refused(door, service, signed(second, by_account=by_account), house)
        assert f"本件由{second.name}代录" in "".join(faults.values())
        done = door.run(service, signed(house.office.director), at_work(house.office.clerk))
        assert done.state == door.target

    def test_who_entered_the_rectification_does_not_check_it(self, house: House) -> None:
        second, at = house.office.second_clerk, interview_factories.RECTIFIED_AT
        case = interview_factories.case_in(InterviewState.RECTIFYING, house)
        rectified = Rectified("已整改。", source="来函")
        case = interviews.rectify_on_behalf(case, rectified, by=factories.actor(second.own_post, at), at=at)
        assert "代录" in refused(SEND_BACK, case, signed(second), house)["signer_account"]

    @EVERY_DOOR
    def test_who_works_for_the_unit_decides_nothing_about_it(self, house: House, door: Door) -> None:
        thing, second = door.ready(house), house.office.second_clerk
        factories.post(Role.LIAISON, house.commerce.unit, user=second.user)
        assert "按回避要求" in refused(door, thing, signed(second), house)["signer_account"]

    @pytest.mark.parametrize("who", ["liaison", "leader"])
    def test_who_has_no_such_post_decides_nothing(self, house: House, who: str) -> None:
        signer = house.commerce.liaison if who == "liaison" else house.office.leader
        faults = refused(UPHOLD, objected(house), signed(signer), house)
        assert ("不担任可以签批本件的职务" in faults["signer_account"]) or ("按回避要求" in faults["signer_account"])

    def test_the_post_of_that_day_counts(self, house: House) -> None:
        second, last = house.office.second_clerk, TODAY - timedelta(days=3)
        posts.leave(second.own_post, by=factories.clock(), at=AT, last_day=last)
        service = objected(house)
        assert (
            "2026-12-29" in refused(UPHOLD, service, signed(second, last + timedelta(days=1)), house)["signer_account"]
        )
        done = UPHOLD.run(service, signed(second, last), at_work(house.office.clerk))
        assert done.state == ServiceState.RECEIVED

    def test_whoever_has_no_account_is_named(self, house: House) -> None:
        done = UPHOLD.run(objected(house), signed("陈某"), at_work(house.office.clerk))
        assert (done.state, PaperSheet.objects.get().signer_user) == (ServiceState.RECEIVED, None)

    def test_about_the_offices_own_house_a_leader_signs(self, house: House) -> None:
        service = objected(house)
        house.commerce.unit.hosted_by = house.office.unit
        house.commerce.unit.save()
        service = PaperService.objects.get(pk=service.pk)
        assert "按回避要求" in refused(UPHOLD, service, signed(house.office.second_clerk), house)["signer_account"]
        by = at_work(house.office.clerk)
        assert UPHOLD.run(service, signed(house.office.leader), by).state == ServiceState.RECEIVED


def test_an_objection_lifted_on_paper_stops_the_interview(house: House) -> None:
    case, at = pending(house), interview_factories.HELD_AT
    service = paper_factories.service_of(case.notice)
    liaison, clerk = (factories.actor(one.own_post, at) for one in (house.commerce.liaison, house.office.clerk))
    service = paper_services.object_to(service, Said("情况不符。"), by=liaison, at=at)
    sheet = signed(house.office.second_clerk, at.date())
    paper_services.lift(service, answer=TOLD, sheet=sheet, by=clerk, at=at)
    with pytest.raises(NotNow, match="异议已经采纳"):
        interviews.hold(case, interview_factories.meeting(house), by=clerk, at=interview_factories.NOTED_AT)


def test_a_commitment_is_excused_on_paper_by_whoever_checks(house: House) -> None:
    case, clerk = interview_factories.case_in(InterviewState.CHECKING, house), at_work(house.office.clerk)
    first = case.commitments.get(order=1)
    with pytest.raises(Invalid, match="不担任可以签批本件的职务"):
        interviews.excuse(first, reason=TOLD, sheet=signed(house.office.leader), by=clerk, at=AT)
    before = signed(house.office.director, interview_factories.ISSUED_AT.date())
    with pytest.raises(Invalid, match="不能早于约谈之日"):
        interviews.excuse(first, reason=TOLD, sheet=before, by=clerk, at=AT)
    first = interviews.excuse(first, reason=TOLD, sheet=signed(house.office.director), by=clerk, at=AT)
    assert (first.excuse, first.excused_on) == (TOLD, TODAY)
    kept, step = PaperSheet.objects.get(act="excuse_on_paper"), StateChange.objects.get(act="excuse_on_paper")
    assert (kept.signer_user, kept.registered_at, step.at) == (house.office.director.user, AT, AT)
    with pytest.raises(NotAllowed):
        interviews.excuse(
            case.commitments.get(order=2),
            reason=TOLD,
            sheet=signed(house.office.director),
            by=at_work(house.office.director),
            at=AT,
        )


class TestDraft:
    """核稿 on paper: whoever wrote it does not find it in order."""

    @pytest.mark.parametrize("act", [papers.check_on_paper, papers.return_checked_on_paper])
    def test_the_author_and_whoever_wrote_on_are_refused(self, house: House, act: Callable[..., Any]) -> None:
        clerk, director = (at_work(one) for one in (house.office.clerk, house.office.director))
        paper = paper_factories.drafted(house)
        words = Words(paper.title, paper_factories.passages(paper.kind) | {"opening": "另行写明。"})
        paper = paper_drafts.revise(paper, words, by=director, at=AT)
        paper = paper_drafts.submit(paper, by=clerk, at=AT)
        for signer, sentence in ((clerk, "本人拟写"), (director, "修改过本件")):
            with pytest.raises(Invalid, match=sentence):
                act(paper, signed(signer), by=clerk, at=AT)
        done = act(paper, signed(house.office.second_clerk), by=clerk, at=AT)
        assert done.state == (PaperState.PRESENTED if act is papers.check_on_paper else PaperState.DRAFT)

    def test_who_may_sign_is_who_may_click(self, house: House) -> None:
        paper, clerk = paper_factories.paper_in(PaperState.PRESENTED, house), at_work(house.office.clerk)
        nobody: User = factories.person("路人")
        for sheet in (signed(house.office.leader), replace(signed("路人"), signer_user=nobody)):
            with pytest.raises(Invalid, match="不担任可以签批本件的职务"):
                papers.sign_on_paper(paper, sheet, by=clerk, at=AT)
        done = papers.sign_on_paper(paper, signed(house.office.director), by=clerk, at=AT)
        assert done.state == PaperState.SIGNED
