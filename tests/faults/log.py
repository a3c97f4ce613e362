"""What a run did, one line of JSON for each injection and each wave: what is there when a run is taken up again."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Log:
    """An append-only file. Each entry has a ``what``: run, stage, injection, wave or verdict.

    ``running`` tells for how many seconds the run had been under way by then, without the pauses in which it was
    stopped.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._before = max((entry["running"] for entry in self._all()), default=0.0)
        self._since = time.monotonic()

    @property
    def running(self) -> float:
        """Seconds of running until now, earlier parts included as far as they are noted."""
        return round(self._before + time.monotonic() - self._since, 1)

    def begin(self) -> None:
        """Forgets everything: a new run."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.unlink(missing_ok=True)
        self._before, self._since = 0.0, time.monotonic()

    def note(self, what: str, **words: Any) -> None:
        """Appends one entry."""
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"what": what, "running": self.running, **words}, ensure_ascii=False) + "\n")

    def entries(self, what: str) -> Iterator[dict[str, Any]]:
        """The entries of one kind, oldest first."""
        return (entry for entry in self._all() if entry["what"] == what)

    def last(self, what: str) -> dict[str, Any] | None:
        """The latest entry of one kind."""
        return next(iter(reversed(list(self.entries(what)))), None)

    def _all(self) -> Iterator[dict[str, Any]]:
        """Every entry. A line that was cut off by a kill is passed over."""
        if not self.file.exists():
            return
        for line in self.file.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue
