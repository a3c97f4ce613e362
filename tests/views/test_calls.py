"""Phone calls: kept on the timeline, counted as the rung in the word the unit may read, never as a paper."""

import pytest

from tasks_app.models import Obligation, PhoneUrge, UnitLine
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

TUESDAY = moment("2026-12-01 16:00")
CALL = {
    "spoken_to": "王某（办公室主任）",
    "called_at": "2026-12-01T15:30",
    "said": "请本周内报送，对方答应周五前办结。",
}


@pytest.fixture
def line(house: House) -> UnitLine:
    """Due yesterday and not yet urged."""
    return scene.a_line_at_work(house)


def form(house: House, line: UnitLine) -> Walker:
    return Walker(house.office.clerk, at=TUESDAY)


def url(line: UnitLine) -> str:
    return f"/lines/{line.pk}/calls/new/"


def test_call_stands_on_the_timeline(house: House, line: UnitLine) -> None:
    walker = form(house, line)
    answer = walker.post(url(line), **CALL)
    assert answer.headers["Location"] == f"/items/{line.work_item_id}/?line={line.pk}"
    page = words(walker.get(answer.headers["Location"]))
    assert "电话联系（市商务局）" in page
    assert "接听人：王某（办公室主任）；请本周内报送" in page
    assert PhoneUrge.objects.get().counted_as is None


def test_call_that_counts_is_not_urged_again(house: House, line: UnitLine) -> None:
    assert "计为催办" in words(form(house, line).get(url(line)))
    assert form(house, line).post(url(line), **CALL, counts="on").status_code == 302
    scene.sweep_on("12-02")
    assert Obligation.objects.filter(of_line=line, rule="U1").count() == 1
    assert PhoneUrge.objects.get().counted_as is not None


@pytest.mark.parametrize("kind", ["party", "mass", "central", "company", "district"])
def test_units_that_may_not_be_urged_are_reminded(house: House, line: UnitLine, kind: str) -> None:
    line.unit.kind = kind
    line.unit.save()
    page = words(form(house, line).get(url(line)))
    assert "计为逾期提醒" in page
    assert "计为催办" not in page


def test_nothing_counts_while_the_line_is_not_late(house: House, line: UnitLine) -> None:
    walker = Walker(house.office.clerk, at=moment("2026-11-30 16:00"))
    assert "计为" not in words(walker.get(url(line)))
    forged = walker.post(url(line), **CALL | {"called_at": "2026-11-30T15:30"}, counts="on")
    assert (forged.status_code, "本事项没有逾期" in words(forged)) == (409, True)
    assert not PhoneUrge.objects.exists()


def test_nothing_counts_where_the_urge_stands_already(house: House, line: UnitLine) -> None:
    scene.sweep_on("12-01")
    assert "计为" not in words(form(house, line).get(url(line)))
    forged = form(house, line).post(url(line), **CALL, counts="on")
    assert (forged.status_code, "本轮催办已有记录" in words(forged)) == (409, True)
    assert "王某（办公室主任）" in forged.content.decode()
    assert form(house, line).post(url(line), **CALL).status_code == 302


def test_line_that_waits_for_the_office_is_not_urged(house: House) -> None:
    from_unit = scene.a_line_at_work(house)
    UnitLine.objects.filter(pk=from_unit.pk).update(state="office_review", submitted_at=moment("2026-11-30"))
    assert "计为" not in words(form(house, from_unit).get(url(from_unit)))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("spoken_to", "\u200b", "请填写接听人"),
        ("said", "　", "请填写通话内容"),
        ("called_at", "", "请选择通话时间"),
        ("called_at", "0001-01-01T00:00", "请选择通话时间"),
        ("called_at", "1986-05-04T02:30", "请选择通话时间，例如2026-11-2309:30。"),
        ("called_at", "9999-12-31T23:59", "请选择通话时间"),
        ("called_at", "2026-12-01T16:30", "通话时间不能晚于现在"),
        ("said", "长" * 501, "最多500字"),
    ],
)
def test_what_does_not_hold_is_said_beside_its_field(
    house: House, line: UnitLine, field: str, typed: str, sentence: str
) -> None:
    page = form(house, line).post(url(line), **CALL | {field: typed})
    assert page.status_code == 422
    assert sentence in words(page)
    assert not PhoneUrge.objects.exists()


def test_late_lines_and_the_item_lead_to_the_form(house: House, line: UnitLine) -> None:
    walker = form(house, line)
    for page in (f"/items/{line.work_item_id}/?line={line.pk}", "/supervision/clock/rungs/"):
        assert url(line) in walker.get(page).content.decode()
    assert "登记电话" not in words(Walker(house.commerce.liaison, at=TUESDAY).get(f"/items/{line.work_item_id}/"))


def test_unit_may_not_log_its_own_calls(house: House, line: UnitLine) -> None:
    assert Walker(house.commerce.liaison, at=TUESDAY).get(url(line)).status_code == 403
    assert Walker(house.water.liaison, at=TUESDAY).get(url(line)).status_code == 404


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_form_breaks_nothing(house: House, line: UnitLine, garbage: str) -> None:
    page = form(house, line).post(url(line), spoken_to=garbage, called_at=garbage, said=garbage, counts=garbage)
    assert page.status_code == 422


def test_form_costs_a_known_number_of_statements(
    house: House, line: UnitLine, django_assert_num_queries: object
) -> None:
    walker = form(house, line)
    walker.get(url(line))
    with django_assert_num_queries(11):  # type: ignore[operator]
        walker.get(url(line))
