"""The demo as a whole: what it is made of, in which order it starts and stops, and how one knows that it works."""

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from deploy.demo import valkey
from deploy.demo.broker import choose_broker
from deploy.demo.places import LOG, RefusedError, environment
from deploy.demo.processes import LOOK_AGAIN_SECONDS, Child, stop

HOST = "127.0.0.1"
PREPARE = "prepare"
STOP_ORDER = [PREPARE, "beat", "worker", "web", "valkey"]
BROKER_WITHIN_SECONDS = 15
HEALTHY_WITHIN_SECONDS = 90
WATCH_EVERY_SECONDS = 1
RESTARTS = 5

CELERY = [sys.executable, "-m", "celery", "--app", "carbonpeak"]
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn_conf.py"]

# Straight to this machine, whatever proxy the environment names.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def stop_leftovers() -> list[str]:
    """Stop what a killed launcher left running, and return the names."""
    return [name for name in STOP_ORDER if stop(name)]


class Demo:
    """The processes of one demo, from start to stop."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.children: dict[str, Child] = {}
        self.address = f"http://{HOST}:{port}/"

    def start(self) -> str:
        """Start everything, wait until it works, and return what `load_demo` said: who can log in."""
        redis_url, broker = choose_broker()
        if broker:
            self._start(broker)
            self._wait(lambda: valkey.answers(redis_url), BROKER_WITHIN_SECONDS)
        surroundings = environment(redis_url, self.address.rstrip("/"))
        self._manage("migrate", surroundings)
        told = self._manage("load_demo", surroundings)
        self._start(Child("web", GUNICORN, surroundings | {"BIND": f"{HOST}:{self.port}"}))
        self._start(Child("worker", [*CELERY, "worker", "--concurrency=2", "--without-gossip"], surroundings))
        self._start(Child("beat", [*CELERY, "beat", "--pidfile="], surroundings))
        self._wait(lambda: self.health().get("ok", False), HEALTHY_WITHIN_SECONDS)
        return told

    def watch(self) -> None:
        """Start again what ends by itself, until somebody stops the demo; give up where that does not help."""
        restarts = 0
        while True:
            time.sleep(WATCH_EVERY_SECONDS)
            for child in self.children.values():
                if child.has_ended():
                    restarts += 1
                    if restarts > RESTARTS:
                        raise RefusedError(f"{child.name} ends again and again:\n{child.last_words()}")
                    print(f"{child.name} ended unexpectedly and is started again, see {child.log}", flush=True)
                    child.start()

    def stop(self) -> None:
        """Stop everything: the clock first, the broker last, so that nothing new arrives where nobody listens."""
        for name in STOP_ORDER:
            if name in self.children:
                stop(name, self.children[name].process)

    def health(self) -> dict[str, Any]:
        """What /healthz answers; empty while nobody answers."""
        try:
            with _direct.open(f"{self.address}healthz", timeout=5) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as unwell:
            with unwell:
                return dict(json.load(unwell)) if unwell.code == 503 else {}
        except OSError:
            return {}

    def _manage(self, command: str, surroundings: dict[str, str]) -> str:
        """Run a management command and return what it printed; its log lines go to prepare.log.

        It is written down like the others: were the launcher killed now, the next one would find it still writing.
        """
        child = Child(PREPARE, [sys.executable, "manage.py", command], surroundings, is_asked=True)
        self._start(child)
        told = child.answer()
        del self.children[PREPARE]  # it has ended as it should, and nobody is to start it again
        if told is None:
            raise RefusedError(f"manage.py {command} failed:\n{child.last_words()}")
        return told

    def _start(self, child: Child) -> None:
        self.children[child.name] = child
        child.start()

    def _wait(self, is_ready: Callable[[], bool], seconds: float) -> None:
        """Wait until `is_ready`; refuse, with the last words of the log, when a process ends or time is up."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            for child in self.children.values():
                if child.has_ended():
                    raise RefusedError(f"{child.name} did not start:\n{child.last_words()}")
            if time.monotonic() > deadline:
                raise RefusedError(f"Not ready after {seconds} seconds: {self.health()}. The logs are in {LOG}.")
            time.sleep(LOOK_AGAIN_SECONDS)
