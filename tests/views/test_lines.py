"""Acts on a line from its page: once, by the right people, at the right moment, with what was typed kept."""

from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Denial, StateChange, UnitLine
from tests import factories
from tests.factories import House, moment, pdf
from tests.views.walking import Walker, words

IN_APRIL = moment("2026-04-10 10:00")


def url_of(act: str, line: UnitLine) -> str:
    return reverse(f"line_{act}", args=[line.pk])


def stored(line: UnitLine) -> UnitLine:
    return UnitLine.objects.get(pk=line.pk)


def steps(line: UnitLine, act: str) -> int:
    return StateChange.objects.filter(line=line, act=act).count()


def test_sign_names_who_will_handle_it(house: House) -> None:
    line, walker = house.line(house.commerce), Walker(house.commerce.liaison, IN_APRIL)
    answer = walker.post(
        url_of("sign", line), version=line.version, section="综合科", handler=" 王\u3000晓 ", phone="0756-1"
    )
    assert answer.status_code == 302
    signed = stored(line)
    assert (signed.state, signed.section, signed.handler) == (LineState.IN_PROGRESS, "综合科", "王 晓")
    assert "已签收：市商务局承办的事项。" in words(walker.get(answer.url))


def test_sign_twice_with_one_form_counts_once(house: House) -> None:
    line, walker, key = house.line(house.commerce), Walker(house.commerce.liaison, IN_APRIL), str(uuid4())
    answers = [
        walker.post(url_of("sign", line), form_key=key, version=line.version, section="综合科") for _ in range(2)
    ]
    assert [answer.url for answer in answers] == [answers[0].url] * 2
    assert steps(line, "sign") == 1


def test_same_key_with_other_words_is_refused(house: House) -> None:
    line, walker, key = house.line(house.commerce), Walker(house.commerce.liaison, IN_APRIL), str(uuid4())
    walker.post(url_of("sign", line), form_key=key, version=line.version, section="综合科")
    answer = walker.post(url_of("sign", line), form_key=key, version=line.version, section="财务科")
    assert answer.status_code == 409
    assert stored(line).section == "综合科"


def test_too_long_a_name_comes_back_with_what_was_typed(house: House) -> None:
    line = house.line(house.commerce)
    answer = Walker(house.commerce.liaison, IN_APRIL).post(
        url_of("sign", line), version=line.version, section="科" * 81, handler="王晓"
    )
    assert answer.status_code == 422
    assert "最多80字，现在有81字" in words(answer)
    assert 'value="王晓"' in answer.content.decode()
    assert stored(line).state == LineState.PENDING_SIGNATURE


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", str(2**40)])
def test_form_without_a_version_changes_nothing(house: House, version: str) -> None:
    line = house.line(house.commerce)
    answer = Walker(house.commerce.liaison, IN_APRIL).post(url_of("sign", line), version=version)
    assert answer.status_code == 409
    assert stored(line).state == LineState.PENDING_SIGNATURE


@pytest.mark.parametrize("key", ["", "x", "1" * 500])
def test_form_with_a_spoilt_key_changes_nothing(house: House, key: str) -> None:
    line = house.line(house.commerce)
    answer = Walker(house.commerce.liaison, IN_APRIL).post(url_of("sign", line), form_key=key, version=line.version)
    assert answer.status_code == 409
    assert "表单已失效" in words(answer)
    assert stored(line).state == LineState.PENDING_SIGNATURE


def test_stale_page_says_who_was_faster(house: House) -> None:
    line = house.line(house.commerce)
    factories.lines.sign(line, by=house.commerce.reviewer, at=IN_APRIL)
    answer = Walker(house.commerce.liaison, IN_APRIL).post(url_of("sign", line), version=line.version)
    assert answer.status_code == 409
    assert f"{house.commerce.reviewer.name}已于04月10日10:00将本件“签收”" in words(answer)
    # The form is gone with the step: no promise of words that nobody sees.
    assert f'action="{url_of("sign", line)}"' not in answer.content.decode()
    assert "仍可办理的，您填写的文字保留在下方" in words(answer)


def test_wrong_moment_names_the_state(house: House) -> None:
    line = factories.signed_line(house)
    answer = Walker(house.commerce.liaison, IN_APRIL).post(url_of("sign", line), version=line.version)
    assert answer.status_code == 409
    assert "现在的状态是“办理中”，不能签收" in words(answer)


def test_another_unit_on_the_item_may_not_sign_and_a_stranger_finds_nothing(house: House) -> None:
    line = house.line(house.commerce)
    neighbour, stranger = Walker(house.transport.liaison, IN_APRIL), Walker(house.water.liaison, IN_APRIL)
    assert neighbour.post(url_of("sign", line), version=line.version).status_code == 403
    assert stranger.post(url_of("sign", line), version=line.version).status_code == 404
    assert stored(line).state == LineState.PENDING_SIGNATURE
    assert Denial.objects.filter(path=url_of("sign", line)).count() == 2


@pytest.mark.parametrize("act", ["sign", "sign_on_behalf", "sign_off", "reopen"])
def test_acts_are_posts(house: House, act: str) -> None:
    answer = Walker(house.office.director).get(url_of(act, house.line(house.commerce)))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "只接收表单" in words(answer)


def test_sign_all_lists_what_it_will_sign_and_signs_no_more(house: House) -> None:
    walker = Walker(house.commerce.liaison, IN_APRIL)
    listed = [house.line(house.commerce), house.line(house.commerce, 2)]
    page = walker.get(reverse("line_sign_all"))
    assert "请核对以下3件承办事项" in words(page)
    foreign = house.line(house.transport)
    walker.post(reverse("line_sign_all"), line=[*(line.pk for line in listed), foreign.pk, "x", "9" * 30])
    assert [stored(line).state for line in listed] == [LineState.IN_PROGRESS] * 2
    assert stored(foreign).state == LineState.PENDING_SIGNATURE
    assert stored(house.line(house.commerce, 3)).state == LineState.PENDING_SIGNATURE
    assert "已签收2件承办事项" in words(walker.get("/"))


def test_sign_all_when_a_colleague_was_faster_says_so(house: House) -> None:
    line = factories.signed_line(house)
    answer = Walker(house.commerce.reviewer, IN_APRIL).post(reverse("line_sign_all"), line=line.pk)
    assert answer.status_code == 409
    assert "可能已由本单位其他人签收" in words(answer)


def test_sign_all_is_empty_for_the_office(house: House) -> None:
    assert "没有待签收的事项" in words(Walker(house.office.clerk, IN_APRIL).get(reverse("line_sign_all")))


def test_clerk_notes_a_signature_with_its_source(house: House) -> None:
    line, walker = house.line(house.commerce), Walker(house.office.clerk, IN_APRIL)
    refused = walker.post(url_of("sign_on_behalf", line), version=line.version, reason="\u3000")
    assert refused.status_code == 422
    assert "请填写来源" in words(refused)
    answer = walker.post(url_of("sign_on_behalf", line), version=line.version, reason="4月10日电话，王某")
    assert answer.status_code == 302
    assert stored(line).state == LineState.IN_PROGRESS
    assert "代录：4月10日电话，王某" in words(walker.get(answer.url))


def test_director_does_not_note_signatures(house: House) -> None:
    line = house.line(house.commerce)
    answer = Walker(house.office.director, IN_APRIL).post(
        url_of("sign_on_behalf", line), version=line.version, reason="电话"
    )
    assert answer.status_code == 403


def test_director_signs_off_what_a_clerk_accepted(house: House) -> None:
    line, walker = factories.line_in(LineState.COMPLETED, house), Walker(house.office.director, IN_APRIL)
    assert walker.post(url_of("sign_off", line), version=line.version).status_code == 302
    assert stored(line).state == LineState.SIGNED_OFF


def test_clerk_registers_that_the_director_signed_it_off(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    line, walker = factories.line_in(LineState.COMPLETED, house), Walker(house.office.clerk, IN_APRIL)
    assert (
        url_of("sign_off_on_paper", line)
        in walker.get(reverse("item", args=[line.work_item_id]), line=line.pk).content.decode()
    )
    with django_assert_num_queries(7):
        form = walker.get(url_of("sign_off_on_paper", line))
    assert f"{house.office.director.name}（" in words(form)
    assert f"{house.office.second_clerk.name}（" not in words(form)
    typed = {
        "signer_account": house.office.director.user.pk,
        "signer_title": "主任",
        "words": "同意销号。",
        "signed_on": "2026-04-10",
        "version": line.version,
    }
    refused = walker.post(url_of("sign_off_on_paper", line), **typed)
    assert (refused.status_code, "没有扫描件" in words(refused)) == (422, True)
    assert stored(line).state == LineState.COMPLETED
    answer = walker.post(url_of("sign_off_on_paper", line), **typed, scan=pdf("销号签批件.pdf"))
    assert answer.status_code == 302
    assert stored(line).state == LineState.SIGNED_OFF
    assert "登记线下签批并销号" in words(walker.get(answer.url))


def test_nobody_signs_off_what_they_accepted(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    factories.reports.accept(report, by=house.office.director, at=IN_APRIL)
    line = stored(report.line)
    answer = Walker(house.office.director, IN_APRIL).post(url_of("sign_off", line), version=line.version)
    assert answer.status_code == 403
    assert stored(line).state == LineState.COMPLETED


def test_reopen_needs_a_reason_and_keeps_what_was_typed(house: House) -> None:
    line, walker = factories.line_in(LineState.SIGNED_OFF, house), Walker(house.office.director, IN_APRIL)
    refused = walker.post(url_of("reopen", line), version=line.version, reason="长" * 501)
    assert refused.status_code == 422
    assert "长" * 501 in refused.content.decode()
    answer = walker.post(url_of("reopen", line), version=line.version, reason="验收材料有误")
    assert answer.status_code == 302
    assert stored(line).state == LineState.IN_PROGRESS
    assert "验收材料有误" in words(walker.get(answer.url))


def test_clerk_may_not_reopen(house: House) -> None:
    line = factories.line_in(LineState.COMPLETED, house)
    answer = Walker(house.office.clerk, IN_APRIL).post(url_of("reopen", line), version=line.version, reason="因故")
    assert answer.status_code == 403
