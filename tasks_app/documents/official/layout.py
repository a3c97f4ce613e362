"""The table of GB/T 9704—2012 (党政机关公文格式): what the renderer writes and the checker measures.

Lengths on the page are in twips (a twentieth of a point), type in points, indents in characters of the part's own size.
"""

from dataclasses import dataclass
from enum import StrEnum

XIAOBIAOSONG, FANGSONG, KAITI, HEITI, SONGTI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
# Under which other names the same type is known to offices.
SAME_TYPE = {
    XIAOBIAOSONG: ("方正小标宋_GBK", "方正小标宋", "小标宋体", "FZXiaoBiaoSong-B05S"),
    FANGSONG: ("仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体"),
    KAITI: ("楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体简体"),
    HEITI: ("SimHei", "方正黑体_GBK", "方正黑体简体"),
    SONGTI: ("SimSun", "方正书宋_GBK"),
}
# Digits and Latin letters may also stand in this one.
LATIN = "Times New Roman"
# What stands in for them in a PDF on a machine without the fonts of an office, first the nearest.
STAND_INS = {
    XIAOBIAOSONG: ("FandolSong", "Noto Serif CJK SC", "Noto Serif SC"),
    FANGSONG: ("仿宋", "FandolFang R", "FandolFang", "Noto Serif CJK SC", "Noto Serif SC"),
    KAITI: ("楷体", "FandolKai", "Noto Serif CJK SC", "Noto Serif SC"),
    HEITI: ("FandolHei", "Noto Sans CJK SC", "Noto Sans SC"),
    SONGTI: ("FandolSong", "Noto Serif CJK SC", "Noto Serif SC"),
}
RED = "FF0000"
TWIPS_PER_MM = 1440 / 25.4

# 29 pt would give 21 lines a page. 28 characters of 16 pt are wider than 156 mm, so they stand a quarter point closer.
LINE = 579
BODY_SIZE = 16.0
CLOSER = -5
LINES_A_PAGE, CHARACTERS_A_LINE = 22, 28


@dataclass(frozen=True)
class Page:
    """The sheet and its margins (页边). The standard allows a millimetre either way."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int
    footer: int

    @property
    def text_width(self) -> int:
        """How wide the type area (版心) is."""
        return self.width - self.left - self.right

    @property
    def is_landscape(self) -> bool:
        """Whether the sheet lies on its long side."""
        return self.width > self.height


PORTRAIT = Page(11906, 16838, top=2098, bottom=1984, left=1588, right=1474, header=850, footer=1134)
# The upright page turned clockwise: its binding edge comes to the top, as the standard asks of tables laid across.
LANDSCAPE = Page(16838, 11906, top=1588, bottom=1474, left=1984, right=2098, header=680, footer=624)
MARGIN_TOLERANCE = 57


class Part(StrEnum):
    """The parts of a paper (公文要素); the value is the name of the style in the file."""

    TITLE = "PaperTitle"
    ADDRESSEE = "PaperAddressee"
    BODY = "PaperBody"
    HEADING_1 = "PaperHeading1"
    HEADING_2 = "PaperHeading2"
    HEADING_3 = "PaperHeading3"
    HEADING_4 = "PaperHeading4"
    PLAIN = "PaperPlain"
    ATTENDANCE = "PaperAttendance"
    ANNEX_NOTE = "PaperAnnexNote"
    ANNEX = "PaperAnnex"
    ANNEX_TITLE = "PaperAnnexTitle"
    SIGNATURE = "PaperSignature"
    DATE = "PaperDate"
    MARK = "PaperMark"
    NUMBER = "PaperNumber"
    LETTER_MARK = "PaperLetterMark"
    LETTER_NUMBER = "PaperLetterNumber"
    LETTER_FOOT = "PaperLetterFoot"
    PAGE_NUMBER = "PaperPageNumber"
    DEMO = "PaperDemo"
    CELL = "PaperCell"
    CELL_HEADING = "PaperCellHeading"
    SHEET_TITLE = "PaperSheetTitle"
    SHEET_NOTE = "PaperSheetNote"
    SHEET_CELL = "PaperSheetCell"
    SHEET_HEADING = "PaperSheetHeading"
    IMPRINT = "PaperImprint"
    IMPRINT_LINE = "PaperImprintLine"
    END = "PaperEnd"


@dataclass(frozen=True)
class Look:
    """How a part is set. An indent that depends on the words beside it (None) is written with the words."""

    label: str
    font: str = FANGSONG
    size: float = BODY_SIZE
    align: str = "both"
    first: float | None = 0
    right: float | None = 0
    line: int = LINE
    before: int = 0
    after: int = 0
    red: bool = False

    @property
    def spacing(self) -> int:
        """What is added between characters, in twips: only the characters of the body stand closer."""
        return CLOSER if self.size == BODY_SIZE else 0

    def twips(self, characters: float) -> int:
        """That many of its characters side by side."""
        return round(characters * (self.size * 20 + self.spacing))


LOOKS: dict[Part, Look] = {
    Part.TITLE: Look("标题", XIAOBIAOSONG, 22, "center", before=2 * LINE, after=LINE),
    Part.ADDRESSEE: Look("主送机关", align="left"),
    Part.BODY: Look("正文", first=2),
    Part.HEADING_1: Look("一级标题", HEITI, first=2),
    Part.HEADING_2: Look("二级标题", KAITI, first=2),
    Part.HEADING_3: Look("三级标题", first=2),
    Part.HEADING_4: Look("四级标题", first=2),
    Part.PLAIN: Look("顶格段落"),
    Part.ATTENDANCE: Look("出席人员", first=None),
    Part.ANNEX_NOTE: Look("附件说明", align="left", first=None),
    Part.ANNEX: Look("附件标识", HEITI, align="left"),
    Part.ANNEX_TITLE: Look("附件标题", XIAOBIAOSONG, 22, "center", before=LINE, after=LINE),
    Part.SIGNATURE: Look("发文机关署名", align="right", right=None),
    Part.DATE: Look("成文日期", align="right", right=None),
    Part.MARK: Look("发文机关标志", XIAOBIAOSONG, 36, "center", line=900, red=True),
    Part.NUMBER: Look("发文字号", align="center", before=2 * LINE),
    Part.LETTER_MARK: Look("发文机关标志", XIAOBIAOSONG, 32, "center", line=760, red=True),
    Part.LETTER_NUMBER: Look("发文字号", align="right", before=280),
    Part.LETTER_FOOT: Look("函的下红线", size=1, align="center", line=20),
    Part.PAGE_NUMBER: Look("页码", SONGTI, 14, "right", line=360, right=None),
    Part.DEMO: Look("演示说明", SONGTI, 9, "center", line=240, after=611),
    Part.CELL: Look("表格", size=12, align="left", line=360),
    Part.CELL_HEADING: Look("表头", HEITI, 12, "center", line=360),
    Part.SHEET_TITLE: Look("标题", XIAOBIAOSONG, 22, "center"),
    Part.SHEET_NOTE: Look("表头说明", size=10.5, align="left", line=360),
    Part.SHEET_CELL: Look("表格", size=10.5, align="left", line=300),
    Part.SHEET_HEADING: Look("表头", HEITI, 10.5, "center", line=300),
    Part.IMPRINT: Look("版记", size=14, align="left", line=480),
    Part.IMPRINT_LINE: Look("版记的线", size=1, line=20),
    Part.END: Look("文末", size=1, line=20),
}


@dataclass(frozen=True)
class Rule:
    """A line on the paper: a style of Word, its weight in eighths of a point, how far under the words, in points."""

    style: str
    weight: int
    gap: int = 0


# 函: 170 mm wide on a sheet of 210, so the lines reach 8 mm and 6 mm beyond the type area.
LETTER_LINE_WIDTH = 9638
LETTER_LINE_LEFT, LETTER_LINE_RIGHT = -454, -340
LETTER_LINE_TOP = Rule("thickThinSmallGap", 24, gap=11)
LETTER_LINE_BOTTOM = Rule("thinThickSmallGap", 24)
HEAD_LINE = Rule("single", 12, gap=11)
# 版记: 0.35 mm outside, 0.25 mm between, in twips.
IMPRINT_OUTER, IMPRINT_INNER = 20, 14
HEAD_SPACE = round(35 * TWIPS_PER_MM)
# The foot of a page ends 20 mm above the edge, its number 7 mm under the type area.
PAGE_NUMBER_AFTER = 284
PAGE_NUMBER_INDENT = 1.0


class Form(StrEnum):
    """The forms of a paper (文种的版式)."""

    NOTICE = "notice"
    LETTER = "letter"
    MINUTES = "minutes"
    MEMO = "memo"
    TABLE_SHEET = "table_sheet"


@dataclass(frozen=True)
class Outline:
    """What a form has around its text: what follows the issuer in the red head, and the space above it."""

    label: str
    head_word: str = ""
    head_space: int = HEAD_SPACE
    has_imprint: bool = False
    page: Page = PORTRAIT


OUTLINES: dict[Form, Outline] = {
    Form.NOTICE: Outline("通知", "文件", has_imprint=True),
    Form.LETTER: Outline("函"),
    Form.MINUTES: Outline("纪要", "纪要", has_imprint=True),
    Form.MEMO: Outline("呈批件", "呈批件", head_space=0),
    Form.TABLE_SHEET: Outline("汇总表", page=LANDSCAPE),
}
WITH_RED_HEAD = tuple(form for form, outline in OUTLINES.items() if outline.head_word)
