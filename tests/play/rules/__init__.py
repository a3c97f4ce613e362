"""The acts of the model, by subject: who may, in which states, what follows (see :mod:`tests.play.town`)."""

from tests.play.rules import cases, lines, reports, requests
from tests.play.town import Act

ACTS: dict[str, Act] = {act.name: act for act in (*lines.ACTS, *reports.ACTS, *requests.ACTS, *cases.ACTS)}
