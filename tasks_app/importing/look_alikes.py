"""Characters that only look like the ones they stand for: 发展改⾰委 from a PDF is not 发展改革委.

Radicals (U+2E80 to U+2FDF) and compatibility ideographs (U+F900 to U+FAFF) are mapped to the characters they depict;
everything else, full-width punctuation above all, stays. Private characters (U+E000 to U+F8FF) have no meaning outside
the font they came with: they are named as a doubt, never guessed.
"""

import re
import unicodedata
from collections.abc import Sequence

from tasks_app.importing.reading import Doubt, Repair

LOOKS_LIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
MOST_NAMED = 50

# CJK Radicals Supplement: Unicode gives these no decomposition. Only radicals that are whole characters stand here.
WHOLE_RADICALS = str.maketrans(
    "⺁⺄⺇⺈⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺥⺦⺧⺨⺪⺫⺬⺭⺮⺯⺰⺱⺳⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乙几刀卜㔾小小尢尣尣巳幺彑忄心扌攵旡日月歺母民氵水爫丬牛犭疋目示礻竹糸纟网网羊羊老肀聿肉臼艹艹艹虎衤覀西见角角讠贝车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟龟",
)


def plain(text: str) -> str:
    """The text with every look-alike as the character it depicts."""
    return LOOKS_LIKE.sub(_depicted, text) if LOOKS_LIKE.search(text) else text


def without_look_alikes(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[Repair, ...], tuple[Doubt, ...]]:
    """The lines in plain characters, a repair for every line that changed, a doubt for private characters."""
    whole = "\n".join(lines)
    if not (LOOKS_LIKE.search(whole) or PRIVATE.search(whole)):
        return tuple(lines), (), ()
    mended = tuple(plain(line) for line in lines)
    repairs = tuple(
        Repair(number, "形近字（部首字符）换为正字", _shown(before), _shown(after))
        for number, (before, after) in enumerate(zip(lines, mended, strict=True), start=1)
        if before != after
    )
    private = [number for number, line in enumerate(mended, start=1) if PRIVATE.search(line)]
    doubts = tuple(
        Doubt(None, "text", "private_character", f"来源第 {number} 行含有字体自造的字符，无法识别，请对照原件核对。")
        for number in private[:MOST_NAMED]
    )
    return mended, repairs, doubts


def _depicted(found: re.Match[str]) -> str:
    character = found.group()
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded != character else character.translate(WHOLE_RADICALS)


def _shown(line: str) -> str:
    """The look-alikes of a long line with a few characters round the first, so that a report stays readable."""
    return line if len(line) <= 80 else f"{line[:80]}…"
