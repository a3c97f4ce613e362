"""People from a table: what would change, all faults by row and cell at once, and nothing by half or twice."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from accounts.actor import Actor
from accounts.models import Appointment, Post, Role, User
from tasks_app.actions.people_import import Report, import_people
from tasks_app.importing.people_file import PeopleRead, as_json, from_json, read_people
from tests import factories
from tests.factories import LATER, House

pytestmark = pytest.mark.django_db
HEAD = "单位,姓名,角色,职务,手机号码,电子邮箱,登录账号,任职日期"
GOOD = f"""人员表（请勿改动表头）
{HEAD}
市水务局,王晓,联络员,科员,13800000001,wangxiao@gd.gov.cn,wangxiao,2026-04-01
,李明,分管领导,副局长,0756-2222222,,liming,2026年4月1日
市商务局,王晓,联络员,科员,,,wangxiao2,
"""


def read(text: str) -> PeopleRead:
    return read_people(text.encode(), name="人员.csv")


def run(text: str, by: Actor, **more: object) -> Report:
    told = read(text)
    return import_people(told.rows, basis="名单复函", by=by, at=LATER, faults=told.faults, **more)  # type: ignore[arg-type]


def told(report: Report) -> list[tuple[int, str]]:
    return [(change.row, change.what) for change in report.changes]


def test_it_says_what_it_would_do_and_then_does_just_that(house: House) -> None:
    clerk, before = house.office.clerk, User.objects.count()
    seen = run(GOOD, clerk, dry_run=True)
    assert told(seen) == [
        (3, "新增人员，登录名 wangxiao"),
        (3, "任职：市水务局 · 联络员，自 2026-04-01 起"),
        (4, "新增人员，登录名 liming"),
        (4, "任职：市水务局 · 单位审核人，自 2026-04-01 起"),
        (5, "新增人员，登录名 wangxiao2"),
        (5, "任职：市商务局 · 联络员，自 2026-03-02 起"),
    ]
    assert [(doubt.row, doubt.cell) for doubt in seen.doubts] == [(3, "role"), (4, "role"), (5, "role")]
    assert (seen.faults, seen.is_written, User.objects.count()) == ([], False, before)
    done = run(GOOD, clerk, seen=seen.digest)
    assert (done.is_written, done.digest, User.objects.count()) == (True, seen.digest, before + 3)
    user = User.objects.get(username="wangxiao")
    assert (user.phone, user.email, user.has_usable_password()) == ("13800000001", "wangxiao@gd.gov.cn", False)
    assert user.posts.get().basis == "名单复函"


def test_again_it_changes_nothing(house: House) -> None:
    run(GOOD, house.office.clerk)
    again = run(GOOD, house.office.clerk)
    assert (again.changes, again.faults) == ([], [])


def test_two_of_one_name_are_two_people(house: House) -> None:
    run(GOOD, house.office.clerk)
    assert sorted(User.objects.filter(full_name="王晓").values_list("username", flat=True)) == ["wangxiao", "wangxiao2"]


FAULTS = [
    ("市水务局,王晓,联络员,,,,王晓,", "username", "小写字母开头"),
    ("市水务局,,联络员,,,,wangxiao,", "full_name", "没有填写姓名"),
    ("市水务局,王晓,局长,,,,wangxiao,", "role", "不是已知角色"),
    ("市水务局,王晓,联络员,,,,wangxiao,四月", "starts_on", "不是日期"),
    ("市水务局,王晓,联络员,,,,wangxiao,2026-02-30", "starts_on", "不是日期"),
    ("市水务局,王晓,联络员,,转 8001 分机,,wangxiao,", "phone", "请核对"),
    ("市水务局,王晓,联络员,,,wangxiao@,wangxiao,", "email", "不像邮箱"),
    ("市水利局水务局,王晓,联络员,,,,wangxiao,", "unit", "是否为市水务局"),
    ("领导小组成员单位,王晓,联络员,,,,wangxiao,", "unit", "没有找到单位"),
    ("市水务局,王晓,系统管理员,,,,wangxiao,", "role", "只有安全管理员可以调整任职"),
    ("市水务局,王晓,联络员,,,,{taken},", "username", "与文件中的“王晓”不一致"),
]


@pytest.mark.parametrize(
    ("row", "cell", "said"), FAULTS, ids=[f"{number}-{row[1]}" for number, row in enumerate(FAULTS)]
)
def test_a_wrong_cell_is_named_and_nothing_is_written(house: House, row: str, cell: str, said: str) -> None:
    user = house.commerce.liaison.user
    assert user
    before = (User.objects.count(), Post.objects.count())
    good = "市水务局,李明,单位审核人,,,,liming,"
    report = run("\n".join([HEAD, good, row.format(taken=user.username)]), house.office.clerk)
    [fault] = report.faults
    assert (fault.row, fault.cell) == (3, cell)
    assert said in fault.message
    assert (User.objects.count(), Post.objects.count(), report.is_written) == (*before, False)


def test_all_faults_at_once(house: House) -> None:
    rows = [row.format(taken="nobody") for row, _, _ in FAULTS[:9]]
    report = run("\n".join([HEAD, *rows]), house.office.clerk)
    assert [fault.row for fault in report.faults] == list(range(2, 11))


def test_a_moved_person_keeps_the_old_post_until_somebody_ends_it_and_the_preview_says_so(house: House) -> None:
    user = house.commerce.liaison.user
    assert user
    report = run(f"{HEAD}\n市水务局,{user.full_name},联络员,,,,{user.username},", house.office.clerk)
    assert any("导入不结束原任职" in doubt.message for doubt in report.doubts)
    assert {post.unit.name for post in Post.objects.in_force(LATER.date()).filter(user=user)} == {
        "市商务局",
        "市水务局",
    }


def test_without_a_login_the_only_one_of_the_name_in_the_unit_is_meant_and_doubted(house: House) -> None:
    user = house.water.liaison.user
    assert user
    row = f"{HEAD}\n市水务局,{user.full_name},联络员,,0756-1,,,"
    report = run(row, house.office.clerk)
    assert told(report) == [(2, "办公电话由空改为0756-1")]
    assert [(doubt.cell, user.username in doubt.message) for doubt in report.doubts] == [("username", True)]
    factories.post(Role.UNIT_REVIEWER, house.water.unit, user=factories.person(user.full_name))
    [fault] = run(row, house.office.clerk).faults
    assert "有 2 位" in fault.message


def test_a_login_comes_from_the_address_where_it_is_missing(house: House) -> None:
    report = run(f"{HEAD}\n市水务局,王晓,联络员,,,wang.xiao@gd.gov.cn,,", house.office.clerk)
    assert told(report)[0] == (2, "新增人员，登录名 wang.xiao")
    assert "由邮箱得出" in report.doubts[0].message


def test_a_login_is_made_of_unit_and_role_where_nothing_else_is_known(house: House) -> None:
    rows = f"{HEAD}\n市水务局,王晓,联络员,,,,,\n市水务局,李明,联络员,,,,,"
    made = f"u{house.water.unit.order:02d}-liaison"
    report = run(rows, house.office.clerk)
    assert [what for _, what in told(report) if what.startswith("新增")] == [
        f"新增人员，登录名 {made}",
        f"新增人员，登录名 {made}2",
    ]
    assert [doubt.row for doubt in report.doubts if "按单位和角色编为" in doubt.message] == [2, 3]
    assert run(rows, house.office.clerk).changes == []


def test_what_two_administrators_give_is_asked_for(house: House) -> None:
    security = factories.working(Role.SECURITY_ADMIN, house.office.unit)
    text = f"{HEAD}\n{house.office.unit.name},王晓,办公室经办人,,,,wangxiao,"
    report = run(text, security)
    assert told(report)[1][1].startswith("申请任职")
    assert Appointment.objects.get().user.posts.count() == 0
    assert run(text, security).changes == []


def test_the_first_day_is_set_up_by_command_without_anybody(house: House) -> None:
    text = f"{HEAD}\n{house.office.unit.name},王晓,安全管理员,,,,wangxiao,2026-04-01"
    assert run(text, factories.clock(date(2026, 4, 13))).is_written
    assert Post.objects.get(user__username="wangxiao").role == Role.SECURITY_ADMIN


def test_what_changed_since_it_was_seen_is_not_written(house: House) -> None:
    seen = run(GOOD, house.office.clerk, dry_run=True)
    User.objects.filter(pk=factories.person().pk).update(username="liming", full_name="李明")
    late = run(GOOD, house.office.clerk, seen=seen.digest)
    assert not late.is_written
    assert not User.objects.filter(username="wangxiao").exists()


def test_a_workbook_says_the_same_and_the_confirmation_carries_it() -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, line in enumerate(GOOD.splitlines()):
        for column, cell in enumerate(line.split(",")):
            is_phone = cell.startswith("138")
            sheet.write(number, column, int(cell) if is_phone else cell)
    book.close()
    rows = read_people(out.getvalue(), name="人员.xlsx").rows
    assert rows == read(GOOD).rows == from_json(as_json(rows))


def test_a_row_a_unit_names_a_person_for_each_role() -> None:
    text = """序号,单位名称,分管领导,职务,手机,联络员姓名,科室,手机号,登录名
1,市水务局,李明,副局长,0756-1,王晓,规划科,0756-2,wangxiao
2,市商务局,,,,赵强,综合科,0756-3,zhaoqiang
"""
    told = [(row.row, row.unit, row.role, row.full_name, row.phone, row.username) for row in read(text).rows]
    assert told == [
        (2, "市水务局", "unit_reviewer", "李明", "0756-1", ""),
        (2, "市水务局", "liaison", "王晓", "0756-2", "wangxiao"),
        (3, "市商务局", "liaison", "赵强", "0756-3", "zhaoqiang"),
    ]


@pytest.mark.parametrize("garbage", [None, [], {}, [1], [{}], [{"row": 1}], "x", [dict.fromkeys(("row", "role"))]])
def test_garbage_is_no_confirmation(garbage: object) -> None:
    with pytest.raises(ValueError, match="no"):
        from_json(garbage)
