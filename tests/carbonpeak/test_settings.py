"""Production starts with everything named, or refuses and names what is missing."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from carbonpeak.settings.required import refuse_if_missing
from carbonpeak.settings.services import broker, database

COMPLETE = {
    "SECRET_KEY": "x7Qm2vLk9T" * 6,
    "DATABASE_URL": "postgresql://carbonpeak:secret@db.example/carbonpeak",
    "REDIS_URL": "redis://redis.example:6379/0",
    "ALLOWED_HOSTS": "dcs.example.gov.cn",
    "EMAIL_URL": "smtp+tls://mail:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "carbonpeak@example.gov.cn",
    "PUBLIC_ADDRESS": "https://dcs.example.gov.cn",
    "MEDIA_ROOT": "/srv/carbonpeak/media",
    "STATIC_ROOT": "/srv/carbonpeak/static",
}


def check_production(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Django's deployment check in a process that has this environment and no other."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"DJANGO_SETTINGS_MODULE": "carbonpeak.settings.production", "PATH": os.environ["PATH"]} | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_to_start_and_names_all_that_is_missing() -> None:
    refused = check_production({"SECRET_KEY": "given", "ALLOWED_HOSTS": " "})
    assert refused.returncode != 0
    assert "SECRET_KEY" not in refused.stderr
    for name in COMPLETE.keys() - {"SECRET_KEY"}:
        assert f"{name}: " in refused.stderr


def test_production_passes_the_deployment_check_without_a_warning() -> None:
    checked = check_production(COMPLETE)
    assert (checked.returncode, checked.stderr.count("WARNING")) == (0, 0), checked.stderr


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_missing_setting_is_named_with_how_to_give_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name, raising=False)
    with pytest.raises(ImproperlyConfigured, match=f"{name}: an example"):
        refuse_if_missing({name: "an example"})


def test_sqlite_takes_its_write_lock_at_the_beginning() -> None:
    options = database("sqlite:////tmp/a%20b.sqlite3")["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 30)
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_gives_up_in_time() -> None:
    config = database("postgresql://u@h/d", statement_seconds=120)
    assert "-c lock_timeout=3s -c statement_timeout=120s" in config["OPTIONS"]["options"]
    assert config["CONN_HEALTH_CHECKS"]


def test_no_transaction_is_opened_for_a_whole_request() -> None:
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


@pytest.mark.parametrize(
    ("redis_url", "broker_url"),
    [
        ("redis://host:6379/3", "redis://host:6379/3"),
        ("unix:///run/valkey.sock?db=2", "redis+socket:///run/valkey.sock?virtual_host=2"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
    ],
)
def test_celery_is_told_the_address_in_its_own_spelling(redis_url: str, broker_url: str) -> None:
    assert broker(redis_url) == broker_url
