"""How numbers and dates are written, how wide words are, and where a signature stands (数字、日期与署名)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

NUMBER_FORM = re.compile(r"[^\d\s〔〕\[\]()（）第]{1,20}〔[12]\d{3}〕[1-9]\d*号")
ISSUE_FORM = re.compile(r"第[1-9]\d*期|[12]\d{3}年第[1-9]\d*期")
DATE_FORM = re.compile(r"[12]\d{3}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
NUMBER_WANTED = "机关代字〔年份〕序号号，如“珠碳办〔2026〕1号”，六角括号，不加“第”，不编虚位"
DATE_WANTED = "如“2026年1月5日”，年份四位，月日不编虚位"
SEALED_DATE_FROM_RIGHT, UNSEALED_FROM_RIGHT = 4.0, 2.0


def in_words(day: date) -> str:
    """A day as papers write it: 2026年1月5日, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def number_in_words(code: str, year: int, number: int) -> str:
    """A paper's number (发文字号): 机关代字〔2026〕1号."""
    return f"{code}〔{year}〕{number}号"


def width(text: str) -> float:
    """How many characters wide a text is; Latin letters and digits are half a character."""
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


@dataclass(frozen=True)
class SignaturePlace:
    """How many characters issuer and date stand from the right edge."""

    issuer: float
    date: float


def signature_place(issuer: str, day: str, *, is_sealed: bool) -> SignaturePlace:
    """Sealed: the date four characters in, the issuer centred over it. Unsealed: the issuer two characters in.

    Where a long name would run over the edge, both move left; the standard says "generally" four.
    """
    over = (width(issuer) - width(day)) / 2
    if is_sealed:
        shift = max(0.0, over - SEALED_DATE_FROM_RIGHT)
        return SignaturePlace(SEALED_DATE_FROM_RIGHT - over + shift, SEALED_DATE_FROM_RIGHT + shift)
    # The date begins two characters right of the issuer's first; a longer date takes the place at the edge.
    date_from_right = UNSEALED_FROM_RIGHT + width(issuer) - width(day) - 2
    if date_from_right >= 0:
        return SignaturePlace(UNSEALED_FROM_RIGHT, date_from_right)
    return SignaturePlace(UNSEALED_FROM_RIGHT + width(day) + 2 - width(issuer), UNSEALED_FROM_RIGHT)
