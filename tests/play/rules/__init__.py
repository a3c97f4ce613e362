"""The acts of the model, by subject: who may, in which states, what follows (see :mod:`tests.play.act`)."""

from tests.play.act import Act
from tests.play.rules import cases, lines, reports, requests

ACTS: dict[str, Act] = {act.name: act for act in (*lines.ACTS, *reports.ACTS, *requests.ACTS, *cases.ACTS)}
