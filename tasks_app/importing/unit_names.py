"""What is known about the names of Chinese authorities, as tables. The functions that use them: unit_grammar.py.

A cell of a task table names units in short: 市发展改革局、工业和信息化局 is 市发展改革局 and 市工业和信息化局.
Which names share the prefix, and which never had one, is knowledge; it stands here.
"""

import re

LEVELS = "省市区县"

# 市委宣传部: a party committee and its organ. 市委 carries on to the organs below, never to 厅局.
PARTY_PREFIX = re.compile(rf"(?P<committee>[{LEVELS}]委)(?!员会)(?P<organ>.+)")
PARTY_ORGANS = frozenset(
    {
        "宣传部", "组织部", "统战部", "社会工作部", "政法委", "网信办", "文明办", "编办", "改革办",
        "金融办", "外办", "台办", "政研室", "巡察办", "机要局", "老干部局", "党校", "党史研究室",
    }
)  # fmt: skip

# Names that begin with a character that only looks like the prefix: 市场监督管理局 is short for 市市场监督管理局,
# but 市政务服务数据管理局 is whole.
LOOKS_LIKE_PREFIX = re.compile(
    r"市场|市容|市郊|市政(?:园林|公用|工程|设施|建设|管理)|市民(?:服务|中心|热线)|区域|区块|县域|省情"
)

# Units of a system of their own never took the prefix.
OWN_SYSTEM = re.compile(
    rf"团[{LEVELS}]委|共青团|(?:中国)?人民银行|国家\S+总局|国家外汇|.+(?:供电局|海关|公司|集团|银行)$|\S+工作领导小组"
)
# Nor do units that name a place of their own: 香洲区人民政府, 珠海高新区管委会, 杭州市卫生健康委.
OWN_PLACE = re.compile(r".+[区县镇](?:人民政府|政府|管委会|办事处)|.+新区(?:管委会|筹备组)?|[^、市县]{2,4}[市县].+")

# 各区人民政府（管委会）, 各有关单位, 领导小组成员单位: open groups, whose members no table lists.
OPEN_GROUP = re.compile(r"各.+|.*成员单位|(?:各?)有关(?:单位|部门)")
# One entry that names two: the office of a leadership group, and the group's members.
OFFICE_AND_MEMBERS = re.compile(r"(?P<body>\S*?领导小组)办公室(?:及|和|、)其?各?成员单位")

# The kind a name suggests, first match wins; the codes are those of accounts.UnitKind.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("coordination", re.compile(r".+(?:领导小组|委员会|指挥部)办公室$")),
    ("mass", re.compile(rf"团[{LEVELS}]委|.*(?:总工会|妇联|科协|残联|工商联|文联|社科联|侨联|红十字会)$")),
    ("party", PARTY_PREFIX),
    ("company", re.compile(r".+(?:供电局|公司|集团)$")),
    (
        "central",
        re.compile(
            r".*(?:税务局|海关|海事局|气象局|邮政管理局|通信管理局|银保监分?局|证监局|监管分?局|调查队|消防救援支队)$|.*人民银行"
        ),
    ),
    ("district", re.compile(r".+[区县](?:人民政府|政府|管委会)$|.+新区$")),
    ("institution", re.compile(r".+(?:中心|院|所|馆|学校|大学|学院)$")),
    ("department", re.compile(r".+(?:局|委|办|厅|部|署|办公室)$")),
)
LIKELIEST_KIND = "department"


def kind_of(name: str) -> str:
    """The kind a name suggests; 市直部门 where it suggests none."""
    return next((kind for kind, pattern in KINDS if pattern.match(name)), LIKELIEST_KIND)
