"""What a reading of an upload found, as the page shows it, and the hash by which it is known again before writing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from tasks_app.actions.import_run import Change
from tasks_app.importing.masthead import is_to_be_stated
from tasks_app.importing.reading import PlanReading
from tasks_app.models import PlanUpload


@dataclass(frozen=True)
class Preview:
    """Doubts, repairs and faults of a reading, the plan it is of, and the changes an import would make: plain JSON."""

    reading: dict[str, Any]
    changes: list[dict[str, Any]]

    @classmethod
    def of(cls, reading: PlanReading, changes: Sequence[Change] = (), *, refused: Sequence[str] = ()) -> Self:
        """``refused``: why the import was refused although the file itself has no fault."""
        head = reading.masthead
        faults = [asdict(fault) for fault in reading.faults]
        faults += [{"row": None, "cell": "plan", "message": sentence} for sentence in refused]
        found = {
            "plan": {
                "number": head.number,
                "title": head.title,
                "issuer": head.issuer,
                "issued_on": head.issued_on.isoformat() if head.issued_on else "",
                "jurisdiction": reading.jurisdiction,
            },
            "counts": {
                "headings": len(reading.headings),
                "tasks": len(reading.tasks),
                "shares": len(reading.responsibilities),
                "measures": len(reading.measures),
                "targets": len(reading.targets),
            },
            "doubts": [asdict(doubt) for doubt in reading.doubts],
            "repairs": [asdict(repair) for repair in reading.repairs],
            "faults": faults,
        }
        return cls(found, [change.as_json for change in changes])

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What forbids the import."""
        found: list[dict[str, Any]] = self.reading["faults"]
        return found

    @property
    def lacks_masthead_only(self) -> bool:
        """Whether nothing is wrong but that number, title or issuer stand nowhere: somebody can state them."""
        return all(is_to_be_stated(fault["cell"], fault["message"]) for fault in self.faults)

    @property
    def digest(self) -> str:
        """The same for the same doubts, repairs, faults and changes, and for nothing else."""
        shown = json.dumps([self.reading, self.changes], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(shown.encode()).hexdigest()

    def show_on(self, upload: PlanUpload) -> None:
        """Puts it on the upload; not stored yet."""
        upload.reading, upload.changes, upload.preview_hash = self.reading, self.changes, self.digest
