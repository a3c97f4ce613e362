"""Cases of a line (事项变更): who may raise and decide what and when, every refusal, and what each leaves behind."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accounts.actor import Actor
from tasks_app.actions import line_case_decisions, line_cases, lines
from tasks_app.actions.line_case_decisions import Granted
from tasks_app.actions.line_cases import Raised, Said
from tasks_app.actions.report_drafts import Caller
from tasks_app.domain.line_case_states import MAY_BE_ASKED, CaseKind
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Refusal, Stale
from tasks_app.domain.year_states import ItemState
from tasks_app.models import LineCase, LineCaseSheet, StateChange, UnitLine, WorkItem
from tests import extension_factories, factories
from tests.factories import House, moment, published_calendar
from tests.line_case_factories import ANSWERED_AT, RAISED_AT, UNTIL, WHY, ask, granted, raised, resumed, upheld

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

DEADLINE = date(2026, 11, 30)
OBJECTION, SUSPENSION, CANCELLATION = CaseKind.OBJECTION, CaseKind.SUSPENSION, CaseKind.CANCELLATION
RAISED_ON_2ND = moment("2026-12-02 10:00")


def stored(line: UnitLine) -> UnitLine:
    return UnitLine.objects.get(pk=line.pk)


def people(house: House) -> dict[str, Actor]:
    """Everybody who might try, by the name the tables below use."""
    office, own = house.office, house.commerce
    return {
        "liaison": own.liaison,
        "reviewer": own.reviewer,
        "other": house.transport.liaison,
        "stranger": house.water.reviewer,
        "clerk": office.clerk,
        "director": office.director,
        "leader": office.leader,
        "clock": factories.clock(RAISED_AT.date()),
    }


def who_is_let(house: House, act: Any) -> set[str]:
    """The names of all whom an act does not refuse as persons."""
    found = set()
    for name, by in people(house).items():
        try:
            act(by)
        except NotAllowed:
            continue
        except Refusal:
            pass
        found.add(name)
    return found


# --- raising ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (OBJECTION, {"liaison", "reviewer"}),
        (SUSPENSION, {"liaison", "reviewer", "clerk", "director"}),
        (CANCELLATION, {"liaison", "reviewer", "clerk", "director"}),
    ],
)
def test_who_may_raise_a_case(house: House, kind: str, may: set[str]) -> None:
    line = house.line(house.commerce)
    assert who_is_let(house, lambda by: ask(line, kind, by=by, reason="")) == may


@pytest.mark.parametrize("state", LineState)
def test_when_a_case_may_be_raised(house: House, state: LineState) -> None:
    line, at = factories.line_in(state, house), moment("2026-04-20")
    for kind in CaseKind:
        if state in MAY_BE_ASKED[kind]:
            case = ask(line, kind, by=house.commerce.liaison, at=at)
            line_cases.withdraw(case, by=house.commerce.liaison, at=at)
            continue
        with pytest.raises(NotNow, match=f"不能提出{kind.label}"):
            ask(line, kind, by=house.commerce.liaison, at=at)


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        (OBJECTION, {"reason": "\u3000"}, "reason"),
        (SUSPENSION, {"until": None}, "until"),
        (SUSPENSION, {"until": RAISED_AT.date()}, "until"),
        (SUSPENSION, {"until": date(2027, 1, 4)}, "until"),
    ],
)
def test_a_case_that_does_not_hold_is_refused_by_field(
    house: House, kind: str, words: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        raised(house, kind, **words)
    assert set(refused.value.faults) == {field}
    assert not LineCase.objects.exists()


def test_a_unit_does_not_name_itself(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        raised(house, OBJECTION, named_unit=house.commerce.unit)
    assert set(refused.value.faults) == {"named_unit"}


def test_a_case_says_what_was_asked_by_whom_and_when(house: House) -> None:
    case = raised(house, OBJECTION, named_unit=house.water.unit)
    assert (case.state, case.kind, case.asked_by, case.asked_at) == (
        "asked", "objection", house.commerce.liaison.post, RAISED_AT,
    )  # fmt: skip
    step = StateChange.objects.get(kind="line_case", object_id=case.pk)
    assert (step.label, step.line, step.to_state) == ("提出交办异议", case.line, "asked")
    assert step.why == f"认为应由市水务局承办；{WHY}"
    assert stored(case.line).next_step_on == RAISED_AT.date()


def test_one_open_case_a_line(house: House) -> None:
    case = raised(house)
    with pytest.raises(NotNow, match="已有一件“暂缓办理”等待处理"):
        ask(case.line, CANCELLATION, by=house.office.clerk)


@pytest.mark.parametrize(
    ("kind", "who", "at", "rests"),
    [
        (OBJECTION, "liaison", RAISED_AT, True),
        (OBJECTION, "liaison", RAISED_ON_2ND, True),
        (SUSPENSION, "liaison", RAISED_AT, True),
        (SUSPENSION, "liaison", RAISED_ON_2ND, False),
        (CANCELLATION, "clerk", RAISED_AT, False),
    ],
)
def test_what_rests_the_ladder_while_it_waits(house: House, kind: str, who: str, at: Any, rests: bool) -> None:
    assert raised(house, kind, by=people(house)[who], at=at).rests == rests


def test_a_page_that_is_not_the_latest_is_told(house: House) -> None:
    line = factories.signed_line(house)
    with pytest.raises(Stale):
        ask(line, SUSPENSION, by=house.commerce.liaison, version=99)


# --- taking back -----------------------------------------------------------------------------------------------------
def test_the_side_that_asked_takes_it_back(house: House) -> None:
    case = raised(house)
    with pytest.raises(NotAllowed):
        line_cases.withdraw(case, by=house.office.clerk, at=ANSWERED_AT)
    assert line_cases.withdraw(case, by=house.commerce.reviewer, at=ANSWERED_AT).state == "withdrawn"
    proposed = ask(stored(case.line), CANCELLATION, by=house.office.clerk)
    with pytest.raises(NotAllowed, match="提出的一方"):
        line_cases.withdraw(proposed, by=house.commerce.liaison, at=ANSWERED_AT)
    assert line_cases.withdraw(proposed, by=house.office.director, at=ANSWERED_AT).state == "withdrawn"


def test_whoever_signs_objects_no_more(house: House) -> None:
    case = raised(house, OBJECTION)
    lines.sign(case.line, by=house.commerce.liaison, at=ANSWERED_AT)
    case.refresh_from_db()
    assert (case.state, case.decided_by) == ("withdrawn", house.commerce.liaison.post)
    assert StateChange.objects.filter(kind="line_case", act="lapse", object_id=case.pk).exists()


# --- objections ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("act", ["uphold", "turn_down"])
def test_who_answers_an_objection(house: House, act: str) -> None:
    case = raised(house, OBJECTION)
    more = {"calendar": published_calendar()} if act == "uphold" else {}
    do = getattr(line_case_decisions, act)
    let = who_is_let(house, lambda by: do(case, reason="", by=by, at=ANSWERED_AT, **more))
    assert let == {"clerk", "director"}
    theirs = raised(house, OBJECTION, people=house.host, number=2)
    let = who_is_let(house, lambda by: do(theirs, reason="", by=by, at=ANSWERED_AT, **more))
    assert let == {"leader"}


def test_an_objection_that_does_not_hold_leaves_the_line_as_it_was(house: House) -> None:
    case = raised(house, OBJECTION)
    with pytest.raises(Invalid):
        line_case_decisions.turn_down(case, reason=" ", by=house.office.clerk, at=ANSWERED_AT)
    case = line_case_decisions.turn_down(case, reason="职责明确。", by=house.office.clerk, at=ANSWERED_AT)
    line = stored(case.line)
    assert (case.state, case.words, line.state, line.ended_on) == ("unfounded", "职责明确。", "pending_signature", None)
    assert (line.deadline, line.round) == (DEADLINE, 0)


def test_an_objection_that_holds_ends_the_line(house: House) -> None:
    """市交通运输局 still holds the item; what the unit said and was told it still reads, and nothing else."""
    case = upheld(raised(house, OBJECTION), by=house.office.clerk)
    line = stored(case.line)
    assert (line.state, line.ended_on, line.successor) == ("cancelled", ANSWERED_AT.date(), None)
    mine = house.commerce.liaison
    assert not UnitLine.objects.visible_to(mine).filter(pk=line.pk).exists()
    assert not WorkItem.objects.visible_to(mine).filter(pk=line.work_item_id).exists()
    assert LineCase.objects.visible_to(mine).get() == case
    assert not LineCase.objects.visible_to(house.transport.liaison).exists()
    with pytest.raises(NotNow, match="不能重新打开"):
        lines.reopen(line, reason="重新办理。", by=house.office.director, at=ANSWERED_AT)


# --- suspension ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [SUSPENSION, CANCELLATION])
def test_who_grants_and_refuses(house: House, kind: str) -> None:
    case = raised(house, kind)
    wrong = Granted(None, "", "")
    assert who_is_let(house, lambda by: granted(case, by=by, granted=wrong)) == {"director"}
    do = line_case_decisions.refuse
    assert who_is_let(house, lambda by: do(case, reason="", by=by, at=ANSWERED_AT)) == {"director"}
    theirs = raised(house, kind, people=house.host, number=2)
    assert who_is_let(house, lambda by: granted(theirs, by=by, granted=wrong)) == {"leader"}


def test_nobody_grants_what_they_proposed(house: House) -> None:
    case = raised(house, SUSPENSION, by=house.office.director)
    with pytest.raises(NotAllowed, match="由您本人填写"):
        granted(case, by=house.office.director)
    signed = replace(factories.sheet(ANSWERED_AT), signer=house.office.director.name)
    with pytest.raises(Invalid) as refused:
        granted(case, by=house.office.clerk, sheet=signed)
    assert set(refused.value.faults) == {"signer"}


def test_a_suspended_line_asks_nothing_and_goes_on_with_the_days_that_were_left(house: House) -> None:
    """Suspended on Tuesday 24 November with four working days left; taken up again on 21 December."""
    case = granted(raised(house), by=house.office.director)
    line = stored(case.line)
    assert (case.state, case.days_left, line.state, line.round) == ("granted", 4, "suspended", 0)
    assert WorkItem.objects.get(pk=line.work_item_id).state == ItemState.IN_PROGRESS
    with pytest.raises(NotAllowed):
        resumed(case, by=house.commerce.liaison, at=moment("2026-12-21"))
    case = resumed(case, by=house.office.clerk, at=moment("2026-12-21"))
    line = stored(case.line)
    assert (line.state, line.deadline, line.original_deadline, line.round) == (
        "in_progress", date(2026, 12, 25), DEADLINE, 1,
    )  # fmt: skip
    assert (case.state, case.new_deadline, case.opened_round) == ("ended", date(2026, 12, 25), 1)
    step = StateChange.objects.get(kind="line", line=line, act="resume")
    assert step.why == "剩余 4 个工作日，完成时限顺延至 2026-12-25"
    with pytest.raises(NotNow):
        resumed(case, by=house.office.clerk, at=moment("2026-12-22"))


def test_a_resumption_counts_as_a_slip(house: House) -> None:
    case = resumed(granted(raised(house), by=house.office.director), by=house.office.clerk, at=moment("2026-11-26"))
    request = extension_factories.ask(
        stored(case.line), by=house.commerce.liaison, at=moment("2026-11-26"),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="第 2 次"):
        extension_factories.grant(request, by=house.office.clerk, at=moment("2026-11-26"))


def test_a_late_line_has_no_day_left(house: House) -> None:
    case = granted(raised(house, at=RAISED_ON_2ND), by=house.office.director, at=moment("2026-12-03"))
    assert case.days_left == 0
    case = resumed(case, by=house.office.clerk, at=moment("2026-12-12"))
    assert case.new_deadline == date(2026, 12, 14), "a Saturday has no working day; the next one is the last"


def test_an_open_request_for_more_time_is_over_with_a_suspension(house: House) -> None:
    request = extension_factories.asked(house)
    granted(ask(request.line, SUSPENSION, by=house.office.clerk), by=house.office.director)
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert StateChange.objects.filter(kind="extension", label="随暂缓或撤项终止延期申请").exists()


# --- a date of the plan ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [SUSPENSION, CANCELLATION])
def test_a_date_of_the_plan_needs_a_leaders_consent(house: House, kind: str) -> None:
    WorkItem.objects.update(is_plan_date=True)
    case = raised(house, kind)
    with pytest.raises(NotNow, match="方案规定"):
        granted(case, by=house.office.director)
    assert who_is_let(house, lambda by: line_cases.consent(case, by=by, at=ANSWERED_AT)) == {"leader"}
    case = LineCase.objects.get(pk=case.pk)
    assert (case.state, case.consented_by) == ("asked", house.office.leader.post)
    with pytest.raises(NotNow, match="已经同意"):
        line_cases.consent(case, by=house.office.leader, at=ANSWERED_AT)
    assert granted(case, by=house.office.director).state == "granted"


def test_no_consent_is_asked_for_where_the_plan_sets_no_date(house: House) -> None:
    with pytest.raises(NotNow, match="无须"):
        line_cases.consent(raised(house), by=house.office.leader, at=ANSWERED_AT)


# --- cancellation ----------------------------------------------------------------------------------------------------
def test_a_cancelled_line_stays_readable_and_may_be_reopened(house: House) -> None:
    case = raised(house, CANCELLATION)
    with pytest.raises(Invalid) as refused:
        granted(case, by=house.office.director, granted=Granted())
    assert set(refused.value.faults) == {"ground"}
    case = granted(case, by=house.office.director)
    line = stored(case.line)
    assert (line.state, line.ended_on, case.ground) == ("cancelled", None, "市领导小组会议纪要〔2026〕3号")
    assert UnitLine.objects.own_of(house.commerce.liaison).filter(pk=line.pk).exists()
    line = lines.reopen(line, reason="会议重新部署。", by=house.office.director, at=moment("2026-11-26"))
    assert (line.state, line.round) == ("in_progress", 1)


def test_a_suspended_line_is_cancelled_with_its_suspension(house: House) -> None:
    suspension = granted(raised(house), by=house.office.director)
    granted(ask(stored(suspension.line), CANCELLATION, by=house.office.clerk), by=house.office.director)
    suspension.refresh_from_db()
    assert (suspension.state, suspension.new_deadline, stored(suspension.line).state) == ("ended", None, "cancelled")


def test_an_item_all_of_whose_lines_are_cancelled_is_cancelled(house: House) -> None:
    item = house.line(house.commerce).work_item_id
    for unit in (house.commerce, house.transport):
        granted(raised(house, CANCELLATION, people=unit), by=house.office.director)
    assert WorkItem.objects.get(pk=item).state == ItemState.CANCELLED


def test_a_cancelled_line_keeps_no_item_from_being_completed(house: House) -> None:
    granted(raised(house, CANCELLATION, people=house.transport), by=house.office.director)
    line = factories.line_in(LineState.SIGNED_OFF, house)
    assert WorkItem.objects.get(pk=line.work_item_id).state == ItemState.SIGNED_OFF


@pytest.mark.parametrize(("kind", "act"), [(OBJECTION, "refuse"), (SUSPENSION, "turn_down")])
def test_what_decides_another_kind_decides_nothing(house: House, kind: str, act: str) -> None:
    case = raised(house, kind)
    with pytest.raises(NotNow, match="不能这样办理"):
        getattr(line_case_decisions, act)(case, reason="不成立。", by=house.office.director, at=ANSWERED_AT)


def test_an_objection_is_not_granted(house: House) -> None:
    case = raised(house, OBJECTION)
    with pytest.raises(NotNow, match="不能这样办理"):
        granted(case, by=house.office.director, granted=Granted(UNTIL))


# --- the second door -------------------------------------------------------------------------------------------------
DOORS = [
    (OBJECTION, "uphold", "upheld"),
    (OBJECTION, "turn_down", "unfounded"),
    (SUSPENSION, "grant", "granted"),
    (CANCELLATION, "grant", "granted"),
    (SUSPENSION, "refuse", "refused"),
]


@pytest.mark.parametrize(("kind", "act", "state"), DOORS)
def test_every_decision_may_be_signed_on_paper(house: House, kind: str, act: str, state: str) -> None:
    case, by = raised(house, kind), {"by": house.office.clerk, "at": ANSWERED_AT}
    sheet = factories.sheet(ANSWERED_AT, words="照此办理。")
    with pytest.raises(Invalid):
        _signed(case, act, replace(sheet, signer=house.commerce.reviewer.name), by)
    with pytest.raises(Invalid):
        _signed(case, act, replace(sheet, scan=None), by)
    assert not LineCaseSheet.objects.exists()
    case = _signed(case, act, sheet, by)
    assert (case.state, case.words) == (state, "照此办理。")
    kept = LineCaseSheet.objects.get()
    assert (kept.case, kept.act, kept.words, kept.registered_by) == (
        case, f"{act}_on_paper", "照此办理。", house.office.clerk.post,
    )  # fmt: skip


def _signed(case: LineCase, act: str, sheet: Any, by: dict[str, Any]) -> LineCase:
    if act == "grant":
        return granted(case, sheet=sheet, **by)
    if act == "uphold":
        return line_case_decisions.uphold(case, sheet=sheet, calendar=published_calendar(), **by)
    done: LineCase = getattr(line_case_decisions, act)(case, sheet=sheet, **by)
    return done


def test_a_consent_may_be_signed_on_paper_too(house: House) -> None:
    WorkItem.objects.update(is_plan_date=True)
    case = raised(house)
    case = line_cases.consent(case, sheet=factories.sheet(ANSWERED_AT), by=house.office.clerk, at=ANSWERED_AT)
    assert (case.state, LineCaseSheet.objects.get().act) == ("asked", "consent_on_paper")
    assert granted(case, by=house.office.director).state == "granted"


# --- what came by phone or on paper (代录) ---------------------------------------------------------------------------
def recorded(house: House, *, by: Actor | None = None, **source: Any) -> LineCase:
    line = house.line(house.commerce)
    caller = Caller(source.get("source", "电话"), source.get("name", "综合科王某"))
    said = Said(caller, source.get("on", RAISED_AT.date()), source.get("letter"))
    wish = Raised(source.get("kind", OBJECTION), WHY, named_unit=house.water.unit)
    return line_cases.record(line, wish, said, by=by or house.office.clerk, at=RAISED_AT)


def test_the_clerk_enters_an_objection_and_does_not_answer_it(house: House) -> None:
    assert who_is_let(house, lambda by: recorded(house, by=by, name="")) == {"clerk"}
    [letter] = factories.stored(factories.pdf("来函.pdf"))
    case = recorded(house, source="来函", letter=letter)
    assert (case.by_office, case.rests, case.on_behalf_of, case.letter_name) == (False, True, "综合科王某", "来函.pdf")
    step = StateChange.objects.get(kind="line_case", object_id=case.pk)
    assert (step.act, step.label) == ("ask_on_behalf", "代录交办异议")
    assert step.why == f"2026-11-20 来函，综合科王某：认为应由市水务局承办；{WHY}"
    with pytest.raises(NotAllowed):
        upheld(case, by=house.office.clerk)
    case = upheld(case, by=house.office.second_clerk)
    assert LineCase.objects.visible_to(house.commerce.liaison).get() == case  # of what it said itself, line or no line


def test_it_is_the_unit_s_own_and_the_unit_takes_it_back(house: House) -> None:
    case = recorded(house)
    with pytest.raises(NotAllowed, match="提出的一方"):
        line_cases.withdraw(case, by=house.office.clerk, at=ANSWERED_AT)
    assert line_cases.withdraw(case, by=house.commerce.reviewer, at=ANSWERED_AT).state == "withdrawn"


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({"name": " "}, "on_behalf_source"),
        ({"on": None}, "said_on"),
        ({"on": date(2026, 11, 21)}, "said_on"),
        ({"on": date(2026, 3, 1)}, "said_on"),
        ({"source": "来函"}, "letter"),
    ],
)
def test_who_said_it_when_and_the_letter_are_asked_for(house: House, source: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        recorded(house, **source)
    assert set(refused.value.faults) == {field}


def test_only_an_objection_is_the_unit_s_alone_to_say(house: House) -> None:
    with pytest.raises(NotNow, match="“撤项”不能这样办理"):
        recorded(house, kind=CANCELLATION)
