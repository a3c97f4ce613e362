"""The whole story of the product: from the plan on paper to an interview that is closed, everyone at their browser."""

import pytest
import time_machine

from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.models import Interview, Paper, StateChange, UnitLine
from tests.browser import story_cast, story_papers, story_year
from tests.browser.conftest import Visit
from tests.browser.story_cast import CHECKER, CLERK, DIRECTOR, LEADER, LIAISON, REVIEWER, TASK, UNIT, Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is kept of it, and of whom.
WAY_OF_THE_LINE = [
    ("交办", DIRECTOR),
    ("签收", LIAISON),
    ("申请办结", LIAISON),
    ("报送办结", REVIEWER),
    ("同意办结", CLERK),
    ("销号", DIRECTOR),
]
WAY_OF_THE_REPORT = [
    ("送审", LIAISON),
    ("退回修改", REVIEWER),
    ("修改", LIAISON),
    ("送审", LIAISON),
    ("审核通过", REVIEWER),
    ("退回修改", CLERK),
    ("修改", LIAISON),
    ("送审", LIAISON),
    ("审核通过", REVIEWER),
    ("采用", CLERK),
]
WAY_OF_THE_LETTER = [
    ("送核", CLERK),
    ("核稿通过并呈批", CHECKER),
    ("签发", DIRECTOR),
    ("编号", CLERK),
    ("登记用印", CLERK),
    ("登记印发", CLERK),
]
WAY_OF_THE_NOTICE = [*WAY_OF_THE_LETTER[:2], ("同意约谈", LEADER), *WAY_OF_THE_LETTER[2:]]
WAY_OF_THE_INTERVIEW = [
    ("登记约谈", CLERK),
    ("登记整改承诺", CLERK),
    ("报告整改情况", LIAISON),
    ("登记承诺完成", CLERK),
    ("登记承诺完成", CLERK),
    ("核查通过并办结", DIRECTOR),
]


def test_from_the_plan_on_paper_to_an_interview_that_is_closed(visit: Visit, clock: time_machine.Traveller) -> None:
    story_cast.import_the_plan()
    story = story_cast.come_to_their_posts(visit, clock)
    story_year.then_the_clerk_reads_what_was_imported(story)
    story_year.when_the_director_confirms_who_leads(story)
    story_year.when_the_clerk_draws_up_the_year_and_the_director_issues_it(story)
    story_year.when_the_unit_signs_for_everything(story)
    story_year.when_it_reports_and_its_reviewer_wants_it_mended(story)
    story_year.when_the_office_sends_it_back_and_accepts_it_in_the_end(story)
    story_papers.when_the_office_has_a_mandate_and_numbers(story)
    story_papers.when_the_line_is_late_and_the_clock_urges_and_proposes(story)
    story_papers.when_a_letter_is_drafted_checked_signed_and_issued(story)
    story_papers.when_the_unit_signs_for_it_and_does_not_answer(story)
    story_papers.when_the_clock_proposes_an_interview_and_a_leader_agrees(story)
    story_papers.when_the_interview_is_held_and_the_unit_commits_itself(story)
    story_papers.when_the_unit_rectifies_and_asks_for_closing(story)
    story_papers.when_the_office_checks_and_closes_everything(story)
    then_everyone_finds_the_whole_story(story)


def then_everyone_finds_the_whole_story(story: Story) -> None:
    line = UnitLine.objects.get(unit__name=UNIT, work_item__year_plan__task__number=TASK)
    letter, notice = (
        Paper.objects.get(kind=kind) for kind in (PaperKind.SUPERVISION_NOTICE, PaperKind.INTERVIEW_NOTICE)
    )
    assert _steps("line", line.pk) == WAY_OF_THE_LINE
    assert _steps("report", line.reports.get(period__order=1).pk) == WAY_OF_THE_REPORT
    assert _steps("paper", letter.pk) == WAY_OF_THE_LETTER
    assert _steps("paper", notice.pk) == WAY_OF_THE_NOTICE
    assert _steps("interview", Interview.objects.get().pk) == WAY_OF_THE_INTERVIEW
    story.on("2026-08-14", story.director, story.liaison, story.reviewer)
    for reader in (story.director, story.liaison, story.reviewer):
        reader.opens(f"/items/{line.work_item_id}/?line={line.pk}&steps=all")
        reader.reads("已销号", story_year.SENT_BACK, "2026-04-09")
    story.liaison.looks("item")


def _steps(kind: str, pk: int) -> list[tuple[str, str]]:
    steps = StateChange.objects.filter(kind=kind, object_id=pk).order_by("pk")
    return [(step.label, step.actor_name) for step in steps]
