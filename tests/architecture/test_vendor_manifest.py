"""What others wrote lies under static/vendor exactly as it was published, with its licence."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
PACKAGES: list[dict[str, Any]] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))["packages"]
FILES = [(entry["file"], entry["sha256"]) for package in PACKAGES for entry in package["files"]]


@pytest.mark.parametrize(("name", "expected"), FILES)
def test_vendored_file_is_the_published_one(name: str, expected: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected


def test_every_vendored_file_is_in_the_manifest() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present == {name for name, _ in FILES} | {"manifest.json"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_every_package_brings_version_licence_and_reason(package: dict[str, Any]) -> None:
    folder = f"{package['name']}-{package['version']}"
    assert all(entry["file"].startswith(f"{folder}/") for entry in package["files"])
    assert (VENDOR / folder / "LICENSE").is_file()
    assert package["licence"]
    assert package["reason"]
    assert package["integrity"].startswith("sha512-")
