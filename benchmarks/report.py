"""The figures as a Markdown table, for the terminal and for docs/benchmarks.md."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.bars import Judged

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def table(judged: Sequence[Judged]) -> str:
    """One row for each page, in milliseconds; ratios and statements at the largest size."""
    sizes = sorted(judged[0].figures)
    heads = ("page", *(f"{size:,} ms" for size in sizes), "growth", "× bare", "× floor", "floor ms", "SQL", "bars")
    rows = (heads, ("---", *("---:",) * (len(heads) - 2), "---"), *(_row(entry, sizes) for entry in judged))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(entry: Judged, sizes: Sequence[int]) -> tuple[str, ...]:
    largest = entry.figures[sizes[-1]]
    over_floor = entry.times_floor(sizes[-1])
    return (
        entry.page.name,
        *(f"{entry.figures[size].page:.1f}" for size in sizes),
        f"{entry.growth:.2f}",
        f"{entry.times_bare(sizes[-1]):.2f}",
        f"{over_floor:.1f}" if over_floor else "",
        f"{largest.floor:.2f}" if over_floor else "",
        str(largest.statements),
        "; ".join(entry.missed) or "met",
    )


def write(path: Path, text: str) -> None:
    """Puts the figures between their two marks in a page of the docs."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
