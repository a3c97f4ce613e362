"""How this house says no."""

import pytest

from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, NotVisible, Refusal, Stale


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotVisible(), 404),
        (NotAllowed("无权办理。"), 403),
        (NotNow("请稍后。"), 409),
        (Stale("已有更新。"), 409),
        (Invalid({"title": "请填写标题。"}), 422),
    ],
)
def test_a_refusal_has_a_status_and_a_sentence(refusal: Refusal, status: int) -> None:
    assert refusal.status == status
    assert refusal.sentence.endswith("。")


def test_faults_name_their_fields_and_read_as_one_sentence() -> None:
    refusal = Invalid({"title": "请填写标题。", "due_on": "请填写日期。"})
    assert refusal.faults == {"title": "请填写标题。", "due_on": "请填写日期。"}
    assert refusal.sentence == "请填写标题；请填写日期。"
