"""A state machine is a table of transitions; the button, the check, the history line and the diagram follow."""

from collections.abc import Iterator
from dataclasses import dataclass

from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow


@dataclass(frozen=True)
class Transition:
    """One row: what may be done in which states, where it leads, who may (``verb``), and its button (``label``).

    ``needs_reason``: a sentence of why is required. ``internal``: only the unit's own side reads it later;
    ``internal_from``: so it is only where it starts in one of these states.
    """

    act: str
    label: str
    sources: tuple[str, ...]
    target: str
    verb: Verb
    needs_reason: bool = False
    internal: bool = False
    internal_from: tuple[str, ...] = ()

    def is_internal(self, state: str) -> bool:
        """Whether the step from this state is the unit's inner one."""
        return self.internal or state in self.internal_from


@dataclass(frozen=True)
class Machine:
    """All transitions of one subject, with the Chinese labels of its states."""

    subject: str
    title: str
    labels: dict[str, str]
    transitions: tuple[Transition, ...]

    def __getitem__(self, act: str) -> Transition:
        for transition in self.transitions:
            if transition.act == act:
                return transition
        raise KeyError(f"{self.subject} knows no act {act!r}")

    def step(self, act: str, state: str) -> Transition:
        """The transition for an act in a state.

        Raises NotNow with a sentence that names the present state when the act does not fit it.
        """
        transition = self[act]
        if state not in transition.sources:
            allowed = "、".join(self.labels[source] for source in transition.sources)
            raise NotNow(
                f"现在的状态是“{self.labels[state]}”，不能{transition.label}；“{allowed}”时才可以，请刷新页面查看最新情况。"
            )
        return transition

    def possible(self, state: str) -> Iterator[Transition]:
        """The transitions that start in a state, in the order of the table."""
        return (transition for transition in self.transitions if state in transition.sources)
