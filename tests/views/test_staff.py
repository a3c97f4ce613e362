"""Pages to keep people: appointing, taking over, ending, leave, the request and its countersign; by whom."""

from datetime import date

import pytest

from accounts.models import Appointment, Leave, Post, Role, User
from tests import factories
from tests.factories import LATER, House
from tests.views.walking import GARBAGE, Walker, words

pytestmark = pytest.mark.django_db
BASIS = "单位来函"
NEW = {"username": "wangxiao", "full_name": "王晓", "phone": "0756-1", "email": "", "user": ""}


def walker(actor: object) -> Walker:
    return Walker(actor, LATER)  # type: ignore[arg-type]


def url(house: House, rest: str = "") -> str:
    return f"/people/units/{house.commerce.unit.pk}/{rest}"


def test_a_reviewer_appoints_a_liaison_at_once(house: House) -> None:
    page = url(house, "appoint/")
    reviewer = walker(house.commerce.reviewer)
    assert "单位审核人</option>" not in reviewer.get(page).content.decode()
    fields = {**NEW, "role": "liaison", "kind": "regular", "starts_on": "2026-04-13", "basis": BASIS}
    answer = reviewer.post(page, **fields)
    assert (answer.status_code, answer["Location"]) == (302, url(house))
    user = User.objects.get(username="wangxiao")
    assert Post.objects.in_force(LATER.date()).get(user=user).basis == BASIS
    assert not user.has_usable_password()
    assert "登录名 wangxiao 尚未开通登录" in words(reviewer.get(url(house))).replace(
        "登录名wangxiao", "登录名 wangxiao "
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"username": ""}, "请选择一位人员"),
        ({"username": "王晓"}, "小写字母开头"),
        ({"starts_on": ""}, "请选择一个日期"),
        ({"basis": ""}, "请写明依据"),
        ({"kind": "acting"}, "代理和委托须写明"),
        ({"role": "unit_reviewer"}, "请从列表中选择"),
        ({"email": "x@"}, "不像邮箱地址"),
    ],
    ids=["nobody", "login", "day", "ground", "for whom", "not theirs to give", "mail"],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    house: House, more: dict[str, str], said: str
) -> None:
    fields = {**NEW, "role": "liaison", "kind": "regular", "starts_on": "2026-04-13", "basis": BASIS, **more}
    answer = walker(house.commerce.reviewer).post(url(house, "appoint/"), **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="王晓"' in answer.content.decode()
    assert not User.objects.filter(full_name="王晓").exists()


def test_a_login_that_is_taken_offers_another_and_a_known_person_is_found(house: House) -> None:
    known = factories.person("王晓")
    fields = {**NEW, "role": "liaison", "kind": "regular", "starts_on": "2026-04-13", "basis": BASIS}
    reviewer = walker(house.commerce.reviewer)
    answer = reviewer.post(url(house, "appoint/"), **{**fields, "username": known.username, "full_name": "李明"})
    assert f"{known.username}2" in answer.content.decode()
    assert reviewer.post(url(house, "appoint/"), **{**fields, "username": known.username}).status_code == 302
    assert known.posts.get().unit == house.commerce.unit


def test_the_office_s_posts_take_two_administrators_on_their_pages(house: House) -> None:
    security = walker(factories.working(Role.SECURITY_ADMIN, house.office.unit))
    system = walker(factories.working(Role.SYSTEM_ADMIN, house.office.unit))
    page = f"/people/units/{house.office.unit.pk}/appoint/"
    fields = {**NEW, "role": "office_clerk", "kind": "regular", "starts_on": "2026-04-13", "basis": BASIS}
    assert security.post(page, **fields).status_code == 302
    [asked] = Appointment.objects.all()
    assert "会签</button>" not in security.get("/people/appointments/").content.decode()
    assert "会签</button>" in system.get("/people/appointments/").content.decode()
    answer = system.post(f"/people/appointments/{asked.pk}/countersign/", version=0)
    assert (answer.status_code, asked.user.posts.get().role) == (302, "office_clerk")
    assert system.post(f"/people/appointments/{asked.pk}/decline/", version=1, reason="晚了").status_code == 409


def test_taking_over_leads_to_the_work(house: House) -> None:
    post = house.commerce.liaison.own_post
    fields = {**NEW, "starts_on": "2026-04-13", "basis": BASIS, "version": post.version}
    answer = walker(house.commerce.reviewer).post(f"/people/posts/{post.pk}/succeed/", **fields)
    assert answer["Location"] == f"/people/posts/{post.pk}/handover/"
    post.refresh_from_db()
    assert post.ends_on == date(2026, 4, 12)


def test_leave_is_entered_by_oneself_and_shown(house: House) -> None:
    liaison, post = walker(house.commerce.liaison), house.commerce.liaison.own_post
    stand_in = house.commerce.reviewer
    assert stand_in.user
    fields = {"starts_on": "2026-04-20", "ends_on": "2026-04-24", "stand_in": stand_in.user.pk, "basis": BASIS}
    assert liaison.post(f"/people/posts/{post.pk}/leave/", version=0, **fields).status_code == 302
    page = words(liaison.get(url(house)))
    assert f"2026-04-20至2026-04-24休假，由{stand_in.name}代班" in page
    [row] = Leave.objects.all()
    again = liaison.post(f"/people/posts/{post.pk}/leave/", version=0, **{**fields, "ends_on": "2026-04-19"})
    assert (again.status_code, "截止日不能早于起始日" in again.content.decode()) == (422, True)
    ended = liaison.post(f"/people/leaves/{row.pk}/end/", version=0, last_day="2026-04-21", basis=BASIS)
    assert ended.status_code == 302


def test_contact_data_are_amended_by_whoever_keeps_the_post(house: House) -> None:
    user = house.commerce.liaison.user
    assert user
    page = f"/people/{user.pk}/"
    fields = {"full_name": "王晓", "phone": "0756-2", "email": "", "basis": BASIS, "version": 0}
    assert walker(house.commerce.liaison).post(f"{page}amend/", **fields).status_code == 403
    assert walker(house.transport.reviewer).post(f"{page}amend/", **fields).status_code == 404
    reviewer = walker(house.commerce.reviewer)
    assert reviewer.post(f"{page}amend/", **fields).status_code == 302
    assert "0756-2" in words(reviewer.get(page))
    assert "更改人员信息：王晓" in words(walker(house.office.clerk).get(page))


def test_a_unit_does_not_turn_the_mail_of_an_office_s_clerk_to_itself(house: House) -> None:
    """Somebody is a clerk of the office and the unit's liaison: only whoever keeps both posts amends."""
    user = factories.post(Role.LIAISON, house.commerce.unit, user=house.office.second_clerk.user).user
    fields = {"full_name": user.full_name, "phone": "", "email": "x@x.cn", "basis": BASIS, "version": 0}
    page = f"/people/{user.pk}/amend/"
    for actor in (house.commerce.reviewer, house.office.clerk):
        assert walker(actor).post(page, **fields).status_code == 403
    security = walker(factories.working(Role.SECURITY_ADMIN, house.office.unit))
    assert security.post(page, **fields).status_code == 302


def test_the_office_reads_how_much_of_a_unit_s_inner_work_and_not_what(house: House) -> None:
    report = factories.periodic_draft(factories.signed_line(house), house.commerce, house.period())
    page = f"/people/posts/{house.commerce.liaison.own_post.pk}/handover/"
    outside = walker(house.office.clerk).get(page)
    assert "起草中的填报（1件）" in words(outside)
    assert f"/reports/{report.pk}/" not in outside.content.decode()
    assert f"/reports/{report.pk}/" in walker(house.commerce.liaison).get(page).content.decode()


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_breaks_nothing(house: House, garbage: str) -> None:
    clerk = walker(house.office.clerk)
    assert clerk.get("/people/contacts/", q=garbage, role=garbage).status_code == 200
    fields = dict.fromkeys((*NEW, "role", "kind", "starts_on", "ends_on", "acting_for", "basis"), garbage)
    assert clerk.post(url(house, "appoint/"), **fields).status_code == 422


def test_the_page_costs_few_statements(house: House, django_assert_max_num_queries: object) -> None:
    clerk = walker(house.office.clerk)
    clerk.get(url(house))
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        clerk.get(url(house))
