"""The demo's story holds on the days on which it is hardest to tell, and is told once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Leave, Post
from tasks_app.domain.extension_states import ExtensionState
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.management.commands.load_demo import load
from tasks_app.models import (
    Cycle,
    Extension,
    Notification,
    ProgressReport,
    Responsibility,
    SignedSheet,
    StateChange,
    UnitLine,
)
from tests.conftest import Standing
from tests.factories import moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

# The end of a year, long in the making; the beginning of one whose calendar nobody has published.
HARD_DAYS = (pytest.param("2026-12-30", marks=pytest.mark.demo), "2027-01-02")


def test_outside_a_demo_it_refuses(db: None) -> None:
    with pytest.raises(CommandError, match="only in the demo"):
        call_command("load_demo")
    assert not Cycle.objects.exists()


@dataclass(frozen=True)
class Loaded:
    """A demo, and the moment it was loaded at."""

    now: datetime
    cycle: Cycle

    @property
    def today(self) -> date:
        """The day of that moment."""
        return timezone.localdate(self.now)


@pytest.fixture(scope="module", params=HARD_DAYS)
def loaded_of_the_module(
    request: pytest.FixtureRequest, standing: Standing, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """A demo is long in the making: each day's stands for all tests."""
    now, files = moment(request.param), pytest.MonkeyPatch()
    files.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("media"))
    with files.context(), time_machine.travel(now, tick=False), standing(lambda: Loaded(now, load(now))) as built:
        yield built
    files.undo()


@pytest.fixture
def loaded(loaded_of_the_module: Loaded, db: None) -> Loaded:
    return loaded_of_the_module


def test_somebody_is_away_and_somebody_acts(loaded: Loaded) -> None:
    leave = Leave.objects.get()
    assert leave.starts_on < loaded.today <= (leave.ends_on or loaded.today)
    acting = Post.objects.in_force(loaded.today).get(kind="acting")
    assert (acting.role, acting.acting_for.full_name) == ("unit_reviewer", "市商务局审核人")


def test_some_lines_are_really_late(loaded: Loaded) -> None:
    late = UnitLine.objects.filter(cycle=loaded.cycle).late(loaded.today)
    assert late.count() > 20
    assert late.values("unit").distinct().count() > 10
    assert Notification.objects.filter(obligation__line__in=late).exists()


def test_some_leads_are_confirmed_and_others_are_not(loaded: Loaded) -> None:
    tasks = Responsibility.objects.values("task").distinct()
    assert tasks.filter(basis=Basis.CONFIRMED).count() == 10
    assert tasks.exclude(basis=Basis.CONFIRMED).exists()


def test_nothing_happened_after_now(loaded: Loaded) -> None:
    assert not StateChange.objects.filter(at__gt=loaded.now).exists()
    assert not Notification.objects.filter(at__gt=loaded.now).exists()


def test_every_way_of_a_unit_s_day_is_seen(loaded: Loaded) -> None:
    closing = ProgressReport.objects.filter(kind=ReportKind.CLOSING)
    assert set(closing.values_list("state", flat=True)) == set(ReportState.values)
    acts = set(StateChange.objects.values_list("act", flat=True))
    assert acts >= {"sign", "send", "approve", "approve_on_paper", "return", "send_back", "accept", "sign_off"}
    assert SignedSheet.objects.exists()


def test_where_a_period_is_over_a_unit_has_phoned(loaded: Loaded) -> None:
    is_over = loaded.cycle.periods.filter(due_on__lt=loaded.today).exists()
    assert ProgressReport.objects.exclude(on_behalf_source="").exists() == is_over


def test_one_deadline_moved_and_one_request_waits(loaded: Loaded) -> None:
    [granted] = Extension.objects.filter(state=ExtensionState.GRANTED)
    assert granted.line.has_moved
    [waiting] = Extension.objects.waiting()
    assert waiting.wished_until > max(waiting.line.deadline, timezone.localdate(waiting.asked_at))


def test_people_read_what_came_before_yesterday(loaded: Loaded) -> None:
    """A fresh inbox holds what came last, and not all that came in a year."""
    days = Notification.objects.unread().dates("at", "day")
    assert len(days) == 1
    assert Notification.objects.filter(read_at__isnull=False).exists()


def test_a_second_run_changes_nothing(loaded: Loaded, settings: Settings) -> None:
    def counts() -> dict[str, int]:
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

    settings.DEMO_BANNER = "演示数据，与实际工作无关"
    before, said = counts(), StringIO()
    call_command("load_demo", stdout=said)
    assert counts() == before
    assert "clerk" in said.getvalue()
