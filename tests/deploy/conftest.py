"""A demo's folders that are not the developer's own."""

from pathlib import Path

import pytest

from deploy.demo import launcher, processes


@pytest.fixture
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where processes are written down and log."""
    monkeypatch.setattr(processes, "RUN", tmp_path)
    monkeypatch.setattr(processes, "LOG", tmp_path)
    monkeypatch.setattr(launcher, "LOCK", tmp_path / "launcher")
    return tmp_path
