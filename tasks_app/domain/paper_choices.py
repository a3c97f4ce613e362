"""Which kinds of paper a page offers: about late lines, for a report period, in one row of numbers."""

from tasks_app.domain.paper_kinds import KINDS, Kind

# What each of ``paper_rules.CLASSES`` is called, in the same order.
CLASS_WORDS = ("市直部门和事业单位", "区政府（管委会）", "党委部门和群团", "中央、省驻珠单位和企业")


def kinds_about(unit_kind: str) -> tuple[Kind, ...]:
    """The kinds that may speak of late lines of a unit of this kind: to the unit, or about it to a leader."""
    about = (kind for kind in KINDS.values() if kind.is_about_grounds)
    return tuple(kind for kind in about if unit_kind in kind.addressees or not kind.addressees)


def kinds_of_period(unit_class: tuple[str, ...]) -> tuple[Kind, ...]:
    """The kinds by which a class of units is asked to report on a period."""
    return tuple(kind for kind in KINDS.values() if kind.is_for_period and set(unit_class) <= set(kind.addressees))


def kinds_of_series(series: str) -> tuple[str, ...]:
    """The codes of the kinds that take their numbers from a series."""
    return tuple(code for code, kind in KINDS.items() if kind.series == series)
