"""The clock of a run: how far its processes' clocks are from the true one, in a file that all of them read."""

import mmap
import struct
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NANOSECONDS = 1_000_000_000
_OFFSET = struct.Struct("q")


class Clock:
    """Eight bytes: the nanoseconds that are added to the true time. Whoever maps the file sees a change at once."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_OFFSET.pack(0))
        with file.open("r+b") as stream:
            self._bytes = mmap.mmap(stream.fileno(), _OFFSET.size)

    @property
    def offset(self) -> int:
        """Nanoseconds ahead of the true time."""
        return int(_OFFSET.unpack(self._bytes[:])[0])

    @offset.setter
    def offset(self, nanoseconds: int) -> None:
        self._bytes[:] = _OFFSET.pack(nanoseconds)

    def now(self) -> datetime:
        """What the processes of the run take for the time, in Zhuhai."""
        return datetime.fromtimestamp((time.time_ns() + self.offset) / NANOSECONDS, SHANGHAI)

    def today(self) -> date:
        """What they take for the day."""
        return self.now().date()

    def set_to(self, moment: datetime) -> None:
        """Sets the clocks of all processes to this moment; they go on from there."""
        self.offset = round(moment.timestamp() * NANOSECONDS) - time.time_ns()

    def shift(self, by: timedelta) -> None:
        """Moves the clocks of all processes while they run."""
        self.offset += round(by.total_seconds() * NANOSECONDS)
