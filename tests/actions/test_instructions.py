"""Leaders' instructions: who gives them, who reads and answers them, late or in time, and who closes them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.actor import Actor
from accounts.models import UnitKind
from tasks_app.actions import instruction_reminders, instruction_voiding, instructions
from tasks_app.actions.instructions import Wish
from tasks_app.dashboards.talking import TalkAsked, open_replies, talk_on_desk
from tasks_app.domain.reach import ASKED_KINDS
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.models import Instruction, InstructionReply, Notification, StateChange
from tests import factories
from tests.factories import LATER, published_calendar
from tests.permissions.conftest import LEAD, READERS, SUPPORT, Matrix, matrix, matrix_of_the_module  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
CALENDAR = published_calendar()
DUE = CALENDAR.plus(LATER.date(), 5)
WORDS = "请于下周报送进展。"
ALL_READERS = READERS | {"moonlighter"}


def instruct(matrix: Matrix, *units: int, by: Actor | None = None, **more: Any) -> Instruction:  # noqa: F811
    wish = Wish(more.pop("words", WORDS), set(units), more.pop("due_on", DUE))
    return instructions.instruct(
        matrix.item, wish, calendar=CALENDAR, by=by or matrix.people["leader"], at=LATER, **more
    )


def to_support(matrix: Matrix, **more: Any) -> InstructionReply:  # noqa: F811
    return instruct(matrix, matrix.house.transport.unit.pk, **more).replies.get()


def who_reads(people: dict[str, Actor], reply: InstructionReply) -> set[str]:
    """Who reads it in the list; the timeline and the page say the same, or this fails."""
    found = set()
    item = reply.instruction.work_item
    for name, actor in people.items():
        in_list = InstructionReply.objects.visible_to(actor).filter(pk=reply.pk).exists()
        on_timeline = StateChange.objects.visible_to(actor).filter(kind="instruction", object_id=reply.pk).exists()
        assert in_list == on_timeline == (reply in TalkAsked(item, actor).talk().replies), name
        found |= {name} if in_list else set()
    return found


def who(people: dict[str, Actor], act: Callable[[Actor], object]) -> set[str]:
    """Who may: everybody tries, and whoever is not refused is asked no further."""
    found = set()
    for name, actor in people.items():
        try:
            act(actor)
        except NotAllowed:
            continue
        except (Invalid, NotNow):
            pass
        found.add(name)
    return found


def test_a_leader_instructs_and_the_clerk_registers_what_was_signed(matrix: Matrix) -> None:  # noqa: F811
    nobody = Wish("", (), None)
    told = {"calendar": CALENDAR, "at": LATER}
    assert who(matrix.people, lambda by: instructions.instruct(matrix.item, nobody, by=by, **told)) == {"leader"}
    sheet = factories.sheet()
    registering = who(matrix.people, lambda by: instructions.instruct(matrix.item, nobody, by=by, sheet=sheet, **told))
    assert registering == {"clerk", "second_clerk", "moonlighter"}


def test_sight_is_the_addressees_the_leads_and_the_readers(matrix: Matrix) -> None:  # noqa: F811
    house = matrix.house
    row = instruct(matrix, house.commerce.unit.pk, house.transport.unit.pk, house.office.unit.pk)
    seen = {reply.unit_id: who_reads(matrix.people, reply) for reply in row.replies.all()}
    assert seen == {
        house.commerce.unit.pk: ALL_READERS | LEAD,
        house.transport.unit.pk: ALL_READERS | LEAD | SUPPORT,
        house.office.unit.pk: ALL_READERS,
    }


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"words": " \u200b"}, "text"),
        ({"words": "长" * 2001}, "text"),
        ({"due_on": None}, "due_on"),
        ({"due_on": LATER.date()}, "due_on"),
        ({"due_on": date(2026, 4, 18)}, "due_on"),
    ],
    ids=["nothing", "too long", "no day", "today", "a Saturday"],
)
def test_what_does_not_hold_is_named(matrix: Matrix, more: dict[str, Any], field: str) -> None:  # noqa: F811
    with pytest.raises(Invalid) as refused:
        to_support(matrix, **more)
    assert set(refused.value.faults) == {field}


def test_somebody_of_the_item_answers(matrix: Matrix) -> None:  # noqa: F811
    for units in ((), (matrix.house.water.unit.pk,)):
        with pytest.raises(Invalid) as refused:
            instruct(matrix, *units)
        assert set(refused.value.faults) == {"units"}


@pytest.mark.parametrize("unit_kind", UnitKind.values)
def test_the_words_are_those_its_readers_may_read(matrix: Matrix, unit_kind: str) -> None:  # noqa: F811
    """A leader's own words stand on the sheet; what an addressee reads is written beside them."""
    unit = matrix.house.transport.unit
    unit.kind = unit_kind
    unit.save()
    sheet = replace(factories.sheet(), words="请督办。")
    by = matrix.people["clerk"]
    if unit_kind == UnitKind.COORDINATION:
        return
    if unit_kind in ASKED_KINDS:
        with pytest.raises(Invalid) as refused:
            to_support(matrix, by=by, sheet=sheet, words="")
        assert set(refused.value.faults) == {"text"}
        assert to_support(matrix, by=by, sheet=sheet, words="请协调推进。").instruction.words == "请协调推进。"
    else:
        assert to_support(matrix, by=by, sheet=sheet, words="").instruction.words == "请督办。"


def test_the_sheet_is_whole_and_the_leaders(matrix: Matrix) -> None:  # noqa: F811
    by, sheet = matrix.people["clerk"], factories.sheet()
    faulty = {
        "scan": replace(sheet, scan=None),
        "signer": replace(sheet, signer=" "),
        "signed_on": replace(sheet, signed_on=LATER.date() + timedelta(days=1)),
    }
    for field, wrong in faulty.items():
        with pytest.raises(Invalid) as refused:
            to_support(matrix, by=by, sheet=wrong)
        assert set(refused.value.faults) == {field}
    row = to_support(matrix, by=by, sheet=sheet).instruction
    assert (row.leader, row.leader_title, row.sheets.get().words) == ("陈某", "分管副局长", "同意。")


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_an_answer_after_its_day_is_marked_late(matrix: Matrix, days: int, late: bool) -> None:  # noqa: F811
    reply = to_support(matrix)
    at = datetime.combine(DUE, LATER.timetz()).replace(hour=23) + timedelta(days=days)
    answered = instructions.reply_to(reply, "已落实。", by=matrix.people["support_liaison"], at=at, version=0)
    assert (answered.state, answered.was_late) == ("answered", late)
    closed = instructions.close(answered, by=matrix.people["director"], at=at, version=answered.version)
    assert (closed.state, closed.was_late) == ("closed", late)
    assert [step.act for step in StateChange.objects.filter(kind="instruction").order_by("id")] == [
        "instruct",
        "reply",
        "close",
    ]


def test_who_answers_and_who_closes(matrix: Matrix) -> None:  # noqa: F811
    reply, people = to_support(matrix), matrix.people
    assert who(people, lambda by: instructions.reply_to(reply, "", by=by, at=LATER)) == SUPPORT
    clerks = {"clerk", "second_clerk", "moonlighter"}
    entered = who(people, lambda by: instructions.reply_on_behalf(reply, "", source="", on=None, by=by, at=LATER))
    assert entered == clerks
    instructions.reply_on_behalf(reply, "已落实。", source="来函", on=LATER.date(), by=people["clerk"], at=LATER)
    told = {"reason": "", "calendar": CALENDAR, "at": LATER}
    closing = who(people, lambda by: instructions.ask_again(reply, by=by, **told))
    assert closing == {"second_clerk", "moonlighter", "director", "leader"}  # not who entered it


def test_about_the_office_s_own_house_a_leader_closes(matrix: Matrix) -> None:  # noqa: F811
    reply, people = instruct(matrix, matrix.house.office.unit.pk).replies.get(), matrix.people
    assert who(people, lambda by: instructions.reply_to(reply, "", by=by, at=LATER)) == {
        "clerk",
        "second_clerk",
        "moonlighter",
        "director",
    }
    instructions.reply_to(reply, "已落实。", by=people["clerk"], at=LATER)
    for closer in ("second_clerk", "director"):
        with pytest.raises(NotAllowed):
            instructions.close(reply, by=people[closer], at=LATER)
    closed = instructions.close(reply, by=people["clerk"], at=LATER, sheet=factories.sheet())
    assert (closed.state, closed.instruction.sheets.get().reply) == ("closed", closed)


def test_an_answer_goes_back_with_a_reason_and_three_days(matrix: Matrix) -> None:  # noqa: F811
    reply, people = to_support(matrix, due_on=CALENDAR.plus(LATER.date(), 1)), matrix.people
    instructions.reply_to(reply, "已落实。", by=people["support_reviewer"], at=LATER)
    again = instructions.ask_again(reply, reason="缺数据。", calendar=CALENDAR, by=people["leader"], at=LATER)
    assert (again.state, again.due_on, again.reply) == ("awaiting", CALENDAR.plus(LATER.date(), 3), "已落实。")
    with pytest.raises(Stale):
        instructions.reply_to(reply, "补充。", by=people["support_liaison"], at=LATER, version=0)
    with pytest.raises(NotNow):
        instructions.close(reply, by=people["leader"], at=LATER)


def test_the_desks_say_what_waits(matrix: Matrix) -> None:  # noqa: F811
    reply, people = to_support(matrix), matrix.people
    assert talk_on_desk(people["support_liaison"]).owed == [reply]
    assert talk_on_desk(people["support_reviewer"]).owed == [reply]
    for name in ("lead_liaison", "stranger_liaison", "evaluator"):
        assert not talk_on_desk(people[name])
    late = replace(people["leader"], on=DUE + timedelta(days=1))
    assert talk_on_desk(late).late == [reply]
    assert not talk_on_desk(people["leader"]).late
    instructions.reply_to(reply, "已落实。", by=people["support_liaison"], at=LATER)
    assert talk_on_desk(people["clerk"]).to_close == [reply]
    told = Notification.objects.filter(title__startswith="批示已答复").values_list("recipient", flat=True)
    assert people["clerk"].user.pk in told
    assert people["leader"].user.pk not in told  # no machine writes to leaders: the clerks carry it up
    assert not open_replies(people["support_liaison"]).exists()


def test_the_clock_chases_once_before_and_once_after(matrix: Matrix) -> None:  # noqa: F811
    reply = to_support(matrix)
    Notification.objects.all().delete()
    unit, office = {"support_liaison", "support_reviewer"}, {"clerk", "second_clerk", "director", "moonlighter"}
    names = {actor.user.pk: name for name, actor in matrix.people.items() if actor.user}

    def told_on(day: date) -> set[str]:
        known = set(Notification.objects.values_list("pk", flat=True))
        instruction_reminders.remind(at=datetime.combine(day, LATER.timetz()), calendar=CALENDAR)
        return {names[notice.recipient_id] for notice in Notification.objects.exclude(pk__in=known)}

    assert told_on(CALENDAR.plus(LATER.date(), 3)) == set()
    assert told_on(CALENDAR.plus(LATER.date(), 4)) == unit
    assert told_on(DUE) == set()
    assert told_on(DUE + timedelta(days=2)) == unit | office
    assert told_on(DUE + timedelta(days=3)) == set()
    notice = Notification.objects.filter(recipient=matrix.people["support_liaison"].user).first()
    assert notice is not None
    assert WORDS not in "".join((notice.title, notice.asked, notice.because))
    instructions.reply_to(reply, "已落实。", by=matrix.people["support_liaison"], at=LATER)
    assert told_on(DUE + timedelta(days=9)) == set()


# --- given by mistake (撤销) ------------------------------------------------------------------------------------------
def void(reply: InstructionReply, by: Actor, reason: str = "批错事项。", **more: Any) -> Instruction:
    return instruction_voiding.void(reply.instruction, reason=reason, by=by, at=LATER, **more)


def test_whose_it_is_voids_it_and_nobody_owes_an_answer(matrix: Matrix) -> None:  # noqa: F811
    house, people = matrix.house, matrix.people
    row = instruct(matrix, house.commerce.unit.pk, house.transport.unit.pk)
    first, second = row.replies.order_by("pk")
    instructions.reply_to(first, "已落实。", by=people["lead_liaison"], at=LATER)
    assert who(people, lambda by: void(first, by, "")) == {"leader"}
    with pytest.raises(Stale):
        void(first, people["leader"], version=7)
    order = void(first, people["leader"], version=0)
    assert (order.state, order.voided_why, order.version) == ("voided", "批错事项。", 1)
    assert set(row.replies.values_list("state", flat=True)) == {"voided"}
    steps = StateChange.objects.filter(kind="instruction", act="lapse").values_list("line", "why")
    assert set(steps) == {(reply.line_id, "批错事项。") for reply in (first, second)}
    for name in ("support_liaison", "leader", "director"):
        assert not talk_on_desk(people[name])
    told = Notification.objects.filter(recipient=people["support_liaison"].user)
    assert told.get(retracted_at__isnull=True).title.startswith("批示已撤销")
    assert not instruction_reminders.remind(at=datetime.combine(DUE, LATER.timetz()), calendar=CALENDAR)
    with pytest.raises(NotNow, match="“已撤销”"):
        instructions.reply_to(second, "已落实。", by=people["support_liaison"], at=LATER)
    with pytest.raises(NotNow):
        void(first, people["leader"])


def test_what_was_signed_on_paper_is_voided_on_paper(matrix: Matrix) -> None:  # noqa: F811
    people = matrix.people
    reply = to_support(matrix, by=people["clerk"], sheet=factories.sheet())
    assert who(people, lambda by: void(reply, by, "")) == set()
    assert who(people, lambda by: void(reply, by, "", sheet=factories.sheet())) == {"director"}
    with pytest.raises(Invalid) as refused:
        void(reply, people["director"], sheet=replace(factories.sheet(), scan=None))
    assert set(refused.value.faults) == {"scan"}
    order = void(reply, people["director"], sheet=factories.sheet())
    assert set(order.sheets.values_list("act", flat=True)) == {"instruct_on_paper", "void_on_paper"}


def test_why_it_is_voided_is_read_by_its_addressees(matrix: Matrix) -> None:  # noqa: F811
    unit = matrix.house.transport.unit
    unit.kind = min(ASKED_KINDS)
    unit.save()
    with pytest.raises(Invalid, match="督办"):
        void(to_support(matrix), matrix.people["leader"], "改为督办。")
