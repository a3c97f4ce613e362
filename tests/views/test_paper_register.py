"""发文登记簿, 授权依据 and 发文代字: what was numbered, on what it stands, and which numbers there are."""

from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from accounts.actor import Actor
from tasks_app.actions import papers
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Download, Mandate, NumberSeries, PaperFile
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, pdf
from tests.views.test_papers import IN_DECEMBER
from tests.views.walking import GARBAGE, Walker, words

pytestmark = pytest.mark.django_db
REGISTER, MANDATES, SERIES = "/papers/register/", "/papers/mandates/", "/papers/series/"
MANDATE = {
    "title": "关于授权开展督促检查的通知",
    "issuer": "珠海市人民政府办公室",
    "matters": "督促检查重点任务。",
    "means": ["supervise"],
    "unit_kinds": ["department"],
    "starts_on": "2026-01-01",
}
STATEMENTS = 9


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    """The house whose lines are late, with a mandate and 代字."""
    with standing(paper_factories.late_house) as built:
        yield built


@pytest.fixture
def house(house_of_the_module: House, db: None) -> House:
    return deepcopy(house_of_the_module)


def walker(actor: Actor) -> Walker:
    return Walker(actor, IN_DECEMBER)


class TestTheRegister:
    def test_every_number_stays_also_of_what_is_void(self, house: House) -> None:
        issued = paper_factories.paper_in(PaperState.ISSUED, house)
        void = paper_factories.paper_in(PaperState.NUMBERED, house, lines=[house.line(house.transport)])
        papers.void(void, reason="事项已办结。", by=house.office.director, at=IN_DECEMBER)
        page = walker(house.office.clerk).get(REGISTER)
        said = words(page)
        assert said.index("珠碳办〔2026〕2号") < said.index("珠碳办〔2026〕1号")
        assert "作废" in said
        sealed = PaperFile.objects.get(paper=issued, kind=PaperFile.Kind.SEALED)
        assert sealed.blob.sha256[:12] in said

    def test_it_is_narrowed_by_year_and_series(self, house: House) -> None:
        paper_factories.paper_in(PaperState.NUMBERED, house)
        office = walker(house.office.clerk)
        assert "珠碳办〔2026〕1号" in words(office.get(REGISTER, year="2026", series="notice"))
        assert "没有编过号的公文" in words(office.get(REGISTER, series="memo"))
        assert "没有编过号的公文" in words(office.get(REGISTER, year="2025"))

    @pytest.mark.parametrize("word", [*GARBAGE, "9" * 5000])
    def test_garbage_narrows_nothing(self, house: House, word: str) -> None:
        paper_factories.paper_in(PaperState.NUMBERED, house)
        page = walker(house.office.clerk).get(REGISTER, year=word, series=word, after=word)
        assert "珠碳办〔2026〕1号" in words(page)

    def test_as_a_workbook_it_says_the_same_and_is_noted(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.ISSUED, house)
        answer = walker(house.office.clerk).get("/papers/register.xlsx", year="2026")
        rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
        [row] = rows.to_python()[3:]
        assert row[:4] == [paper.number, "督办通知", paper.title, "市商务局"]
        assert row[8] == PaperFile.objects.get().blob.sha256
        assert Download.objects.get().what == "发文登记簿（2026年）"

    def test_units_keep_no_register(self, house: House) -> None:
        answer = walker(house.commerce.liaison).get(REGISTER)
        assert answer.status_code == 403
        assert "发文登记簿供" in words(answer)

    def test_statements_do_not_grow(self, house: House, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        office = walker(house.office.clerk)
        office.get(REGISTER)  # what a process remembers it has read
        for people in (house.commerce, house.transport):
            paper_factories.paper_in(PaperState.ISSUED, house, lines=[house.line(people)])
            with django_assert_num_queries(STATEMENTS):
                office.get(REGISTER)


class TestMandates:
    def test_entered_confirmed_and_ended(self, house: House) -> None:
        clerk, director = walker(house.office.clerk), walker(house.office.director)
        answer = clerk.post("/papers/mandates/new/", **MANDATE, scan=pdf("授权文件.pdf"))
        assert answer.status_code == 302
        mandate = Mandate.objects.get(title=MANDATE["title"])
        assert "待确认" in words(clerk.get(MANDATES))
        confirm = reverse("mandate_confirm", args=[mandate.pk])
        assert clerk.post(confirm, version=mandate.version).status_code == 403
        assert director.post(confirm, version=mandate.version).status_code == 302
        again = director.post(confirm, version=mandate.version + 1)
        assert again.status_code == 409
        assert "已经确认" in words(again)
        end = reverse("mandate_end", args=[mandate.pk])
        early = director.post(end, version=mandate.version + 1, last_day="2025-01-01")
        assert early.status_code == 422
        assert "2025-01-01" in early.content.decode()
        assert director.post(end, version=mandate.version + 1, last_day="2026-12-31").status_code == 302
        assert Mandate.objects.get(pk=mandate.pk).ends_on is not None

    def test_whoever_entered_it_does_not_confirm_it(self, house: House) -> None:
        walker(house.office.director).post("/papers/mandates/new/", **MANDATE, scan=pdf("授权文件.pdf"))
        mandate = Mandate.objects.get(title=MANDATE["title"])
        page = walker(house.office.director).get(MANDATES)
        assert reverse("mandate_confirm", args=[mandate.pk]) not in page.content.decode()
        answer = walker(house.office.director).post(reverse("mandate_confirm", args=[mandate.pk]), version=0)
        assert answer.status_code == 403

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"scan": ""}, "请上传授权文件的扫描件"),
            ({"means": []}, "请选择授权可以采用的手段"),
            ({"means": ["everything"]}, "请从列表中选择"),
            ({"unit_kinds": []}, "请选择适用的单位类别或单位"),
            ({"units": ["abc"]}, "请从列表中选择"),
            ({"starts_on": "2026-02-30"}, "请选择一个日期"),
            ({"ends_on": "2025-01-01"}, "截止日不能早于起始日"),
            ({"matters": "\u200b"}, "请写明授权事项"),
        ],
    )
    def test_half_a_mandate_is_refused_with_its_words(
        self, house: House, changed: dict[str, object], sentence: str
    ) -> None:
        before = Mandate.objects.count()
        fields = {**MANDATE, "scan": pdf("授权文件.pdf"), **changed}
        answer = walker(house.office.clerk).post("/papers/mandates/new/", **fields)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert MANDATE["title"] in answer.content.decode()
        assert Mandate.objects.count() == before

    def test_the_document_goes_out_as_it_came_in(self, house: House) -> None:
        mandate = paper_factories.mandate(house)
        answer = walker(house.office.leader).get(reverse("mandate_scan", args=[mandate.pk]))
        assert answer.content == factories.PDF
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"


class TestSeries:
    def test_a_series_is_set_for_the_next_year(self, house: House) -> None:
        typed = {"series": "notice", "year": "2027", "code": "珠碳办", "start": "3"}
        answer = walker(house.office.clerk).post(SERIES, **typed)
        assert answer.status_code == 302
        assert NumberSeries.objects.get(year=2027).following == 3

    @pytest.mark.parametrize(
        ("changed", "status", "sentence"),
        [
            ({"code": "ABC"}, 422, "发文代字由"),
            ({"start": "0"}, 422, "请填写1到99999的整数"),
            ({"year": "9" * 400}, 422, "请填写年份"),
            ({"series": "decree"}, 422, "请从列表中选择"),
            ({"code": "珠碳办函", "year": "2026"}, 422, "该代字本年已用于“函”"),
            ({"code": "珠碳新", "year": "2026"}, 409, "已经编过号"),
            ({"year": "2026", "start": "1"}, 422, "该代字本年已经用到1号"),
        ],
    )
    def test_a_series_that_cannot_be(self, house: House, changed: dict[str, str], status: int, sentence: str) -> None:
        paper_factories.paper_in(PaperState.NUMBERED, house, PaperKind.SUPERVISION_NOTICE)
        typed = {"series": "notice", "year": "2027", "code": "珠碳办", "start": "1", **changed}
        answer = walker(house.office.clerk).post(SERIES, **typed)
        assert answer.status_code == status
        assert sentence in words(answer)


@pytest.mark.parametrize("kind", [PaperFile.Kind.SEALED, PaperFile.Kind.SHEET])
def test_files_go_to_whom_they_are_open(house: House, kind: str) -> None:
    issued = paper_factories.paper_in(PaperState.ISSUED, house)
    file = PaperFile.objects.get(paper=issued)
    file.kind = kind
    file.save()
    url = reverse("paper_file", args=[file.pk])
    assert walker(house.office.leader).get(url).status_code == 200
    assert walker(house.commerce.liaison).get(url).status_code == (403 if kind == PaperFile.Kind.SEALED else 404)
    assert walker(house.water.liaison).get(url).status_code == 404
