"""The place a plan belongs to, read from the name of its issuer."""

import re
from dataclasses import dataclass

HOME = re.compile(r"(?P<place>\S+?)(?P<level>省|自治区|市|区|县)人民政府")


@dataclass(frozen=True)
class Home:
    """The place a plan belongs to: 珠海 + 市. Its level is the prefix that unit names share."""

    place: str = ""
    level: str = "市"

    @classmethod
    def of(cls, issuer: str) -> "Home":
        """The home of an issuer such as 珠海市人民政府; a nameless 市 where the issuer does not say."""
        found = HOME.match(issuer)
        return cls(found["place"], found["level"]) if found else cls()

    @property
    def full(self) -> str:
        """珠海市, or an empty string where the place is not known."""
        return self.place + self.level if self.place else ""


def jurisdiction_of(issuer: str) -> str:
    """珠海市 for 珠海市人民政府; the issuer itself where it names no place."""
    return Home.of(issuer).full or issuer
