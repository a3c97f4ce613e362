"""Every way in which the cells of 珠府〔2023〕39号 write a unit, read by hand: 53 raw strings, whom each means.

A prefix carried on is not written in the cell (发展改革局), a name may begin like the prefix (市场监督管理局), a unit
has two names (发展改革局, 发展改革委), a system of its own takes no prefix (珠海供电局, 人民银行珠海市中心支行), and a
dual-led one keeps 市 although ， opens a group of its own (邮政管理局, 气象局).
"""

from collections import Counter

from accounts.models import UnitKind
from tasks_app.importing.reading import PlanReading
from tasks_app.importing.registry import GROUP
from tasks_app.importing.unit_names import kind_of

KINDS = {
    UnitKind.DEPARTMENT: (
        "市发展改革局 市工业和信息化局 市住房城乡建设局 市交通运输局 市生态环境局 市统计局 市农业农村局 "
        "市市场监督管理局 市科技创新局 市商务局 市教育局 市自然资源局 市文化广电旅游体育局 市公安局 "
        "市轨道交通局 市水务局 市城市管理综合执法局 市国资委 市金融工作局 市政务服务数据管理局 市司法局 市财政局"
    ),
    UnitKind.INSTITUTION: "市公共工程建设中心",
    UnitKind.PARTY: "市委宣传部 市委网信办 市委文明办 市委组织部 市委党校",
    UnitKind.MASS: "团市委 市妇联",
    UnitKind.CENTRAL: "市邮政管理局 市气象局 珠海银保监分局 人民银行珠海市中心支行 珠海市税务局",
    UnitKind.COMPANY: "珠海供电局",
    UnitKind.COORDINATION: "市碳达峰碳中和工作领导小组办公室",
    GROUP: "各区人民政府（管委会） 市碳达峰碳中和工作领导小组成员单位",
}
# Written otherwise; all other raw strings are the name itself, or the name without its 市.
OTHERWISE = {
    "市场监督管理局": ("市市场监督管理局",),
    "网信办": ("市委网信办",),
    "文明办": ("市委文明办",),
    "党校": ("市委党校",),
    "市发展改革委": ("市发展改革局",),
    "发展改革委": ("市发展改革局",),
    "各区政府（管委会）": ("各区人民政府（管委会）",),
    "市碳达峰碳中和工作领导小组办公室及各成员单位": (
        "市碳达峰碳中和工作领导小组办公室",
        "市碳达峰碳中和工作领导小组成员单位",
    ),
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names.split()}


def test_every_raw_string_means_whom_the_paper_means(reading: PlanReading) -> None:
    met: dict[str, set[str]] = {}
    for _, share in reading.responsibilities:
        met.setdefault(share.raw, set()).add(share.party.name)
    assert len(met) == 53
    for raw, names in met.items():
        meant = OTHERWISE.get(raw) or ((raw,) if raw in KIND_OF else (f"市{raw}",))
        assert names == set(meant), raw
    assert {name for names in met.values() for name in names} == set(KIND_OF)


def test_every_party_is_of_the_kind_that_decides_how_it_is_addressed(reading: PlanReading) -> None:
    read = {share.party.name: share.party.kind for _, share in reading.responsibilities}
    assert read == KIND_OF
    assert Counter(KIND_OF.values())[UnitKind.DEPARTMENT] == 22


def test_a_city_without_a_catalogue_reads_the_same_kinds_from_the_names() -> None:
    """What the rule says of a name alone is what the catalogue says of the unit."""
    assert {name: kind_of(name) for name, kind in KIND_OF.items() if kind != GROUP} == {
        name: kind for name, kind in KIND_OF.items() if kind != GROUP
    }
