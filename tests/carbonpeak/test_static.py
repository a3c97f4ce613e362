"""The static files pass production's storage, which follows every reference from one file to another."""

from pathlib import Path

from django.core.management import call_command
from pytest_django.fixtures import Settings


def test_collectstatic_finds_every_referenced_file(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    assert list(tmp_path.rglob("*.gz"))
