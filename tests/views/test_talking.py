"""Talking on an item in a browser: what is written, who reads it, and that words stay words."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import UnitKind
from tasks_app.actions import (
    comments,
    consultations,
    instruction_reminders,
    instruction_voiding,
    instructions,
    policies,
)
from tasks_app.actions.comments import Words
from tasks_app.actions.instructions import Wish
from tasks_app.dashboards.reminders_ahead import reminders_between
from tasks_app.domain.reach import ASKED_KINDS, GUARDED_WORDS
from tasks_app.models import Comment, Instruction, InstructionReply, InstructionSheet, Notification, TalkFile, UnitLine
from tests import factories, year_factories
from tests.factories import LATER, SHANGHAI, House, pdf, published_calendar, working
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>&lt;b&gt; 何时开工？"
SHEET = {"signer": "陈某", "signer_title": "副市长", "words": "请抓紧。", "signed_on": "2026-04-13"}


def item_of(line: UnitLine) -> str:
    return reverse("item", args=[line.work_item_id])


def test_a_question_is_asked_answered_and_taken_back(house: House) -> None:
    line = house.line(house.commerce)
    clerk, liaison = Walker(house.office.clerk, LATER), Walker(house.transport.liaison, LATER)
    url = reverse("comment_new", args=[line.work_item_id])
    form = clerk.get(url)
    assert "市交通运输局" in words(form)
    empty = clerk.post(url, kind="question", text=EVIL)
    assert empty.status_code == 422
    assert "提问须有答复单位" in words(empty)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in empty.content.decode()  # what was typed is kept, as words
    sent = clerk.post(url, kind="question", text=EVIL, units=house.transport.unit.pk)
    question = Comment.objects.get()
    assert (sent.status_code, sent.url) == (302, f"{item_of(line)}#talk")
    desk = liaison.get("/")
    assert "1件提问待答复" in words(desk)
    assert f"{item_of(line)}#comment-{question.pk}" in desk.content.decode()
    page = liaison.get(item_of(line))
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    assert "等待答复：市交通运输局" in words(page)
    answer = reverse("comment_answer", args=[question.pk])
    assert liaison.post(answer, text=" ").status_code == 422
    assert liaison.post(answer, text="下月开工。").status_code == 302
    assert liaison.post(answer, text="再答。").status_code == 409
    reply = Comment.objects.get(kind="answer")
    assert "下月开工。" in words(clerk.get(item_of(line)))
    assert liaison.post(reverse("comment_withdraw", args=[reply.pk])).status_code == 302
    told = words(clerk.get(item_of(line)))
    assert "已撤回" in told
    assert "下月开工。" not in told
    late = Walker(house.office.clerk, LATER + timedelta(minutes=11))
    assert late.post(reverse("comment_withdraw", args=[question.pk])).status_code == 409


def test_of_another_units_line_nothing_is_read(house: House) -> None:
    line = house.line(house.commerce)
    comments.say(line.work_item, Words("remark", "资金未到位。"), line=line, by=house.office.clerk, at=LATER)
    assert "资金未到位。" in words(Walker(house.commerce.liaison, LATER).get(item_of(line)))
    other = Walker(house.transport.liaison, LATER)
    assert "资金未到位。" not in words(other.get(item_of(line), line=line.pk))
    assert other.get(reverse("comment_new", args=[line.work_item_id]), line=line.pk).status_code == 403


def test_an_auditor_reads_what_was_taken_back(house: House) -> None:
    line = house.line(house.commerce)
    said = comments.say(line.work_item, Words("remark", "误发内容。"), by=house.office.clerk, at=LATER)
    comments.withdraw(said, by=house.office.clerk, at=LATER)
    auditor = working("auditor", house.water.unit, scope_year=2026, ends_on=LATER.date() + timedelta(days=99))
    assert "误发内容。" in words(Walker(auditor, LATER).get(item_of(line)))
    assert "误发内容。" not in words(Walker(house.office.director, LATER).get(item_of(line)))


def test_a_leader_instructs_the_unit_answers_the_office_closes(house: House) -> None:
    line = house.line(house.commerce)
    leader, liaison = Walker(house.office.leader, LATER), Walker(house.commerce.liaison, LATER)
    url = reverse("instruction_new", args=[line.work_item_id])
    assert url in leader.get(item_of(line)).content.decode()
    assert 'value="2026-04-20"' in leader.get(url).content.decode()  # five working days
    given = leader.post(url, text="请抓紧推进。", units=house.commerce.unit.pk, due_on="2026-04-20")
    assert given.status_code == 302
    reply = InstructionReply.objects.get()
    assert "1件批示待答复" in words(liaison.get("/"))
    page = liaison.get(item_of(line))
    assert "请抓紧推进。" in words(page)
    answer = reverse("instruction_reply", args=[reply.pk])
    assert answer in page.content.decode()
    assert liaison.post(answer, text="已落实。", version=0).status_code == 302
    assert "1件批示答复待办结" in words(Walker(house.office.director, LATER).get("/"))
    close = reverse("instruction_close", args=[reply.pk])
    stale = Walker(house.office.director, LATER).post(close, version=0)
    assert stale.status_code == 409
    assert Walker(house.office.director, LATER).post(close, version=1).status_code == 302
    assert "已办结" in words(liaison.get(item_of(line)))


def test_the_clerk_registers_what_was_signed_and_units_read_no_scan(house: House) -> None:
    line, clerk = house.line(house.commerce), Walker(house.office.clerk, LATER)
    url = reverse("instruction_register", args=[line.work_item_id])
    fields = {**SHEET, "text": "", "units": house.commerce.unit.pk, "due_on": "2026-04-20"}
    assert clerk.post(url, **fields).status_code == 422
    assert not Instruction.objects.exists()
    assert clerk.post(url, **fields, scan=pdf("批示件.pdf")).status_code == 302
    sheet = InstructionSheet.objects.get()
    scan = reverse("instruction_scan", args=[sheet.pk])
    assert clerk.get(scan).status_code == 200
    page = Walker(house.commerce.liaison, LATER).get(item_of(line))
    assert "请抓紧。" in words(page)
    assert scan not in page.content.decode()
    assert Walker(house.commerce.liaison, LATER).get(scan).status_code == 403
    assert "请抓紧。" not in words(Walker(house.transport.liaison, LATER).get(item_of(line)))


@pytest.mark.parametrize("kind", sorted(ASKED_KINDS))
def test_whoever_is_only_asked_meets_no_guarded_word(house: House, kind: str) -> None:
    assert kind in UnitKind.values
    house.commerce.unit.kind = kind
    house.commerce.unit.save()
    line, calendar = house.line(house.commerce), published_calendar()
    comments.say(
        line.work_item, Words("question", "何时开工？", {house.commerce.unit.pk}), by=house.office.clerk, at=LATER
    )
    wish = Wish("请协调推进。", {house.commerce.unit.pk}, calendar.plus(LATER.date(), 5))
    instructions.instruct(line.work_item, wish, calendar=calendar, by=house.office.leader, at=LATER)
    walker = Walker(house.commerce.liaison, LATER)
    pages = ("/", item_of(line), "/inbox/", reverse("instruction_reply", args=[InstructionReply.objects.get().pk]))
    for page in pages:
        told = walker.get(page).content.decode().split("<main")[1]
        assert [word for word in GUARDED_WORDS if word in told] == [], page


def test_answers_and_comments_bear_files_for_whoever_reads_them(house: House) -> None:
    line = house.line(house.commerce)
    wish = Wish("请抓紧推进。", {house.commerce.unit.pk}, published_calendar().plus(LATER.date(), 5))
    made = instructions.instruct(line.work_item, wish, calendar=published_calendar(), by=house.office.leader, at=LATER)
    liaison, clerk = Walker(house.commerce.liaison, LATER), Walker(house.office.clerk, LATER)
    answer = reverse("instruction_reply", args=[made.replies.get().pk])
    bad = liaison.post(answer, text="已落实。", version=0, files=pdf("落实情况.exe"))
    assert bad.status_code == 422
    assert liaison.post(answer, text="已落实。", version=0, files=pdf("落实情况.pdf")).status_code == 302
    said = clerk.post(
        reverse("comment_new", args=[line.work_item_id]),
        kind="remark",
        text="见附件。",
        files=pdf("说明.pdf", b"%PDF-1.7 x"),
    )
    assert said.status_code == 302
    answered, remark = (reverse("talk_file", args=[file.pk]) for file in TalkFile.objects.order_by("pk"))
    other = Walker(house.transport.liaison, LATER)
    assert [clerk.get(url).status_code for url in (answered, remark)] == [200, 200]
    assert [other.get(url).status_code for url in (answered, remark)] == [404, 200]
    page = other.get(item_of(line)).content.decode()
    assert (answered in page, remark in page) == (False, True)
    comments.withdraw(Comment.objects.get(), by=house.office.clerk, at=LATER)
    assert other.get(remark).status_code == 404
    assert remark not in other.get(item_of(line)).content.decode()


def test_a_voided_instruction_stays_and_is_struck(house: House) -> None:
    line = house.line(house.commerce)
    wish = Wish("请抓紧推进。", {house.commerce.unit.pk}, published_calendar().plus(LATER.date(), 5))
    made = instructions.instruct(line.work_item, wish, calendar=published_calendar(), by=house.office.leader, at=LATER)
    leader, url = Walker(house.office.leader, LATER), reverse("instruction_void", args=[made.pk])
    assert url in leader.get(item_of(line)).content.decode()
    assert leader.post(url, reason=" ", version=0).status_code == 422
    assert leader.post(url, reason="批错事项。", version=0).status_code == 302
    page = Walker(house.commerce.liaison, LATER).get(item_of(line))
    assert "<del>请抓紧推进。</del>" in page.content.decode()
    assert "已撤销：批错事项。" in words(page)
    assert reverse("instruction_reply", args=[made.replies.get().pk]) not in page.content.decode()


# --- what the rehearsal foresees of it ------------------------------------------------------------------------------
CALENDAR = published_calendar(2026, 2027)
END = date(2026, 6, 30)


def instruct(house: House) -> InstructionReply:
    line = house.line(house.commerce)
    wish = Wish("请抓紧推进。", {house.commerce.unit.pk}, CALENDAR.plus(LATER.date(), 5))
    made = instructions.instruct(line.work_item, wish, calendar=CALENDAR, by=house.office.leader, at=LATER)
    return made.replies.get()


def told_on(day: date) -> int:
    """How many notices the jobs of that day would put, and do not keep."""
    before, at = Notification.objects.count(), datetime(day.year, day.month, day.day, 7, 30, tzinfo=SHANGHAI)
    instruction_reminders.remind(at=at, calendar=CALENDAR)
    consultations.remind(calendar=CALENDAR, at=at)
    return Notification.objects.count() - before


def test_what_is_foreseen_is_what_the_jobs_tell(house: House) -> None:
    reply = instruct(house)
    year_factories.sent_out(house, year=2027, at=LATER)
    foreseen = reminders_between(LATER.date(), END, CALENDAR)
    days = {one.on for one in foreseen}
    assert {one.kind for one in foreseen if one.unit == "市商务局"} == {
        "批示答复临近时限", "批示答复已过时限", "征求意见临近截止",
    }  # fmt: skip
    day = LATER.date()
    while day <= max(days):
        assert bool(told_on(day)) == (day in days), day
        day = date.fromordinal(day.toordinal() + 1)
    instruction_voiding.void(reply.instruction, reason="批错事项。", by=house.office.leader, at=LATER)
    assert not [one for one in reminders_between(LATER.date(), END, CALENDAR) if one.kind.startswith("批示")]


def test_the_page_lists_them_apart(house: House) -> None:
    instruct(house)
    policies.seed_default(by=factories.clock(), at=LATER)
    page = Walker(house.office.clerk, LATER).get(reverse("rehearsal"))
    assert "批示答复和征求意见的提醒（2条）" in words(page)
