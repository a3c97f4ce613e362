"""Which paper may go to whom (发文规则), and what its words must hold before it leaves the desk."""

from tasks_app.domain.paper_kinds import KINDS, Kind, Need, PaperForm, PaperKind
from tasks_app.domain.reach import Level
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned

# Units of one class may stand in one paper; of two classes they may not, for they read different words.
CLASSES: tuple[tuple[str, ...], ...] = (
    ("department", "institution"),
    ("district",),
    ("party", "mass"),
    ("central", "company"),
)
LONGEST_TITLE, LONGEST_ASKED, MOST_REPLY_DAYS = 120, 300, 60
TOO_LONG = "最多 {most} 字，现在有 {count} 字，请删减后再提交。"
BAD_DAYS = f"请填写 1 到 {MOST_REPLY_DAYS} 的整数。"
PERIOD_NEEDED = "调度公文针对一个调度期，请从“调度”中选择调度期拟稿。"
NO_PERIOD = "只有调度公文针对调度期，请改选文种。"
CASE_NEEDED = "约谈纪要记录已经登记的约谈，请从该次约谈的页面起草纪要。"
# What a list says is asked where the drafter wrote nothing of their own (PaperGround.asked).
ASKED_OF_UNIT, ASKED_OF_LEADER = "请在答复时限内反馈办理情况", "按拟办意见办理"
NO_SUCH_KIND = "没有这种公文，请从列表中选择。"
CIRCULAR = "circular"
CIRCULAR_BY_HAND = (
    "通报批评须报市政府批准后由人工起草（《政府督查工作条例》第二十一条），本系统不生成、不发出；请另行请示。"
)


def kind_of(code: str) -> Kind:
    """The declaration of a kind. Raises Invalid for anything that has no way out here."""
    if code == CIRCULAR:
        raise Invalid({"kind": CIRCULAR_BY_HAND})
    if code not in KINDS:
        raise Invalid({"kind": NO_SUCH_KIND})
    return KINDS[code]


def class_of(unit_kind: str) -> tuple[str, ...]:
    """The class of units that may stand in one paper with a unit of this kind; its own kind alone elsewhere."""
    return next((one for one in CLASSES if unit_kind in one), (unit_kind,))


def kinds_for(unit_kind: str, level: Level) -> tuple[Kind, ...]:
    """The kinds by which a unit of this kind may be written to at a level, the usual one first."""
    return tuple(kind for kind in KINDS.values() if kind.level == level and unit_kind in kind.addressees)


def kinds_answering(unit_kind: str, level: Level) -> tuple[Kind, ...]:
    """The kinds that answer a proposal at a level: to the unit, or a memo where no paper may go to it there."""
    return kinds_for(unit_kind, level) or (KINDS[PaperKind.MEMO],)


def faults_of_belonging(kind: Kind, *, has_period: bool, is_of_held_case: bool) -> dict[str, str]:
    """What a paper lacks, or has too much, of what its kind belongs to: a report period, an interview that was held."""
    faults = {}
    if kind.is_for_period != has_period:
        faults["period"] = PERIOD_NEEDED if kind.is_for_period else NO_PERIOD
    if Need.INTERVIEW in kind.needs and not is_of_held_case:
        faults["case"] = CASE_NEEDED
    return faults


def asked_by_default(kind: Kind) -> str:
    """What is asked about a line where the drafter wrote nothing: of the unit, or in a memo of whoever reads it."""
    return ASKED_OF_LEADER if kind.form is PaperForm.MEMO else ASKED_OF_UNIT


def faults_of_size(kind: Kind, title: str, passages: dict[str, str], reply_days: int | None) -> dict[str, str]:
    """What is too long for a paper, by field, and a reply window that is none."""
    longest = {"title": LONGEST_TITLE, **{passage.code: passage.longest for passage in kind.passages}}
    counts = {field: len(cleaned(text)) for field, text in {"title": title, **passages}.items() if field in longest}
    faults = {
        field: TOO_LONG.format(most=longest[field], count=count)
        for field, count in counts.items()
        if count > longest[field]
    }
    if reply_days is not None and not 1 <= reply_days <= MOST_REPLY_DAYS:
        faults["reply_days"] = BAD_DAYS
    return faults


def missing_passages(kind: Kind, words: dict[str, str]) -> dict[str, str]:
    """What the words still lack before the draft may leave the desk: field to sentence."""
    return {
        passage.code: passage.required
        for passage in kind.passages
        if passage.required and not words.get(passage.code, "").strip()
    }


def fault_of_addressees(kind: Kind, unit_kinds: list[str]) -> str:
    """The sentence that refuses these addressees, or an empty one: too high a rung, two classes, or none."""
    if not kind.addressees:
        return "呈批件呈送领导小组领导，不发往责任单位。" if unit_kinds else ""
    if not unit_kinds:
        return "请选择主送单位。"
    beyond = [one for one in unit_kinds if one not in kind.addressees]
    if beyond:
        return f"所选单位不适用“{kind.kind.label}”；请按单位类别选择文种，或改用呈批件报领导小组领导协调。"
    if len({class_of(one) for one in unit_kinds}) > 1:
        return "一件公文只能主送同一类单位；请按市直部门、区、党群机关、中央驻珠单位和企业分别拟稿。"
    return ""
