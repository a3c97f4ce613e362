"""Names of units side by side: two cities both have a 市交通运输局, and whoever chooses has to see which is whose."""

from collections import Counter
from collections.abc import Iterable


def told_apart(units: Iterable[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """Of (id, name, 辖区) the id and what it is called; a name borne twice says of which place (市财政局（茂名市）)."""
    known = list(units)
    bearers = Counter(name for _pk, name, _place in known)
    return [(pk, f"{name}（{place}）" if bearers[name] > 1 else name) for pk, name, place in known]
