"""One statement stores what Django would store, leaves out what is there already, and tells which rows are new."""

from uuid import UUID

import pytest

from tasks_app.actions import policies
from tasks_app.domain.policy import Deed
from tasks_app.domain.reach import Level
from tasks_app.models import Notification, Obligation, PolicyVersion
from tasks_app.models.appending import Row, append
from tests import factories
from tests.factories import House, clock, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
KEY = ("subject", "rule", "round")
AT, RUN = moment("2026-12-02 00:30"), UUID(int=7)
AWKWARD = "“引号”' \" \\n \\ %s 100% {x} $1 \n𠮷 null"


def a_row(house: House, rule: str) -> Row:
    if not PolicyVersion.objects.exists():
        policies.seed_default(by=clock(), at=factories.ISSUED_AT)
    line = house.line(house.commerce)
    return {
        "subject": f"line:{line.pk}", "rule": rule, "round": 0, "of_line_id": line.pk, "line_id": line.pk,
        "policy_id": PolicyVersion.objects.get().pk, "level": Level.URGE, "deed": Deed.TELL, "anchor": "deadline",
        "anchor_on": line.deadline, "due_on": line.deadline, "state": "fired", "decided_in": RUN, "at": AT,
        "reason": AWKWARD,
    }  # fmt: skip


def a_notice(house: House, row: Row) -> Row:
    texts = {"title": AWKWARD, "asked": "", "because": "", "address": "/"}
    person = house.commerce.liaison.user
    assert person
    return {"recipient_id": person.pk, "obligation_id": row["id"], "urgent": True, "at": AT, **texts}


def test_what_is_stored_is_what_django_stores(house: House) -> None:
    append(Obligation, [a_row(house, "A")], KEY)
    created = Obligation.objects.create(**a_row(house, "B"))
    first, second = Obligation.objects.order_by("rule").values()
    assert {name for name in first if first[name] != second[name]} == {"id", "rule"}
    assert Obligation.objects.filter(at=AT, decided_in=RUN, due_on=created.due_on, reason=AWKWARD).count() == 2


def test_a_notice_too(house: House) -> None:
    rows = append(Obligation, [a_row(house, "A"), a_row(house, "B")], KEY)
    append(Notification, [a_notice(house, rows[0])], ("recipient_id", "obligation_id"))
    Notification.objects.create(**a_notice(house, rows[1]))
    first, second = Notification.objects.order_by("id").values()
    assert {name for name in first if first[name] != second[name]} == {"id", "obligation_id"}
    assert Notification.objects.filter(urgent=True, read_at=None, at=AT).count() == 2


def test_whose_key_is_taken_is_left_out(house: House) -> None:
    [earlier] = append(Obligation, [a_row(house, "A")], KEY)
    [new] = append(Obligation, [a_row(house, "A"), a_row(house, "B")], KEY)
    assert dict(Obligation.objects.values_list("rule", "pk")) == {"A": earlier["id"], "B": new["id"]}


def test_of_nothing_nothing_is_asked(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert append(Obligation, [], KEY) == []
