"""The table of pairs: two acts that may meet on one thing, and what must come of it.

A pair sets its scene once (``stand``), each race draws who clicks what, and the ground is put back afterwards.
"""

from tests.races.pairs.cases import CASES
from tests.races.pairs.clock import CLOCK
from tests.races.pairs.heirs import HEIRS
from tests.races.pairs.lines import LINES
from tests.races.pairs.pair import Ends, Pair, Turn
from tests.races.pairs.papers import PAPERS
from tests.races.pairs.people import PEOPLE
from tests.races.pairs.reports import REPORTS
from tests.races.pairs.talking import TALKING
from tests.races.pairs.years import YEARS

PAIRS = [*REPORTS, *LINES, *CASES, *HEIRS, *TALKING, *PAPERS, *PEOPLE, *YEARS, *CLOCK]

__all__ = ["PAIRS", "Ends", "Pair", "Turn"]
