"""A letter that is refused and mended, by a click and on paper; and a party organ that is asked in its own words."""

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from docx import Document

from accounts.models import UnitKind
from tasks_app.actions import calendars, cycles, lines, policies
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState, ServiceState
from tasks_app.domain.reach import GUARDED_WORDS
from tasks_app.models import Paper, PaperService, UnitLine
from tests import factories, paper_factories
from tests.browser import paper_way
from tests.browser.conftest import Visit
from tests.browser.mornings import let_days_pass
from tests.browser.visitor import Visitor
from tests.factories import ISSUED_AT, SIGNED_AT, House, Staff, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOO_SHORT = "请写明目前进展和需要完成的内容。"
MENDED = "方案编制已完成，尚未开工；请于 12 月底前开工并报送开工情况。"
PARTY_ORGAN = "市委组织部"
PLACES = "nav[aria-label=主要位置] a, main .sub-nav a, main .filter-chips a, main tbody a, .top-bar-inbox"


def test_an_approval_is_refused_and_the_letter_mended(visit: Visit, clock: time_machine.Traveller) -> None:
    house = paper_factories.late_house()
    clock.move_to(moment("2026-12-10 10:00"))
    bureau = paper_way.bureau_of(house, visit)
    path = paper_way.begin_about(bureau.clerk, house.commerce.unit, PaperKind.SUPERVISION_NOTICE)
    paper_way.write(bureau.clerk, path, paper_way.LETTER)
    bureau.present(path)
    when_the_director_wants_it_mended(bureau.director, path)
    paper_way.write(bureau.clerk, path, {"要求": MENDED})
    bureau.present(path)
    when_it_is_refused_on_paper_and_signed_on_paper(bureau, path)
    assert Paper.objects.get().state == PaperState.SIGNED


def when_the_director_wants_it_mended(director: Visitor, path: str) -> None:
    director.opens("/papers/")
    director.reads("待我办理")
    director.opens(path)
    director.decides("退回修改", 退回理由=TOO_SHORT)
    director.reads("已退回修改")


def when_it_is_refused_on_paper_and_signed_on_paper(bureau: paper_way.Bureau, path: str) -> None:
    """The director is away: what he wrote on the sheet is registered by the clerk, with its scan."""
    clerk = bureau.clerk
    clerk.opens(path)
    clerk.reads(MENDED, TOO_SHORT)
    _registers(clerk, "登记线下签批并退回", "请补充联系电话。")
    clerk.reads("请补充联系电话。")
    paper_way.write(clerk, path, {"联系电话": "0756-0000001"})
    bureau.present(path)
    clerk.opens(path)
    _registers(clerk, "登记线下签批并签发", "同意。")
    clerk.reads("已签发", "签批：“同意。”")
    clerk.looks()


def _registers(clerk: Visitor, act: str, words: str) -> None:
    clerk.follows(act)
    clerk.writes(签批人姓名="陈某", 职务="办公室主任", 签批意见=words, 签批日期="2026-12-10")
    with clerk.refused(422):
        clerk.presses(act)
        clerk.reads("扫描件")
    clerk.attaches("签批件.pdf")
    clerk.presses(act)


def test_a_party_organ_is_asked_in_its_own_words(visit: Visit, clock: time_machine.Traveller) -> None:
    house, organ = house_with_a_party_organ()
    clock.move_to(moment("2026-11-30"))
    let_days_pass(clock, "2026-12-07")
    bureau, liaison = paper_way.bureau_of(house, visit), visit(organ.liaison.user)
    then_it_reads_no_guarded_word(liaison)
    path = paper_way.take_up(bureau.clerk, organ.unit, PaperKind.REQUEST_LETTER)
    paper_way.write(bureau.clerk, path, paper_way.LETTER)
    bureau.present(path)
    bureau.sign(path)
    bureau.send_out(path, "珠碳办函〔2026〕1号")
    let_days_pass(clock, "2026-12-08", bureau.clerk, liaison)
    service = PaperService.objects.get()
    when_it_signs_for_the_letter_and_answers(liaison, service)
    then_it_reads_no_guarded_word(liaison)
    then_its_letter_holds_none_either(liaison, service)
    bureau.clerk.opens(reverse("service", args=[service.pk]))
    bureau.clerk.decides("办结")
    then_it_reads_no_guarded_word(liaison)
    assert PaperService.objects.get().state == ServiceState.CLOSED


def house_with_a_party_organ() -> tuple[House, Staff]:
    """A year with a line of a party organ, signed for; a mandate, 代字 and rules."""
    house, organ = factories.house(is_issued=False), factories.unit(PARTY_ORGAN, UnitKind.PARTY)
    calendars.seed_year(2026, by=factories.clock(), at=ISSUED_AT)
    factories.task(house.plan, 11, [organ])
    cycles.draft_items(house.cycle, by=house.office.clerk, at=ISSUED_AT)
    cycles.issue(house.cycle, by=house.office.director, at=ISSUED_AT)
    people = factories.staff(organ)
    lines.sign_all(UnitLine.objects.filter(unit=organ), by=people.liaison, at=SIGNED_AT)
    paper_factories.mandate(house)
    paper_factories.series(house)
    policies.seed_default(by=factories.clock(), at=ISSUED_AT)
    return house, people


def when_it_signs_for_the_letter_and_answers(liaison: Visitor, service: PaperService) -> None:
    liaison.opens("/")
    liaison.reads("1 件来文待签收")
    liaison.follows("全部来文")
    liaison.follows(service.paper.title)
    liaison.presses("签收")
    liaison.reads("已签收")
    liaison.looks()
    liaison.follows("答复")
    liaison.writes(答复内容="已会同有关单位推进，年底前完成。")
    liaison.presses("答复")
    liaison.reads("已答复")


def then_it_reads_no_guarded_word(liaison: Visitor) -> None:
    """On no page of its rail, nor behind any row of them: neither in the words nor in what the page is made of."""
    waiting, seen = ["/"], set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        liaison.opens(address)
        said = liaison.page.content()
        assert [word for word in GUARDED_WORDS if word in said] == [], address
        found = liaison.page.locator(PLACES).evaluate_all("links => links.map(link => link.getAttribute('href'))")
        waiting += {one.partition("#")[0] for one in found if one.startswith("/")} - seen - set(waiting)
    assert len(seen) > len(GUARDED_WORDS)


def then_its_letter_holds_none_either(liaison: Visitor, service: PaperService) -> None:
    """The file as it comes down, and the list of issues that goes with it."""
    read = liaison.page.request
    answer = read.get(liaison.address + reverse("service_document", args=[service.pk]))
    file = Document(BytesIO(answer.body()))
    words = "".join(part.text for part in file.element.body.iter() if part.text)
    words += read.get(liaison.address + reverse("service_issues", args=[service.pk])).text()
    assert service.paper.title[:8] in words
    assert [word for word in GUARDED_WORDS if word in words] == []
