"""What an addressee does with a paper and what the office makes of it: every step, every sentence that stops one."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import paper_services
from tasks_app.actions.paper_services import Said
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState, ServiceState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.forms.services import ReceiptForm, ReplyForm
from tasks_app.models import PaperFile, PaperService, StateChange, UnitLine
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf, published_calendar, stored

pytestmark = pytest.mark.django_db

AT = moment("2026-12-11")
LATE = moment("2026-12-21")
CALENDAR = published_calendar()
ANSWERED, EXPLAINED = Said("已落实整改，计划12月底完成。"), Said("上级方案未出台，请予核实。")
BY_LETTER = Said("已落实整改。", source="2026年12月11日来函", on=date(2026, 12, 11))


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


@pytest.fixture
def served(house: House) -> PaperService:
    """Served on 9 December."""
    return paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house))


@pytest.fixture
def service(house: House) -> PaperService:
    """Received on 10 December, to be answered by the 17th."""
    return paper_factories.received(house)


def people(of: House) -> tuple[Actor, Actor, Actor, Actor]:
    """The unit's liaison, the clerk, the second clerk, and the director who signed."""
    office = of.office
    four = (of.commerce.liaison, office.clerk, office.second_clerk, office.director)
    return tuple(factories.actor(one.own_post, AT) for one in four)  # type: ignore[return-value]


def objected(house: House, service: PaperService) -> PaperService:
    return paper_services.object_to(service, EXPLAINED, by=people(house)[0], at=AT)


def steps_of(service: PaperService) -> list[str]:
    changes = StateChange.objects.filter(kind="service", object_id=service.pk).order_by("id")
    return list(changes.values_list("act", flat=True))


def test_receiving_starts_the_window_and_wakes_the_clock(house: House, served: PaperService) -> None:
    UnitLine.objects.filter(pk=served.line_id).update(next_step_on=None)
    liaison = people(house)[0]
    service = paper_services.receive(served, calendar=CALENDAR, by=liaison, at=AT, version=served.version)
    assert (service.state, service.received_on, service.reply_by) == (
        ServiceState.RECEIVED,
        date(2026, 12, 11),
        date(2026, 12, 18),
    )
    assert UnitLine.objects.get(pk=served.line_id).next_step_on == date(2026, 12, 11)
    assert steps_of(service) == ["serve", "receive"]


def test_paper_that_asks_for_no_answer_opens_no_window(house: House) -> None:
    service = paper_factories.received(house, PaperKind.DISPATCH_NOTICE)
    assert (service.state, service.reply_by) == (ServiceState.RECEIVED, None)


def test_receipt_on_paper_counts_from_the_day_on_it(house: House, served: PaperService) -> None:
    clerk = people(house)[1]
    service = paper_services.receive_on_behalf(
        served,
        on=date(2026, 12, 10),
        source=" 2026年12月10日送达回执，\n王某签收 ",
        scan=stored(pdf("回执.pdf"))[0],
        calendar=CALENDAR,
        by=clerk,
        at=AT,
    )
    assert (service.received_on, service.reply_by) == (date(2026, 12, 10), date(2026, 12, 17))
    assert service.received_from == "2026年12月10日送达回执， 王某签收"
    assert PaperFile.objects.get(service=service).kind == PaperFile.Kind.RECEIPT


@pytest.mark.parametrize(
    ("on", "source", "field"),
    [
        (date(2026, 12, 8), "回执", "on"),
        (date(2026, 12, 12), "回执", "on"),
        (None, "回执", "on"),
        (date(2026, 12, 10), "\u200b", "source"),
    ],
)
def test_receipt_that_cannot_be_is_refused(
    house: House, served: PaperService, on: date | None, source: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        paper_services.receive_on_behalf(served, on=on, source=source, calendar=CALENDAR, by=people(house)[1], at=AT)
    assert set(refused.value.faults) == {field}
    assert PaperService.objects.get(pk=served.pk).state == ServiceState.SERVED


def test_receipt_is_a_scan() -> None:
    form = ReceiptForm({"on": "2026-12-11", "source": "回执"}, {"scan": pdf("回执.docx", b"PK\x03\x04")})
    assert set(form.errors) == {"scan"}


def test_answer_with_files_is_sent_back_answered_again_and_closed(house: House, service: PaperService) -> None:
    liaison, clerk, *_ = people(house)
    service = paper_services.reply(service, Said("已整改。", stored(pdf("一.pdf"), pdf("二.pdf"))), by=liaison, at=AT)
    assert (service.replied_on, service.files.count()) == (date(2026, 12, 11), 2)
    service = paper_services.ask_again(service, reason="请补充数量。", calendar=CALENDAR, by=clerk, at=AT)
    assert (service.state, service.round, service.reply_by) == (ServiceState.RECEIVED, 1, date(2026, 12, 16))
    assert service.reply == "已整改。"
    service = paper_services.reply(service, Said("已整改120处。"), by=liaison, at=AT)
    service = paper_services.close(service, by=clerk, at=AT)
    assert (service.state, service.closed_on) == (ServiceState.CLOSED, date(2026, 12, 11))
    assert steps_of(service) == ["serve", "receive", "reply", "ask_again", "reply", "close"]


def test_answer_on_paper_is_entered_with_day_and_source(house: House, service: PaperService) -> None:
    service = paper_services.reply_on_behalf(service, BY_LETTER, by=people(house)[1], at=LATE)
    assert (service.state, service.replied_on) == (ServiceState.REPLIED, date(2026, 12, 11))
    assert StateChange.objects.get(act="reply_on_behalf").why == "2026年12月11日来函"


def test_whoever_entered_the_answer_neither_closes_nor_sends_it_back(house: House, service: PaperService) -> None:
    _, clerk, second, _ = people(house)
    service = paper_services.reply_on_behalf(service, BY_LETTER, by=clerk, at=LATE)
    with pytest.raises(NotAllowed, match="本件由您代录"):
        paper_services.close(service, by=clerk, at=LATE)
    with pytest.raises(NotAllowed, match="本件由您代录"):
        paper_services.ask_again(service, reason="请补充。", calendar=CALENDAR, by=clerk, at=LATE)
    assert paper_services.close(service, by=second, at=LATE).state == ServiceState.CLOSED


@pytest.mark.parametrize("act", [paper_services.reply_on_behalf, paper_services.object_on_behalf])
@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("已整改。", source="", on=date(2026, 12, 11)), "source"),
        (Said("已整改。", source="来函", on=None), "on"),
        (Said("已整改。", source="来函", on=date(2026, 12, 9)), "on"),  # before the receipt
        (Said("已整改。", source="来函", on=date(2026, 12, 12)), "on"),
        (Said("\u2800", source="来函", on=date(2026, 12, 11)), "text"),
    ],
)
def test_what_is_entered_has_words_a_day_and_a_source(
    house: House, service: PaperService, act: Callable[..., PaperService], said: Said, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        act(service, said, by=people(house)[1], at=AT)
    assert set(refused.value.faults) == {field}


def test_objection_before_signing_counts_as_receipt_once_it_is_answered(house: House, served: PaperService) -> None:
    service = objected(house, served)
    assert (service.state, service.received_on) == (ServiceState.OBJECTED, None)
    second = people(house)[2]
    service = paper_services.uphold(service, answer="情况已核。", calendar=CALENDAR, by=second, at=LATE)
    assert (service.state, service.received_on, service.reply_by) == (
        ServiceState.RECEIVED,
        date(2026, 12, 21),
        date(2026, 12, 28),
    )


def test_upheld_objection_opens_a_new_window_and_may_be_raised_anew(house: House, service: PaperService) -> None:
    second = people(house)[2]
    service = paper_services.uphold(objected(house, service), answer="不成立。", calendar=CALENDAR, by=second, at=LATE)
    assert (service.round, service.received_on, service.reply_by) == (1, date(2026, 12, 10), date(2026, 12, 28))
    assert (service.answer, service.answered_by, service.answered_at) == ("不成立。", second.post, LATE)
    service = paper_services.object_to(service, Said("仍有不同意见。"), by=people(house)[0], at=LATE)
    assert (service.answer, service.answered_by, service.answered_at) == ("", None, None)


def test_lifted_objection_closes(house: House, service: PaperService) -> None:
    service = paper_services.lift(objected(house, service), answer="属实。", by=people(house)[2], at=AT)
    assert (service.state, service.closed_on) == (ServiceState.CLOSED, date(2026, 12, 11))


@pytest.mark.parametrize("act", ["uphold", "lift"])
def test_whoever_signed_or_belongs_to_the_unit_answers_no_objection(
    house: House, service: PaperService, act: str
) -> None:
    service = objected(house, service)
    entangled = factories.post(Role.OFFICE_CLERK, house.office.unit)
    factories.post(Role.LIAISON, house.commerce.unit, user=entangled.user)
    more = {"calendar": CALENDAR} if act == "uphold" else {}
    for actor, sentence in (
        (people(house)[3], "由您签发"),
        (factories.actor(entangled, AT), "按回避要求"),
        (factories.actor(house.office.leader.own_post, AT), "未参与签发的人员答复"),
        (people(house)[0], "未参与签发的人员答复"),
    ):
        with pytest.raises(NotAllowed, match=sentence):
            getattr(paper_services, act)(service, answer="答复。", by=actor, at=AT, **more)


@pytest.mark.parametrize("act", ["uphold", "lift", "ask_again"])
def test_office_gives_its_reasons(house: House, service: PaperService, act: str) -> None:
    liaison, clerk, *_ = people(house)
    brought = (
        paper_services.reply(service, ANSWERED, by=liaison, at=AT) if act == "ask_again" else objected(house, service)
    )
    words = {"reason": " "} if act == "ask_again" else {"answer": " "}
    more = {} if act == "lift" else {"calendar": CALENDAR}
    with pytest.raises(Invalid, match="请填写理由"):
        getattr(paper_services, act)(brought, **words, **more, by=clerk, at=AT)


def test_other_units_and_wrong_roles_are_refused(house: House, served: PaperService) -> None:
    other, clerk, director = house.transport.liaison, *(people(house)[i] for i in (1, 3))
    for actor in (other, clerk):
        with pytest.raises(NotAllowed, match="只有主送单位"):
            paper_services.receive(served, calendar=CALENDAR, by=actor, at=AT)
    with pytest.raises(NotAllowed, match="只有领导小组办公室经办人"):
        paper_services.receive_on_behalf(served, on=AT.date(), source="回执", calendar=CALENDAR, by=director, at=AT)


def test_steps_out_of_order_name_the_present_state(house: House, served: PaperService) -> None:
    liaison, clerk, *_ = people(house)
    with pytest.raises(NotNow, match="现在的状态是“待签收”，不能答复"):
        paper_services.reply(served, ANSWERED, by=liaison, at=AT)
    with pytest.raises(NotNow, match="不能办结"):
        paper_services.close(served, by=clerk, at=AT)
    service = paper_services.receive(served, calendar=CALENDAR, by=liaison, at=AT)
    with pytest.raises(NotNow, match="现在的状态是“已签收”，不能签收"):
        paper_services.receive(service, calendar=CALENDAR, by=liaison, at=AT)
    with pytest.raises(NotNow, match="不能答复异议"):
        paper_services.lift(service, answer="属实。", by=people(house)[2], at=AT)


def test_stale_page_names_who_was_faster(house: House, served: PaperService) -> None:
    liaison = people(house)[0]
    paper_services.receive(served, calendar=CALENDAR, by=liaison, at=AT)
    with pytest.raises(Stale, match=f"{liaison.name}已于"):
        paper_services.object_to(served, EXPLAINED, by=liaison, at=AT, version=served.version)


def test_bad_file_keeps_nothing(service: PaperService) -> None:
    form = ReplyForm({"text": "已整改。"}, MultiValueDict({"files": [pdf("好.pdf"), pdf("秘密★材料.pdf")]}))
    assert set(form.errors) == {"files"}
    assert not PaperFile.objects.filter(service=service).exists()


@pytest.mark.parametrize("kind", ["party", "mass", "central", "company"])
def test_office_writes_to_whom_it_asks_in_words_they_read(house: House, kind: str) -> None:
    house.commerce.unit.kind = kind
    house.commerce.unit.save()
    liaison, clerk, second, _ = people(house)
    served = paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house, PaperKind.REQUEST_LETTER))
    with pytest.raises(Invalid, match="不使用“督办”"):
        paper_services.receive_on_behalf(served, on=AT.date(), source="督办件回执", calendar=CALENDAR, by=clerk, at=AT)
    service = paper_services.receive(served, calendar=CALENDAR, by=liaison, at=AT)
    service = paper_services.object_to(service, EXPLAINED, by=liaison, at=AT)
    with pytest.raises(Invalid, match="不使用“约谈”"):
        paper_services.uphold(service, answer="否则约谈。", calendar=CALENDAR, by=second, at=AT)
    service = paper_services.uphold(service, answer="请支持。", calendar=CALENDAR, by=second, at=AT)
    service = paper_services.reply(service, ANSWERED, by=liaison, at=AT)
    with pytest.raises(Invalid, match="不使用“催办”"):
        paper_services.ask_again(service, reason="已多次催办。", calendar=CALENDAR, by=clerk, at=AT)


def test_letter_to_whom_one_asks_is_not_drafted_in_other_words(house: House) -> None:
    house.commerce.unit.kind = "party"
    house.commerce.unit.save()
    paper = paper_factories.drafted(house, PaperKind.REQUEST_LETTER)
    paper.words["opening"] = "经多次督办仍未完成。"
    paper.save()
    with pytest.raises(Invalid) as refused:
        paper_factories.advance(paper, PaperState.CHECKING, house)
    assert set(refused.value.faults) == {"opening"}
