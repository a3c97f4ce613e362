"""A form counts once: the same key twice, with another body, by another person, or no key at all."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tasks_app.actions import submissions
from tasks_app.domain.refusals import NotAllowed, NotNow
from tasks_app.models import SubmittedForm
from tests.factories import LATER, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

BODY = {"path": "/lines/1/sign/", "fields": {"version": ["0"]}}


def submit(
    house: House, key: str, body: dict[str, object] = BODY, *, outcome: str = "/lines/1/", by: str = "liaison"
) -> bool:
    """Sends a form; whether it was a repeat."""
    with submissions.once(key, body, by=getattr(house.commerce, by), at=LATER) as act:
        if not act.is_repeat:
            act.outcome = "/lines/1/"
        assert act.outcome == "/lines/1/"
        return act.is_repeat


def test_a_double_click_acts_once_and_leads_to_the_same_place(house: House) -> None:
    key = str(uuid4())
    assert [submit(house, key), submit(house, key), submit(house, key)] == [False, True, True]
    kept = SubmittedForm.objects.get()
    assert (kept.user, kept.outcome, kept.at) == (house.commerce.liaison.user, "/lines/1/", LATER)


def test_back_and_resubmit_with_other_words_is_a_mistake(house: House) -> None:
    key = str(uuid4())
    submit(house, key)
    with pytest.raises(NotNow, match="已经提交过，而内容又有改动"):
        submit(house, key, {**BODY, "fields": {"version": ["1"]}})


def test_somebody_else_s_key_opens_nothing(house: House) -> None:
    key = str(uuid4())
    submit(house, key)
    with pytest.raises(NotNow, match="已经提交过"):
        submit(house, key, by="reviewer")


@pytest.mark.parametrize("key", ["", "1", "not-a-key", "0" * 33, "\x00"])
def test_a_key_that_is_none(house: House, key: str) -> None:
    with pytest.raises(NotNow, match="表单已失效"):
        submit(house, key)


def test_an_act_that_was_refused_may_be_tried_again(house: House) -> None:
    key = str(uuid4())
    with (
        pytest.raises(NotAllowed),
        submissions.once(key, BODY, by=house.commerce.liaison, at=LATER),
    ):
        raise NotAllowed("无权办理。")
    assert not SubmittedForm.objects.exists()
    assert submit(house, key) is False


def test_the_order_of_fields_does_not_matter(house: House) -> None:
    key = str(uuid4())
    submit(house, key, {"a": "1", "b": "2"})
    assert submit(house, key, {"b": "2", "a": "1"}) is True


def test_forms_are_forgotten_after_two_days_and_not_before_one(house: House) -> None:
    submit(house, str(uuid4()))
    assert timedelta(hours=24) <= submissions.KEPT_FOR
    assert submissions.forget_old(at=LATER + submissions.KEPT_FOR) == 0
    assert submissions.forget_old(at=LATER + submissions.KEPT_FOR + timedelta(seconds=1)) == 1
