"""Talking on an item: who says what to whom, who reads it, wherever it is read, and what is taken back."""

from datetime import timedelta

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import comments, posts
from tasks_app.actions.comments import Words
from tasks_app.dashboards.item import item_sheet
from tasks_app.dashboards.talking import TalkAsked, open_questions, talk_on_desk
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.models import Comment, Mention, Notification, StateChange
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import outbox
from tests import factories
from tests.factories import LATER
from tests.permissions.conftest import LEAD, READERS, SUPPORT, Matrix, matrix, matrix_of_the_module  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
ON_ITEM = READERS | LEAD | SUPPORT | {"moonlighter"}
ON_LEAD = READERS | LEAD | {"moonlighter"}


def ask(matrix: Matrix, by: Actor, *units: int, line: str = "", text: str = "何时开工？") -> Comment:  # noqa: F811
    about = matrix.lines[line] if line else None
    return comments.say(matrix.item, Words("question", text, set(units)), line=about, by=by, at=LATER)


def who_reads(people: dict[str, Actor], comment: Comment) -> set[str]:
    """Who reads it in the list; the timeline and the page say the same, or this fails."""
    found = set()
    for name, actor in people.items():
        in_list = Comment.objects.visible_to(actor).filter(pk=comment.pk).exists()
        steps = StateChange.objects.visible_to(actor).filter(kind="comment", object_id=comment.pk)
        sees_item = type(comment.work_item).objects.visible_to(actor).filter(pk=comment.work_item_id).exists()
        on_page = sees_item and comment in TalkAsked(comment.work_item, actor).talk().comments
        assert in_list == steps.exists() == on_page, name
        found |= {name} if in_list else set()
    return found


@pytest.mark.parametrize(("line", "readers"), [("", ON_ITEM), ("lead", ON_LEAD), ("support", ON_LEAD | SUPPORT)])
def test_sight_is_that_of_the_item_or_of_the_line(matrix: Matrix, line: str, readers: set[str]) -> None:  # noqa: F811
    comment = comments.say(
        matrix.item,
        Words("remark", "已协调。"),
        line=matrix.lines[line] if line else None,
        by=matrix.people["clerk"],
        at=LATER,
    )
    assert who_reads(matrix.people, comment) == readers


@pytest.mark.parametrize("line", ["", "support"])
def test_whoever_takes_part_speaks_and_nobody_else(matrix: Matrix, line: str) -> None:  # noqa: F811
    said = set()
    for name, actor in matrix.people.items():
        try:
            comments.say(
                matrix.item, Words("remark", "好。"), line=matrix.lines[line] if line else None, by=actor, at=LATER
            )
        except NotAllowed:
            continue
        said.add(name)
    assert said == (ON_ITEM - {"evaluator", "auditor"})


def test_another_units_line_is_not_spoken_about(matrix: Matrix) -> None:  # noqa: F811
    with pytest.raises(NotAllowed):
        ask(matrix, matrix.people["support_liaison"], matrix.house.commerce.unit.pk, line="lead")


def test_a_question_is_open_on_both_desks_until_it_is_answered(matrix: Matrix) -> None:  # noqa: F811
    house, clerk, liaison = matrix.house, matrix.people["clerk"], matrix.people["support_liaison"]
    question = ask(matrix, clerk, house.transport.unit.pk)
    notice = Notification.objects.get(recipient=liaison.user)
    assert (notice.title, notice.asked) == (
        f"提问：{matrix.item.title}",
        "市碳达峰碳中和工作领导小组办公室向贵单位提问，请答复。",
    )
    assert notice.address.endswith(f"/items/{matrix.item.pk}/#comment-{question.pk}")
    assert "开工" not in "".join((notice.title, notice.asked, notice.because))
    assert [one.comment for one in talk_on_desk(liaison).asked] == [question]
    assert [one.comment for one in talk_on_desk(clerk).asking] == [question]
    assert not talk_on_desk(matrix.people["lead_liaison"])
    reply = comments.answer(question, "下月开工。", by=liaison, at=LATER)
    assert not talk_on_desk(liaison)
    assert not talk_on_desk(clerk)
    assert Mention.objects.get().answer == reply
    assert Notification.objects.get(recipient=clerk.user).title == f"提问已答复：{matrix.item.title}"
    with pytest.raises(NotNow):
        comments.answer(question, "再答。", by=liaison, at=LATER)


def test_a_unit_asks_the_office(matrix: Matrix) -> None:  # noqa: F811
    office, liaison = matrix.house.office, matrix.people["support_liaison"]
    question = ask(matrix, liaison, office.unit.pk, line="support")
    assert [one.comment for one in open_questions(office.clerk)] == [question]
    comments.answer(question, "可以。", by=office.director, at=LATER)
    assert not talk_on_desk(liaison)


def test_who_was_not_asked_answers_nothing(matrix: Matrix) -> None:  # noqa: F811
    question = ask(matrix, matrix.people["clerk"], matrix.house.transport.unit.pk)
    with pytest.raises(NotNow):
        comments.answer(question, "代答。", by=matrix.people["lead_liaison"], at=LATER)


def test_on_a_line_only_its_readers_are_named(matrix: Matrix) -> None:  # noqa: F811
    with pytest.raises(Invalid) as refused:
        ask(matrix, matrix.people["clerk"], matrix.house.transport.unit.pk, line="lead")
    assert set(refused.value.faults) == {"units"}


def test_what_is_taken_back_is_said_to_be_and_stays_for_auditors(matrix: Matrix) -> None:  # noqa: F811
    clerk, liaison = matrix.people["clerk"], matrix.people["support_liaison"]
    question = ask(matrix, clerk, matrix.house.transport.unit.pk)
    for other in (liaison, matrix.people["second_clerk"]):
        with pytest.raises(NotAllowed):
            comments.withdraw(question, by=other, at=LATER)
    with pytest.raises(NotNow):
        comments.withdraw(question, by=clerk, at=LATER + timedelta(minutes=11))
    comments.withdraw(question, by=clerk, at=LATER + timedelta(minutes=9))
    assert not talk_on_desk(liaison)
    assert Notification.objects.get(recipient=liaison.user).retracted_why == "留言已撤回。"
    assert question.history.count() == 2
    assert Comment.objects.get().text == "何时开工？"
    told = [(step.label, step.why) for step in item_sheet(matrix.item, actor=liaison, on=LATER.date()).steps[:2]]
    assert told == [("撤回留言", ""), ("提问", "@市交通运输局")]
    with pytest.raises(NotNow):
        comments.withdraw(question, by=clerk, at=LATER)
    with pytest.raises(NotNow):
        comments.answer(question, "答。", by=liaison, at=LATER)


def test_an_answer_that_is_taken_back_opens_its_question_again(matrix: Matrix) -> None:  # noqa: F811
    liaison = matrix.people["support_liaison"]
    question = ask(matrix, matrix.people["clerk"], matrix.house.transport.unit.pk)
    reply = comments.answer(question, "下月。", by=liaison, at=LATER)
    with pytest.raises(NotNow):
        comments.withdraw(question, by=matrix.people["clerk"], at=LATER)
    comments.withdraw(reply, by=liaison, at=LATER)
    assert [one.comment for one in talk_on_desk(liaison).asked] == [question]


def test_a_notice_follows_the_post(matrix: Matrix) -> None:  # noqa: F811
    """Whoever left before the digest is not mailed about the old unit; the successor is."""
    liaison, unit = matrix.people["support_liaison"], matrix.house.transport.unit
    ask(matrix, matrix.people["clerk"], unit.pk)
    posts.leave(liaison.own_post, by=factories.clock(), at=LATER, last_day=LATER.date())
    next_day = LATER + timedelta(days=1)
    successor = factories.working(Role.LIAISON, unit, starts_on=next_day.date())
    outbox.gather(at=next_day, calendar=working_calendar())
    assert Notification.objects.get(recipient=liaison.user).retracted_at == next_day
    assert Notification.objects.get(recipient=successor.user).message is not None
