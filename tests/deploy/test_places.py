"""The demo's processes are told by the demo what their services are, and by no shell."""

from pathlib import Path

import pytest
from django.conf import settings

from deploy.demo import places
from tests.carbonpeak.test_operations import settings_read

ROOT = Path(settings.BASE_DIR)
SHELL = {
    "ALLOWED_HOSTS": "dcs.example.gov.cn",
    "DATABASE_URL": "postgresql://somebody@elsewhere/else",
    "DJANGO_SETTINGS_MODULE": "carbonpeak.settings.production",
    "CELERY_BROKER_URL": "redis://elsewhere",
    "GUNICORN_CMD_ARGS": "--bind 0.0.0.0:1",
    "WEB_CONCURRENCY": "40",
}


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """What a process of the demo is given, out of a shell full of other settings."""
    monkeypatch.setattr(places, "SECRET_KEY", tmp_path / "secret-key")
    for name, value in SHELL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return places.environment("unix:///run/v.sock?db=0", "http://127.0.0.1:8001")


def test_settings_of_the_shell_stay_outside(surroundings: dict[str, str]) -> None:
    assert {name for name, value in SHELL.items() if surroundings.get(name) == value} == set()
    assert surroundings["ALLOWED_HOSTS"].split(",") == ["localhost", "127.0.0.1", "[::1]"]
    assert surroundings["DJANGO_SETTINGS_MODULE"] == "carbonpeak.settings.demo"
    assert surroundings["LANG"] == "zh_CN.UTF-8"


def test_every_setting_that_is_read_is_known_to_the_demo_and_documented() -> None:
    read = settings_read()
    assert read | {"EMAIL_URL"} == places.SETTINGS
    operations = (ROOT / "docs" / "operations.md").read_text()
    assert {name for name in read if f"`{name}`" not in operations} == set()
