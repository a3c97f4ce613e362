"""What is known about the names of Chinese authorities, as tables. The functions that use them: unit_grammar.py.

A cell of a task table names units in short: 市发展改革局、工业和信息化局 is 市发展改革局 and 市工业和信息化局.
Which names share the prefix, and which never had one, is knowledge; it stands here.
"""

import re

# The levels a prefix may name, longest first: 自治区 before 区.
LEVELS = ("自治区", "自治州", "自治县", "兵团", "省", "市", "州", "盟", "区", "县", "旗")
LEVEL = "(?:" + "|".join(LEVELS) + ")"
STATED_LEVEL = re.compile(rf"{LEVEL}(?=.)")

# 市委宣传部: a party committee and its organ. 市委 carries on to the organs below, never to 厅局.
PARTY_PREFIX = re.compile(r"(?P<committee>(?:自治区党|自治州|自治县|[省市区县州盟旗])委)(?!员会)(?P<organ>.+)")
PARTY_ORGANS = frozenset(
    {
        "宣传部", "组织部", "统战部", "社会工作部", "社工部", "政法委", "网信办", "文明办", "编办", "改革办", "深改办",
        "金融办", "外办", "台办", "政研室", "巡察办", "巡视办", "机要局", "老干部局", "党校", "党史研究室",
        "军民融合办",
        "国安办", "农办", "财经办", "依法治省办", "依法治市办", "密码局", "保密办", "档案馆", "科技委", "审计办",
        "直属机关工委", "网络安全和信息化委员会办公室", "全面深化改革委员会办公室",
    }
)  # fmt: skip

# Names that begin with a character that only looks like the prefix: 市场监督管理局 is short for 市市场监督管理局,
# but 市政务服务数据管理局 is whole.
LOOKS_LIKE_PREFIX = re.compile(
    r"市场|市容|市郊|市域|市政(?:园林|公用|工程|设施|建设|管理)|市民(?:服务|中心|热线)|市[南北中]区|区域|区块|县域|县镇|"
    r"省情|省际|州县|旗县|盟市"
)

# The State Council, its ministries and what stands under them: their names are whole in every plan, of any level.
MINISTRIES = frozenset(
    {
        "外交部", "国防部", "教育部", "科技部", "科学技术部", "工业和信息化部", "公安部", "安全部", "民政部", "司法部",
        "财政部", "人力资源社会保障部", "人力资源和社会保障部", "自然资源部", "生态环境部", "住房城乡建设部",
        "住房和城乡建设部", "交通运输部", "水利部", "农业农村部", "商务部", "文化和旅游部", "退役军人部",
        "退役军人事务部", "应急部", "应急管理部", "审计署", "银保监会", "证监会", "中科院", "工程院", "社科院",
    }
)  # fmt: skip
NATIONAL = re.compile(
    rf"(?:{'|'.join(sorted(MINISTRIES))})(?!门).+"  # 自然资源部第三海洋研究所, 水利部珠江水利委员会
    r"|(?:国家(?!安全[局厅]|保密局|密码管理局)|中国|中央|中共中央|国务院|全国|最高人民|中华).+|.+总[局署]|(?:中国)?人民银行"
)

PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)

# Enterprises that go by a short name without 公司 or 集团; 招商局 alone may well be the city's own.
ENTERPRISES = r"(?:国网|南网|中铁|中建|中交|中石油|中石化|中海油|中远海|中广核|华润).+|招商(?:港口|蛇口|轮船|公路).*"
# Units of a system of their own never took the prefix.
OWN_SYSTEM = re.compile(
    rf"(?:{PROVINCES})(?!路|街).+|{ENTERPRISES}"
    r"|中科院.*|民航.+|\S{2,4}海关驻.+|\S{2,4}铁路监督管理局|(?:共青)?团[省市区县州]委|共青团.+|(?:中国)?人民银行.*|人行.+|国家\S+总局.*|国家外汇.*|\S{2,}工作领导小组.*"
    r"|.+(?:供电局|海关|公司|集团|银行|实验室|大学|职业学院|技术学院|师范学院|医学院|研究总院|分行|中心支行)"
    r"|(?!市|地方)\S{2,6}?(?:证监局|银保监分?局|金融监管分?局|监管分局|海事局|通信管理局|调查总?队|供电公司|铁路局)"
)
# Nor do units that name a place of their own: 香洲区人民政府, 珠海高新区管委会, 杭州市卫生健康委, 越秀区.
PLACE = (
    r"(?!海绵城市|智慧城市|超大城市|中心城市|联防)(?:[^、市县]{2,4}[市县]|[^、市县区]{2,3}(?<![社园小乡])(?<!试验)(?<!地)区"
    r"|[^、市县区州]{2,5}自治[州县]|[^、市县区州]{2,4}州|[^、市县区]{2,4}(?<!联)[盟旗])"
)
TOWN = r"[^（(]{2,6}(?:街道|镇|乡)(?:人民政府|政府|办事处|党工委)?"
OWN_PLACE = re.compile(
    rf".+[区县镇州旗](?:人民政府|政府|管委会|办事处)|.+新区(?:管委会|筹备组)?|{TOWN}|.{{2,}}管委会|{PLACE}.+|[^、]{{2,8}}[市县区旗]"
)
# 杭州市经信局、数据局: a place carries on as a prefix does, before a department, not before a government.
PLACE_PREFIX = re.compile(rf"(?P<place>{PLACE})(?P<organ>(?!人民政府|政府|管委会).{{2,}}(?:局|委|办|厅|办公室|中心))")
# A department's branch in another place: its prefix is its own and carries nowhere.
BRANCH = re.compile(r".+(?:分局|支局|分公司|支队|大队|分行|分中心)")

# What a name of a unit ends with, and what names a whole class of places.
ENDS_A_UNIT = re.compile(
    r"(?:[局委办厅部署院会行社处所队站校台馆团府]|[妇文残侨商科]联|科协|中心|集团|公司|单位|部门|工委|总局|管委会|领导小组|大学|[)）])$"
)
GOVERNMENT = r"(?:人民政府|政府|管委会|管理委员会)(?:[（(〔][^（(〔）)〕]{1,12}[）)〕])?"
PLACE_CLASS = (
    r"(?:县级市|地级以?上?市|自治[区州县]|地市|市州|区县|县区|旗县|镇街|乡镇|街镇|街道|镇|乡|园区|开发区|功能区|新区"
    r"|盟|州|旗|市|县|区)"
)
IN_BRACKETS = r"(?:[（(〔][^（(〔）)〕]{1,20}[）)〕])?"

# 各区人民政府（管委会）, 各有关单位, 领导小组成员单位, 国务院相关部门: open groups, whose members no table lists.
KIND_OF_MEMBER = "(?:单位|部门|地区|地方|企业|高校|院校|机构|区|县|市|方面|协会|园区)"
OPEN_GROUP = re.compile(
    rf"各.+|.*成员单位|.*(?:有关|相关|其他|其它|涉及|所属)(?:的)?(?:部门|责任|成员|市直|区直|省直|主管|职能|行业|重点|驻\S|金融|科研)*"
    rf"{KIND_OF_MEMBER}(?:[和及]{KIND_OF_MEMBER})?"
    rf"|(?:有关|相关|沿线)(?:{PLACE_CLASS})+(?:{GOVERNMENT})?{IN_BRACKETS}"
    rf"|(?:[全省市区县州]|国务院|中央|地方)*(?:政府)?各(?:级|有关|相关)?.+"
    rf"|[省市区县州](?:属|直|级|管)(?:各)?(?:国有)?(?:重点)?(?:企业|国企|单位|部门|高校|院校|医院)|相关(?:区|县|市|镇)|属地\S{{0,8}}|(?:中央|省|部属)?(?:在|驻)\S{{1,2}}(?:有关|各)?(?:单位|企业|高校|部队|机构|院校)|全市\S{{0,12}}|沿线\S{{1,8}}"
)
# One entry that names two: the office of a leadership group, and the group's members.
OFFICE_AND_MEMBERS = re.compile(r"(?P<body>\S*?领导小组)办公室(?:及|和|、)其?各?成员单位")

# The kind a name suggests, first match wins; the codes are those of accounts.UnitKind.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("coordination", re.compile(r".+(?:领导小组|委员会|指挥部)办公室$")),
    ("mass", re.compile(r"团[省市区县州]委|.*(?:总工会|妇联|科协|残联|工商联|文联|社科联|侨联|红十字会)$")),
    ("party", PARTY_PREFIX),
    ("company", re.compile(rf".+(?:供电局|公司|集团)$|{ENTERPRISES}")),
    (
        "central",
        re.compile(
            r".*(?:税务局|海关|海事局|气象局|邮政管理局|通信管理局|银保监分?局|证监局|监管分?局|调查队|消防救援支队)$|.*人民银行|人行.+"
        ),
    ),
    ("district", re.compile(r".+[区县市](?:人民政府|政府|管委会)$|.+新区$|[^、]{2,8}[区县]$")),
    ("institution", re.compile(r".+(?:中心|院|所|馆|学校|大学|学院|实验室)$")),
    ("department", re.compile(r".+(?:局|委|办|厅|部|署|办公室)$")),
)
LIKELIEST_KIND = "department"


def kind_of(name: str) -> str:
    """The kind a name suggests; 市直部门 where it suggests none."""
    return next((kind for kind, pattern in KINDS if pattern.match(name)), LIKELIEST_KIND)
