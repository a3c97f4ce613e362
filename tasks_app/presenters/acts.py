"""What stands in the right column of a page: one primary thing to do, and what may be done besides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tasks_app.presenters.links import Step


@dataclass(frozen=True)
class Act:
    """One POST at once or after a question (``components/act.html``); ``tick`` is what must be known before.

    ``shown``: the rows an act on many is about, each ``id-version`` as the page shows it (views/shown.py).
    """

    name: str
    url: str
    verb: str
    primary: bool = False
    question: str = ""
    reason_label: str = ""
    reason: str = ""
    fault: str = ""
    tick: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What was typed into an act that was refused, and why it was."""

    act: str
    reason: str
    fault: str


@dataclass(frozen=True)
class Now:
    """``sentence`` says where things stand; ``link`` or the sign form or one act is the primary thing to do."""

    sentence: str
    link: Step | None = None
    sign_url: str = ""
    acts: tuple[Act, ...] = ()
    links: tuple[Step, ...] = ()


def with_typed(acts: Iterable[Act], typed: Typed | None) -> tuple[Act, ...]:
    """The acts, of which the refused one keeps what was typed and says why."""
    if typed is None:
        return tuple(acts)
    return tuple(replace(act, reason=typed.reason, fault=typed.fault) if act.name == typed.act else act for act in acts)
