"""The place a plan belongs to, read from the name of its issuer."""

import re
from dataclasses import dataclass
from functools import cached_property

STATE_COUNCIL = re.compile(r"(?:中共中央|国务院|国家|中央|全国|教育部|财政部|工业和信息化部).*")
ISSUER = r"(?:人民政府|政府|委员会|委|碳达峰|\S{2,12}?(?:局|厅|办|办公室|委员会|领导小组|指挥部))"
HOME = re.compile(
    rf"(?:中共|中国共产党)?(?P<place>\S{{2,12}}?)(?P<level>省|自治区|自治州|自治县|市|州|盟|区|县|旗)"
    rf"(?!\S{{1,6}}[市区县旗](?:人民政府|政府|委))(?={ISSUER})"
)
PEOPLES = re.compile(r"(?<=\S\S)(?:壮族|回族|维吾尔|(?:[\u4e00-\u9fff]{1,3}族)+)$")
ABOVE = re.compile(r"\S{2,6}?(?:省|自治区|市|州|盟)(?=\S{2})")


@dataclass(frozen=True)
class Home:
    """The place a plan belongs to: 珠海 + 市. Its level is the prefix names share; the State Council has none."""

    place: str = ""
    level: str = "市"

    @classmethod
    def of(cls, issuer: str) -> "Home":
        """The home of an issuer such as 珠海市人民政府; a nameless 市 where the issuer does not say."""
        if STATE_COUNCIL.fullmatch(issuer):
            return cls("国务院", "")
        found = HOME.match(issuer)
        return cls(found["place"], found["level"]) if found else cls()

    @cached_property
    def full(self) -> str:
        """珠海市, or an empty string where the place is not known."""
        return self.place + self.level if self.place else ""

    @cached_property
    def short(self) -> str:
        """The place as names use it: 香洲 for 珠海市香洲区, 广西 for 广西壮族自治区."""
        return PEOPLES.sub("", ABOVE.sub("", self.place))


def jurisdiction_of(issuer: str) -> str:
    """珠海市 for 珠海市人民政府; the issuer itself where it names no place."""
    return Home.of(issuer).full or issuer
