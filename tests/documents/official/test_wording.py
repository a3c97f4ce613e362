"""Numbers, dates, widths, and where a signature stands."""

from datetime import date

import pytest

from tasks_app.documents.official.wording import (
    DATE_FORM,
    NUMBER_FORM,
    SignaturePlace,
    in_words,
    number_in_words,
    signature_place,
    width,
)


def test_day_has_no_leading_zeros() -> None:
    assert in_words(date(2026, 1, 5)) == "2026年1月5日"
    assert DATE_FORM.fullmatch(in_words(date(2026, 12, 31)))


OTHER_DAYS = ("2026年01月5日", "2026年1月05日", "26年1月5日", "二〇二六年一月五日", "2026年13月1日")
OTHER_NUMBERS = (
    "珠碳办[2026]1号",
    "珠碳办（2026）1号",
    "珠碳办〔2026〕第1号",
    "珠碳办〔2026〕01号",
    "珠碳办〔26〕1号",
    "〔2026〕1号",
)


@pytest.mark.parametrize("text", OTHER_DAYS)
def test_other_ways_to_write_a_day_are_not_the_form(text: str) -> None:
    assert not DATE_FORM.fullmatch(text)


def test_number_of_a_paper() -> None:
    assert number_in_words("珠碳办", 2026, 1) == "珠碳办〔2026〕1号"
    assert NUMBER_FORM.fullmatch("珠碳办〔2026〕12号")


@pytest.mark.parametrize("text", OTHER_NUMBERS)
def test_other_ways_to_write_a_number_are_not_the_form(text: str) -> None:
    assert not NUMBER_FORM.fullmatch(text)


@pytest.mark.parametrize(("text", "wide"), [("通知", 2), ("2026年", 3), ("〔〕", 2), ("“引号”", 4), ("", 0), ("𠮷", 1)])
def test_latin_is_half_as_wide(text: str, wide: float) -> None:
    assert width(text) == wide


@pytest.mark.parametrize(
    ("issuer", "is_sealed", "place"),
    [
        ("珠海市商务局", True, SignaturePlace(4.25, 4)),  # centred over a date of 6.5
        ("珠海市碳达峰碳中和工作领导小组办公室", True, SignaturePlace(0, 5.75)),  # would run over the edge
        ("珠海市发展和改革局", False, SignaturePlace(2, 2.5)),
        ("市商务局", False, SignaturePlace(6.5, 2)),  # the date is longer than the name
    ],
)
def test_signature_stands_by_seal_and_length(issuer: str, is_sealed: bool, place: SignaturePlace) -> None:
    assert signature_place(issuer, "2026年12月7日", is_sealed=is_sealed) == place
