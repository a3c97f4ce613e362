"""What a run did, one line of JSON for each injection and each wave: what is there when a run is taken up again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Log:
    """An append-only file. Each entry has a ``what``: run, injection, wave or verdict."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def note(self, what: str, **words: Any) -> None:
        """Appends one entry."""
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"what": what, **words}, ensure_ascii=False) + "\n")

    def entries(self, what: str) -> Iterator[dict[str, Any]]:
        """The entries of one kind, oldest first. A line that was cut off by a kill is passed over."""
        if not self.file.exists():
            return
        for line in self.file.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if entry["what"] == what:
                yield entry

    def last(self, what: str) -> dict[str, Any] | None:
        """The latest entry of one kind."""
        return next(iter(reversed(list(self.entries(what)))), None)
