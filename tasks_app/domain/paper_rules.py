"""Which paper may go to whom (发文规则), and what its words must hold before it leaves the desk."""

from tasks_app.domain.paper_kinds import KINDS, Kind
from tasks_app.domain.reach import Level
from tasks_app.domain.refusals import Invalid

# Units of one class may stand in one paper; of two classes they may not, for they read different words.
CLASSES: tuple[tuple[str, ...], ...] = (
    ("department", "institution"),
    ("district",),
    ("party", "mass"),
    ("central", "company"),
)
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
