"""How a number of a paper is written (发文字号, GB/T 9704—2012 7.2.5): 机关代字〔2026〕1号, no 第, no leading zero."""

import re

CODE_SHAPE = re.compile(r"[\u4e00-\u9fff]{2,20}")
NUMBER_SHAPE = re.compile(r"[\u4e00-\u9fff]{2,20}〔(?P<year>20\d{2})〕[1-9]\d{0,4}号")


def number_text(code: str, year: int, serial: int) -> str:
    """The number as it stands on the paper."""
    return f"{code}〔{year}〕{serial}号"
