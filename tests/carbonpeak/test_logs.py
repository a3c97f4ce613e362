"""A log line is one JSON object that says which request and which job it belongs to."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from celery import shared_task
from django.test import Client
from pytest_django.fixtures import Settings

from carbonpeak.logs import logging_settings

log = logging.getLogger("carbonpeak.test")


@shared_task
def speak() -> None:
    log.info("出自作业")


@pytest.fixture
def written(settings: Settings) -> Iterator[io.StringIO]:
    """What is written while the log is configured as in production."""
    stream = io.StringIO()
    mine = logging_settings("INFO")
    mine["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(mine)
    yield stream
    logging.config.dictConfig(settings.LOGGING)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.django_db
def test_a_request_is_logged_once_with_its_id(client: Client, written: io.StringIO) -> None:
    response = client.get("/login/?next=/secret")
    access = [line for line in lines(written) if line["logger"] == "carbonpeak.access"]
    assert len(access) == 1
    assert access[0]["request_id"] == response["X-Request-ID"]
    assert (access[0]["message"], access[0]["status"]) == ("GET /login/ 200", 200)
    assert "secret" not in written.getvalue()


@pytest.mark.django_db
def test_an_id_that_the_proxy_gave_is_kept(client: Client, written: io.StringIO) -> None:
    given = "0a" * 16
    client.get("/login/", headers={"X-Request-ID": given})
    assert lines(written)[-1]["request_id"] == given


@pytest.mark.django_db
def test_an_id_that_is_no_id_is_replaced(client: Client, written: io.StringIO) -> None:
    client.get("/login/", headers={"X-Request-ID": "forged\n{}"})
    assert "forged" not in written.getvalue()


def test_a_job_is_logged_with_its_id_and_in_chinese(written: io.StringIO) -> None:
    speak.apply(task_id="job-17")
    spoken = [line for line in lines(written) if line["message"] == "出自作业"]
    assert [line["job_id"] for line in spoken] == ["job-17"]
    assert "出自作业" in written.getvalue()


def test_outside_a_request_and_a_job_there_is_no_id(written: io.StringIO) -> None:
    log.warning("nobody asked")
    (line,) = lines(written)
    assert (line["level"], line["request_id"], line["job_id"]) == ("WARNING", None, None)
