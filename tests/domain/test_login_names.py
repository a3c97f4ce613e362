"""Login names as a table: what may be one, and what the second person of a name is offered."""

import pytest

from tasks_app.domain.login_names import free_name, from_address, is_good, plain


@pytest.mark.parametrize(
    ("typed", "stored", "good"),
    [
        ("wangxiao", "wangxiao", True),
        (" Wang Xiao ", "wangxiao", True),
        ("WANG.X-2_a", "wang.x-2_a", True),
        ("u01-liaison", "u01-liaison", True),
        ("w", "w", False),
        ("1234", "1234", False),
        ("王晓", "王晓", False),
        ("wang@x", "wang@x", False),
        ("ｗang", "ｗang", False),
        ("w" * 33, "w" * 33, False),
        ("", "", False),
    ],
)
def test_what_may_be_one(typed: str, stored: str, good: bool) -> None:
    assert (plain(typed), is_good(plain(typed))) == (stored, good)


@pytest.mark.parametrize(
    ("taken", "free"),
    [(set(), "wangxiao"), ({"wangxiao"}, "wangxiao2"), ({"wangxiao", "wangxiao2", "wangxiao4"}, "wangxiao3")],
    ids=["nobody", "one", "several"],
)
def test_the_second_person_of_a_name_is_offered_a_free_one(taken: set[str], free: str) -> None:
    assert free_name("wangxiao", taken) == free


@pytest.mark.parametrize(("email", "login"), [("Li.Ming@gd.gov.cn", "li.ming"), ("756@qq.com", ""), ("", "")])
def test_a_login_out_of_an_address(email: str, login: str) -> None:
    assert from_address(email) == login
