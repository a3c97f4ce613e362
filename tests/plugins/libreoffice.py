"""LibreOffice as the judge of papers, for tests marked `libreoffice`; where there is none they are skipped, said so."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("soffice", "pdftotext", "pdfinfo")
NO_LIBREOFFICE = "no LibreOffice and poppler on this machine (apt-get install libreoffice-writer-nogui poppler-utils)"
LONGEST_SECONDS = 120

Printed = Callable[[bytes], Path]


def is_there() -> bool:
    """Whether this machine can print a paper and read the print."""
    return all(map(shutil.which, PROGRAMS))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs LibreOffice where there is none."""
    if not is_there():
        for item in items:
            if item.get_closest_marker("libreoffice"):
                item.add_marker(pytest.mark.skip(reason=NO_LIBREOFFICE))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the very end how many tests were skipped for want of LibreOffice."""
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [report for report in reports if NO_LIBREOFFICE in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} tests of printed papers were skipped: {NO_LIBREOFFICE}", yellow=True
        )


@pytest.fixture
def printed(tmp_path: Path) -> Printed:
    """Prints a .docx as .pdf, with a profile of its own, so that two workers do not wait for each other."""

    def to_pdf(content: bytes) -> Path:
        source = tmp_path / "paper.docx"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
        subprocess.run(convert, check=True, capture_output=True, timeout=LONGEST_SECONDS)
        return source.with_suffix(".pdf")

    return to_pdf
