"""What each case came to, the bars, and the Markdown table of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.clock_jobs import Done

EMPTY_SECONDS = 0.050
SECONDS_A_THOUSAND = 0.3
PEAK_MB = 120.0
DIGEST_SECONDS = 30.0
MAILS_A_SECOND = 100.0
# Lines, and how many of them are due.
Case = tuple[int, int]
HEADS = (
    *(
        "lines",
        "due",
        "empty ms",
        "floor ms",
        "due s",
        "s per 1,000",
        "CPU s per 1,000",
        "× floor",
        "SQL per 1,000",
        "peak MB",
    ),
    *("second run adds", "bars"),
)


@dataclass(frozen=True)
class Swept:
    """The sweeps of one case; ``again`` is the second run."""

    empty: Done
    due: Done
    again: Done

    @property
    def a_thousand(self) -> float:
        """Seconds to plan and record 1,000."""
        return self.due.seconds / self.due.number * 1000

    def missed(self) -> Iterator[str]:
        """The bars it misses, in words."""
        if self.empty.seconds > EMPTY_SECONDS:
            yield "empty sweep"
        if self.a_thousand > SECONDS_A_THOUSAND:
            yield "seconds per 1,000"
        if self.due.peak > PEAK_MB:
            yield "memory"
        if self.again.number:
            yield "second run"


@dataclass(frozen=True)
class Mailed:
    """The mails of one run: ``swept`` is the sweep that made the notices of the digests."""

    swept: Done
    digests: Done
    singles: Done


def table(cases: Mapping[Case, Swept]) -> str:
    """One row for each case."""
    rows = [
        HEADS,
        ("---:",) * (len(HEADS) - 1) + ("---",),
        *(_row(lines, swept) for (lines, _), swept in cases.items()),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(lines: int, swept: Swept) -> tuple[str, ...]:
    due = swept.due
    return (
        *(f"{lines:,}", f"{due.number:,}", f"{swept.empty.seconds * 1000:.1f}", f"{swept.empty.floor * 1000:.2f}"),
        *(
            f"{due.seconds:.2f}",
            f"{swept.a_thousand:.2f}",
            f"{due.cpu / due.number * 1000:.2f}",
            f"{due.seconds / due.floor:.1f}",
        ),
        *(f"{due.statements / due.number * 1000:.0f}", f"{due.peak:.0f}", str(swept.again.number)),
        ", ".join(swept.missed()) or "met",
    )


def mails(mailed: Mailed) -> str:
    """Digests and single mails, one line each."""
    swept, digests, singles = mailed.swept, mailed.digests, mailed.singles
    whole, rate = swept.seconds + digests.seconds, singles.number / singles.seconds
    return "\n".join(
        (
            f"- {swept.number:,} due as {digests.number} digests: swept in {swept.seconds:.1f} s, gathered and mailed"
            f" in {digests.seconds:.1f} s, {whole:.1f} s in all; smtplib alone mails them in {digests.floor:.2f} s;"
            f" peak {digests.peak:.0f} MB; bar {_verdict(met=whole <= DIGEST_SECONDS)}.",
            f"- {singles.number:,} single mails: {rate:.0f} a second, smtplib alone"
            f" {singles.number / singles.floor:.0f}; {singles.statements / singles.number:.1f} statements a mail; peak"
            f" {singles.peak:.0f} MB; bar {_verdict(met=rate >= MAILS_A_SECOND)}.",
        )
    )


def _verdict(*, met: bool) -> str:
    return "met" if met else "**missed**"
