"""Two want the same rows: a form is tried once more, and never ends in a fault of the machine or in lost words."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.urls import reverse
from psycopg import errors

from tasks_app.actions import cycles, lines, report_drafts, responsibilities
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Busy
from tasks_app.models import ProgressReport, Responsibility, UnitLine
from tasks_app.views import contention, reports
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker, hidden_in, words

IN_APRIL = moment("2026-04-10 10:00")
SENTENCE = Busy().sentence


def sqlite_is_locked() -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError("database is locked")
    fault.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
    return fault


GIVING_WAY = [errors.DeadlockDetected, errors.LockNotAvailable, sqlite_is_locked]


class Stumbling:
    """An action before which the database gives way some times."""

    def __init__(self, do: Callable[..., Any], cause: Callable[[], Exception], times: int) -> None:
        self.do, self.cause, self.times, self.tries = do, cause, times, 0

    def __call__(self, *args: Any, **words: Any) -> Any:
        self.tries += 1
        done = self.do(*args, **words)
        if self.tries <= self.times:
            raise OperationalError from self.cause()
        return done


def stumble(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, cause: Callable[[], Exception], times: int = 99
) -> Stumbling:
    """Lets an action of a module stumble."""
    stumbling = Stumbling(getattr(module, name), cause, times)
    monkeypatch.setattr(module, name, stumbling)
    return stumbling


def sign(house: House) -> tuple[UnitLine, Any]:
    """The click of the unit on 签收."""
    line = house.line(house.commerce)
    walker = Walker(house.commerce.liaison, IN_APRIL)
    answer = walker.post(reverse("line_sign", args=[line.pk]), version=line.version, name="王某")
    return UnitLine.objects.get(pk=line.pk), (walker, answer)


@pytest.mark.parametrize("cause", GIVING_WAY)
def test_an_act_that_gave_way_is_done_on_the_second_try(
    house: House, monkeypatch: pytest.MonkeyPatch, cause: Callable[[], Exception]
) -> None:
    stumbling = stumble(monkeypatch, lines, "sign", cause, times=1)
    line, (walker, answer) = sign(house)
    assert (answer.status_code, stumbling.tries, line.state) == (302, 2, LineState.IN_PROGRESS)
    assert line.version == 1
    assert words(walker.get(answer.url)).count("已签收：市商务局承办的事项。") == 1


def test_what_the_first_try_said_is_not_said_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database may give way as late as at the commit, when the page's sentence is written already."""
    stumbling = stumble(monkeypatch, reports.messages, "success", errors.DeadlockDetected, times=1)
    _, (walker, answer) = sign(house)
    assert stumbling.tries == 2
    assert words(walker.get(answer.url)).count("已签收：市商务局承办的事项。") == 1


@pytest.mark.parametrize(("cause", "tries"), [*((cause, 2) for cause in GIVING_WAY), (errors.QueryCanceled, 1)])
def test_a_report_is_not_saved_and_its_words_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch, cause: Callable[[], Exception], tries: int
) -> None:
    line = factories.signed_line(house)
    stumbling = stumble(monkeypatch, report_drafts, "write", cause)
    walker = Walker(house.commerce.liaison, IN_APRIL)
    answer = walker.post(
        reverse("report_new", args=[line.pk]), period=house.period().pk, progress_text="写了很久的话。", go="draft"
    )
    assert (answer.status_code, stumbling.tries) == (409, tries)
    assert SENTENCE in words(answer)
    assert "写了很久的话。" in words(answer)
    assert not ProgressReport.objects.exists()


def test_other_forms_keep_what_was_typed_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stumble(monkeypatch, responsibilities, "confirm_lead", errors.LockNotAvailable)
    choice = Responsibility.objects.filter(task__number=1).earliest("order")
    director = Walker(house.office.director, IN_APRIL)
    url = f"{reverse('lead_confirm', args=[1])}?plan={house.plan.pk}"
    answer = director.post(url, **hidden_in(director.get(url), url), choice=choice.pk, basis_note="写好的依据")
    assert answer.status_code == 409
    assert SENTENCE in words(answer)
    assert "写好的依据" in answer.content.decode()


def test_a_form_without_a_page_of_its_own_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stumble(monkeypatch, cycles, "open_year", errors.DeadlockDetected)
    answer = Walker(house.office.clerk, IN_APRIL).post(reverse("cycle_draft", args=[2026]))
    assert answer.status_code == 409
    assert SENTENCE in words(answer)


@pytest.mark.parametrize(("cause", "tries"), [(errors.LockNotAvailable, 2), (errors.QueryCanceled, 1)])
def test_a_page_that_could_not_be_read_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch, cause: Callable[[], Exception], tries: int
) -> None:
    report = factories.report_in("draft", house)
    stumbling = stumble(monkeypatch, reports, "report_sheet", cause)
    answer = Walker(house.commerce.liaison, IN_APRIL).get(reverse("report", args=[report.pk]))
    assert (answer.status_code, stumbling.tries) == (503, tries)
    assert contention.READING in words(answer)


def test_other_faults_of_the_database_are_not_hidden(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stumble(monkeypatch, lines, "sign", errors.DiskFull)
    with pytest.raises(OperationalError):
        sign(house)


def test_the_same_key_with_another_file_is_another_form(house: House) -> None:
    """Of equal name and size: the digest of the bytes tells them apart."""
    line, key = factories.signed_line(house), "7f1f6f5e-0000-4000-8000-000000000001"
    walker, url = Walker(house.commerce.liaison, IN_APRIL), reverse("report_new", args=[line.pk])
    for content, status in ((b"%PDF-1.7 one", 302), (b"%PDF-1.7 one", 302), (b"%PDF-1.7 two", 409)):
        file = factories.pdf("方案.pdf", content)
        answer = walker.post(url, period=house.period().pk, files=file, form_key=key, go="draft")
        assert answer.status_code == status
    assert "内容又有改动" in words(answer)
