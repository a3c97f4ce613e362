"""Values as an official page writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

DAY = date(2026, 1, 5)
NIGHT = datetime(2026, 1, 4, 16, 5, tzinfo=UTC)


def shown(expression: str, value: object) -> str:
    return engines["django"].from_string("{% load display %}{{ value|" + expression + " }}").render({"value": value})


@pytest.mark.parametrize(
    ("expression", "words"),
    [("prose_date", "2026年1月5日"), ("prose_day", "1月5日"), ("table_date", "2026-01-05")],
)
def test_a_day_and_a_moment_of_that_day_in_shanghai_read_the_same(expression: str, words: str) -> None:
    assert shown(expression, DAY) == shown(expression, NIGHT) == words


def test_moment_is_shown_in_shanghai_to_the_minute() -> None:
    assert shown("table_moment", NIGHT) == "2026-01-05 00:05"


@pytest.mark.parametrize("expression", ["prose_date", "prose_day", "table_date", "table_moment"])
def test_no_date_is_no_words(expression: str) -> None:
    assert shown(expression, None) == ""


def test_checksum_is_shortened_for_the_eye() -> None:
    assert shown("short_hash", "0123456789abcdef" * 4) == "0123456789ab"
