"""The words in which a plan promises a figure, as tables. Longer words stand before the shorter ones they contain."""

import re
from collections.abc import Iterable
from enum import Enum

from tasks_app.domain.target_words import Comparator

# What stands between an indicator and its figure (达到, 不高于 …), and how the figure then compares.
LEVEL_VERBS: dict[str, Comparator | None] = {
    **dict.fromkeys(("不高于", "不超过", "不大于", "不多于", "控制在", "压减到", "压减至"), Comparator.AT_MOST),
    **dict.fromkeys(("下降到", "下降至", "降低到", "降低至", "减少到", "减少至", "降到", "降至"), Comparator.AT_MOST),
    **dict.fromkeys(("不低于", "不少于", "不小于", "达到", "超过", "突破", "大于", "高于"), Comparator.AT_LEAST),
    **dict.fromkeys(("提高到", "提高至", "提升到", "提升至", "增加到", "增加至"), Comparator.AT_LEAST),
    **dict.fromkeys(("增长到", "增长至", "上升到", "上升至", "增至", "升至"), Comparator.AT_LEAST),
    **dict.fromkeys(("低于", "小于"), Comparator.AT_MOST),
    **dict.fromkeys(("保持在", "稳定在", "维持在"), None),
    "达": Comparator.AT_LEAST,
    "为": None,
}
CHANGE_VERBS = ("下降", "降低", "减少", "压减", "削减", "提高", "提升", "增长", "增加", "上升", "改善")
# What stands behind a figure.
AFTERWORDS: dict[str, Comparator] = {
    "及以上": Comparator.AT_LEAST,
    "以上": Comparator.AT_LEAST,
    "以下": Comparator.AT_MOST,
    "以内": Comparator.AT_MOST,
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
}
APPROXIMATELY = ("大约", "约为", "约")
STRIVING = ("力争", "争取")
RESPECTIVELY = ("分别", "均", "都", "各")

# Verbs whose object is counted: 建成充电站 20 座, 建成 20 座充电站.
MAKING_VERBS = (
    *("建成", "建设", "新增", "新建", "完成", "培育", "打造", "创建", "引进", "淘汰", "推广", "改造", "形成"),
    *("实施", "发展", "投放", "更新", "营造", "修复"),
)
HAVING_VERBS = ("基本具备", "具备")

SCALES = "十百千万亿"
MEASURE_UNITS = (
    *(
        "吨标准煤",
        "吨标煤",
        "吨二氧化碳当量",
        "吨二氧化碳",
        "克标准煤",
        "千瓦时",
        "千瓦",
        "兆瓦时",
        "兆瓦",
        "吉瓦",
        "吨",
    ),
    *("平方公里", "平方千米", "平方米", "立方米", "公里", "千米", "海里", "公顷", "亩", "米", "元", "美元", "度"),
    *(
        "小时",
        "分钟",
        "天",
        "千克",
        "公斤",
        "克",
        "升",
        "标准箱",
        "人次",
        "微克",
        "毫克",
        "标台",
        "kWh",
        "MWh",
        "MW",
        "GW",
        "kW",
        "km",
    ),
)
COUNT_UNITS = tuple("个家项座处所条辆台套艘户人件种类批大只枚块株例次名片期号")
UNIT_WORDS = (*MEASURE_UNITS, *COUNT_UNITS)

# Endings that make a noun phrase an indicator of its own: 能源消耗, 碳排放, 装机容量, 绿地率.
INDICATOR_TAIL = re.compile(
    r"(?:率|度|量|比|比例|占比|比重|消耗|能耗|消费|排放|强度|面积|容量|规模|里程|水平|能效|产值|增加值|收入|投资|数)$"
)
LESS_IS_BETTER = re.compile(r"消耗|能耗|电耗|水耗|物耗|损耗|排放|浓度|煤炭消费|事故|边界")
SETTERS = ("国家", "自治区", "上级", "省", "市")
STAYING_WORD = r"(?![率度量])"
# Words before an indicator that do not belong to its name.
LEADING = re.compile(
    r"^(?:力争|争取|顺利|如期|分别|确保|保障|努力|其中|同时|以及|并|且|使|将|到|推动|推进|加快|积极|稳步|严格|有效|大力|进一步|不断"
    r"|基本|全面(?=完成|实现|建成)|高质量(?=完成)|配合(?:国家|省|市)|按(?:照)?(?:国家|省)[^，]{0,6}(?:要求|部署)"
    rf"|(?:保持|划定|实现|完成){STAYING_WORD}|全市|我市|全省|我省|全县|我县|全区(?!域)|我区|本市|城市(?=全面))"
)
TRAILING = re.compile(
    r"(?:力争|争取|确保|累计|年均|平均|总体|基本|稳定|逐步|要|应|须|将|共|再|分别|均|都|进一步|、|的)$"
)
# Whose order it was is said in passing: 按省要求全部完成.
ASIDES = re.compile(r"按(?:照)?(?:国家|省|市)(?:、(?:省|市))?(?:统一)?(?:的)?(?:要求|部署|规定)")

# What a dated clause without a figure must say to be something that has happened or not.
DONE = (
    re.compile(
        r"进入\S*平台期|达峰(?:目标)?$|达到峰值|全面(?:执行|实施|推行|取消)|全覆盖|清零|全面\S*化$|升级改造$|国\S标准$"
    ),
    re.compile(r"全部|建成|完成|淘汰|关停|退出|取消|投产|投运|开工|启用|实现|印发|出台"),
    re.compile(r"达到\S*(?:水平|标准|要求|等级|星级|[一二三四五]级)(?:以上)?$"),
    re.compile(
        r"(?:率|量|比例|占比|比重|消费|排放|面积|强度)(?:显著|明显|大幅|逐步|稳步)(?:提升|提高|增长|下降|减少|降低)$"
    ),
)
# 为实现碳达峰奠定坚实基础 names an end and promises nothing.
FOUNDATION = re.compile(r"(?:基础|条件|格局)$")
DIRECTION = re.compile(
    r"形成|建立|取得|持续|广泛|巩固|奠定|成效|进展|控制|增强|优化|完善|提升|提高|健全|加快|推进|推动|发展|改善|深入"
    r"|显著|明显|逐步|稳步|加强|强化|开展|探索|支持|鼓励"
)


class LeftOut(Enum):
    """Why a number of the text is no target: the written reason that the import report shows."""

    NAME = "属于名称（文件、技术、产业集群等）的一部分，不是承诺的数值"
    COUNT = "是所列对象的数目，不是承诺的数值"
    CONDITION = "是限定对象的条件（门槛），不是承诺的数值"
    DIRECTION = "只有时间和方向，没有数值，也没有可判定是否完成的事项"
    PAST = "说的是过去或起算的年份，不是目标年份"


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
