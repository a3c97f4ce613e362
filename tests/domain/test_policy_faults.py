"""What is wrong with a policy: every fault as a Chinese sentence that names the rule."""

from typing import Any

import pytest

from tasks_app.domain.policy import policy_from
from tasks_app.domain.policy_faults import faults_of
from tests.domain.clocks import default_data


def faults(code: str = "", /, **changes: Any) -> list[str]:
    """The faults of the default policy with one rule (or its head) changed."""
    data = default_data()
    entry = next((entry for entry in data["rules"] if entry["code"] == code), data)
    entry.update(changes)
    return faults_of(policy_from(data))


def test_the_default_has_none() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("code", "changes", "sentence"),
    [
        ("R5", {"code": "R1"}, "规则编号 R1 重复，请改用不同的编号。"),
        ("R5", {"code": ""}, "规则  的编号应为 1 至 12 个字符。"),
        ("R5", {"code": "R5-before-end"}, "规则 R5-before-end 的编号应为 1 至 12 个字符。"),
        ("R5", {"anchor": "submitted"}, "规则 R5 的起算点不适用于该对象，永远不会触发。"),
        ("R5", {"condition": "with_office"}, "规则 R5 的条件不适用于该对象，永远不会触发。"),
        ("R5", {"audience": []}, "规则 R5 没有通知对象。"),
        ("R5", {"offset": -15}, "规则 R15 与规则 R5 同日同级，且没有别的告知对象，永远不会触发。"),
        ("R5", {"requirement": " 　"}, "规则 R5 没有写明要求。"),
        ("R5", {"requirement": "请于 {date} 前办结。"}, "规则 R5 的要求中只能使用 {deadline} 一处填空。"),
        ("R5", {"requirement": "请办结（{}）。"}, "规则 R5 的要求中只能使用 {deadline} 一处填空。"),
        ("R5", {"requirement": "请办结（{deadline）。"}, "规则 R5 的要求中只能使用 {deadline} 一处填空。"),
        ("R5", {"requirement": "{deadline:>999999999}"}, "规则 R5 的要求中只能使用 {deadline} 一处填空。"),
        ("R5", {"requirement": "{deadline!r}"}, "规则 R5 的要求中只能使用 {deadline} 一处填空。"),
        ("R5", {"requirement": "{deadline.year}"}, "规则 R5 的要求中只能使用 {deadline} 一处填空。"),
        ("D5", {"wait": 251}, "规则 D5 的等待天数超过 250 个工作日。"),
        ("R5", {"offset": 251}, "规则 R5 的间隔超过 250 个工作日。"),
        ("R5", {"offset": 0}, "规则 R5 的间隔为 0：请写起算点之前或之后第几个工作日。"),
        ("D5", {"after": "U9"}, "规则 D5 的前提规则不存在，永远不会触发。"),
        ("D5", {"after": "PU1"}, "规则 D5 的前提规则不存在，永远不会触发。"),  # of another kind of subject
        ("D5", {"wait": -1}, "规则 D5 的等待天数须随前提规则填写，且不能为负数。"),
        ("R5", {"wait": 2}, "规则 R5 的等待天数须随前提规则填写，且不能为负数。"),
        ("U1", {"after": "I20"}, "规则 U1 的前提规则互相等待，永远不会触发。"),
        ("U1", {"after": "U1"}, "规则 U1 的前提规则互相等待，永远不会触发。"),
        ("U1", {"deed": "propose"}, "规则 U1 建议发文，层级应为督办或约谈。"),
        ("R5", {"code": "R 5"}, "规则 R 5 的编号只能用文字、数字、点和短横线。"),
        ("R5", {"requirement": "请" * 201}, "规则 R5 的要求超过 200 个字。"),
        ("U1", {"requirement": "现予通报。"}, "规则 U1 的要求会发给各类单位，不能出现“催办”“督办”“通报”“约谈”。"),
        ("D5", {"requirement": "请拟督办通知。"}, "规则 D5 的要求会发给各类单位，不能出现“催办”“督办”“通报”“约谈”。"),
        ("I20", {"condition": "with_unit"}, "规则 I20 的层级为约谈，条件应为“公文已送达且答复期满仍未办结”。"),
        ("D5", {"deed": "tell"}, "规则 D5 的层级为督办或约谈，只能提出建议（propose），由人决定是否发文。"),
        ("I20", {"deed": "tell"}, "规则 I20 的层级为督办或约谈，只能提出建议（propose），由人决定是否发文。"),
        ("PD3", {"audience": ["liaison"]}, "规则 PD3 督促办公室办理自身事务，只能告知办公室。"),
        ("PD3", {"anchor": "replied"}, "规则 PD3 的起算点不适用于该对象，永远不会触发。"),
        ("RP3", {"condition": "unanswered"}, "规则 RP3 的条件与起算点互相矛盾，永远不会触发。"),
        ("IC3", {"offset": -3}, "规则 IC3 的起算点之前该对象还不存在，永远不会触发。"),
        ("D5", {"audience": ["office_clerk", "liaison"]}, "规则 D5 提出的建议只能告知办公室，不能先告知责任单位。"),
        ("OP3", {"audience": ["unit_reviewer"]}, "规则 OP3 督促办公室办理自身事务，只能告知办公室。"),
        ("U1", {"audience": ["office_clerk"]}, "规则 U1 为催办，但通知对象中没有责任单位的人。"),
        ("PU1", {"audience": ["office_director"]}, "规则 PU1 为催办，但通知对象中没有责任单位的人。"),
        ("PU1", {"level": "letter", "deed": "propose"}, "规则 PU1 没有前提规则，会越级触发，请指明上一级规则。"),
        ("XU1", {"level": "interview"}, "规则 XU1 没有前提规则，会越级触发，请指明上一级规则。"),
        ("D5", {"after": "R1"}, "规则 D5 的前提规则不是紧邻的下一级，会越级触发。"),
        ("I20", {"after": "U1"}, "规则 I20 的前提规则不是紧邻的下一级，会越级触发。"),
        ("R5", {"anchor": "received"}, "规则 R5 的起算点不适用于该对象，永远不会触发。"),
        ("O3", {"condition": "to_redo"}, "规则 O3 的条件与起算点互相矛盾，永远不会触发。"),
        ("X1", {"condition": "with_office"}, "规则 X1 的条件与起算点互相矛盾，永远不会触发。"),
        ("O3", {"offset": -3}, "规则 O3 的起算点之前该对象还不存在，永远不会触发。"),
        ("S3", {"offset": -3}, "规则 S3 的起算点之前该对象还不存在，永远不会触发。"),
        ("O3", {"ladder": True}, "规则 O3 在审核期间停计（ladder），而条件只在审核期间成立，永远不会触发。"),
        ("O3", {"offset": -3}, "规则 O5 的前提规则 O3 本身不会触发，永远不会触发。"),
        ("U1", {"anchor": "received"}, "规则 D5 的前提规则 U1 本身不会触发，永远不会触发。"),
        ("U1", {"anchor": "received"}, "规则 I20 的前提规则 D5 本身不会触发，永远不会触发。"),
        ("O5", {"after": "X1"}, "规则 O5 的前提规则 X1 触发时，本规则的对象已是另一轮，永远不会触发。"),
        ("D5", {"after": "", "wait": 0}, "规则 D5 没有前提规则，会越级触发，请指明上一级规则。"),
        ("U1", {"level": "remind"}, "完成时限之后缺少第 2 级（其后的层级无法逐级到达）。"),
        ("", {"title": "  "}, "规则名称应为 1 至 120 个字。"),
        ("", {"title": "规" * 121}, "规则名称应为 1 至 120 个字。"),
    ],
)
def test_a_fault_is_named(code: str, changes: dict[str, Any], sentence: str) -> None:
    assert sentence in faults(code, **changes)


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        (("R15", "R5", "R1"), "没有完成时限之前的提醒规则，请至少设置一条。"),
        (("U1",), "没有完成时限之后通知责任单位的催办规则，请至少设置一条。"),
        (("P3", "P1"), "没有报送时限之前的提醒规则，请至少设置一条。"),
        (("PU1",), "没有报送时限之后的催报规则，请至少设置一条。"),
        (("P3", "P1", "PU1"), "没有报送时限之前的提醒规则，请至少设置一条。"),
        (("X1", "XU1"), "没有提醒重报退回件的规则，请至少设置一条。"),
        (("O3", "O5"), "没有督促办公室审核报送件的规则，请至少设置一条。"),
        (("OP3",), "没有督促办公室处理建议的规则，请至少设置一条。"),
        (("RP3", "RP5"), "没有督促办公室办理公文答复的规则，请至少设置一条。"),
        (("IC3", "IC5"), "没有督促办公室核查整改情况的规则，请至少设置一条。"),
        (("PS3", "PS5"), "没有督促办公室签发公文的规则，请至少设置一条。"),
    ],
)
def test_what_is_left_out_is_a_gap(left_out: tuple[str, ...], sentence: str) -> None:
    data = default_data()
    data["rules"] = [entry for entry in data["rules"] if entry["code"] not in left_out]
    assert sentence in faults_of(policy_from(data))


def test_without_proposals_nobody_need_be_chased_for_them() -> None:
    data = default_data()
    data["rules"] = [entry for entry in data["rules"] if entry["code"] not in ("D5", "I20", "OP3")]
    assert faults_of(policy_from(data)) == []


def test_all_faults_come_at_once() -> None:
    data = default_data()
    data["rules"][0].update(offset=0, audience=[])
    data["rules"][1].update(requirement="")
    assert len(faults_of(policy_from(data))) == 3
