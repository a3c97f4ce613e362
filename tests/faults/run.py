"""One run: takes the plan up where the log ends, injects, lets the house come to rest, and judges."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from tests.faults import kills, service_faults, time_and_people
from tests.faults.healing import Healing
from tests.faults.log import Log
from tests.faults.plan import BROKER, DATABASE, KILLS, MAIL, OTHERS, PEOPLE, TIME, WHOLE, Injection, plan
from tests.faults.site import Site
from tests.faults.verdict import Verdict, judge

# So many waves may be under way at once; then the next injection waits.
WAVES_UNDER_WAY = 40
REST_SECONDS = 180.0
LOOK_AGAIN_SECONDS = 0.5
# Judging is work for the database, which has enough to do in the last night.
JUDGE_AGAIN_SECONDS = 2.0
TRIES = 3
# How long what is broken stays so. Two seconds are four rings and more of both clocks: CI makes do with that.
BREAK_SECONDS = 4.0
BREAK_SECONDS_OF_A_SHORT_RUN = 2.0
MODULES = {
    **dict.fromkeys(KILLS, kills),
    **dict.fromkeys((*BROKER, *DATABASE, *MAIL), service_faults),
    **dict.fromkeys((*TIME, *PEOPLE), time_and_people),
}
# These release the waves they need by themselves; before each of the others one comes that is hit by it.
WITH_WAVES_OF_THEIR_OWN = {*KILLS, *PEOPLE, "backend_dies_at_commit", "deadlock"}


class Run:
    """The faults of a seed's plan, in a world that outlives an interruption."""

    def __init__(self, seed: int, injections: int, log: Path) -> None:
        self._plan = plan(seed, injections)
        self._log = Log(log)
        self._home = self._world_of({"seed": seed, "injections": injections})

    def complete(self) -> dict[str, Any]:
        """Runs to the end and returns the figures; they are the log's last entry."""
        site = Site(self._home, BREAK_SECONDS if len(self._plan) >= WHOLE else BREAK_SECONDS_OF_A_SHORT_RUN)
        try:
            with self._stage("building"):
                site.open()
                healing = Healing(site.database, site.clock, site.mailbox, self._log)
                healing.expect(site.release(), 0, time.monotonic())
                self._wait_for_waves(healing)  # everybody is at work now
            with self._stage("faults"):
                for injection in self._missing():
                    self._inject(injection, site, healing)
            with self._stage("healing"):
                self._wait_for_waves(healing)
            unhealed = len(healing.waiting())
            with self._stage("last night"):
                verdict = self._rest(site)
            healing.end()
        finally:
            site.close()
        figures = {**self._figures(), "unhealed": unhealed, "restarts": site.crew.restarts, **asdict(verdict)}
        self._log.note("verdict", **figures, faults=verdict.faults)
        if not verdict.faults and not unhealed:  # else somebody will want to look at it
            shutil.rmtree(self._home, ignore_errors=True)
        return self._log.last("verdict") or {}

    def _world_of(self, wanted: dict[str, int]) -> Path:
        """The folder of the interrupted run of this plan, else a new one; finished runs begin anew."""
        begun = self._log.last("run")
        if (
            begun
            and self._log.last("verdict") is None
            and begun.items() >= wanted.items()
            and Path(begun["home"]).exists()
        ):
            return Path(begun["home"])
        self._log.begin()
        # A short path: that of a socket may have 107 bytes at most.
        home = Path(tempfile.mkdtemp(prefix="faults-", dir="/tmp"))
        self._log.note("run", **wanted, home=str(home))
        return home

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        """Notes how long a part of the run took."""
        began = time.monotonic()
        yield
        self._log.note("stage", name=name, seconds=round(time.monotonic() - began, 1))

    def _missing(self) -> list[Injection]:
        done = {entry["number"] for entry in self._log.entries("injection")}
        return [injection for injection in self._plan if injection.number not in done]

    def _inject(self, injection: Injection, site: Site, healing: Healing) -> None:
        while len(healing.waiting()) >= WAVES_UNDER_WAY:
            time.sleep(LOOK_AGAIN_SECONDS)
        began = time.monotonic()
        missed = self._strike(injection, site)
        over = time.monotonic()
        wave = site.release()
        healing.expect(wave, injection.number, over)
        self._log.note(
            "injection",
            number=injection.number,
            kind=injection.kind,
            seconds=round(over - began, 2),
            wave=wave,
            missed=missed,
        )

    def _strike(self, injection: Injection, site: Site) -> str:
        """Injects; returns what kept it from that, or an empty text."""
        strike = getattr(MODULES[injection.kind], injection.kind)
        lot = Random(injection.chance)  # noqa: S311  (replayable by its seed, nothing secret)
        missed = ""
        for _ in range(TRIES):
            if injection.kind not in WITH_WAVES_OF_THEIR_OWN:
                site.release(lot)
            try:
                strike(site, lot)
            except (TimeoutError, psycopg.OperationalError) as error:
                missed = f"{type(error).__name__}: {error}"
            else:
                return ""
        return missed

    def _rest(self, site: Site) -> Verdict:
        """Nothing is injected any more: after a last night everything that was ever due must be there."""
        site.crew.kill_all()
        site.next_morning((site.latest_day - site.clock.today()).days + 1)
        site.crew.start()
        deadline = time.monotonic() + REST_SECONDS
        verdict = judge(site.database, site.mailbox, site.clock.today())
        while verdict.faults and time.monotonic() < deadline:
            time.sleep(JUDGE_AGAIN_SECONDS)
            verdict = judge(site.database, site.mailbox, site.clock.today())
        return verdict

    def _wait_for_waves(self, healing: Healing) -> None:
        deadline = time.monotonic() + REST_SECONDS
        while healing.waiting() and time.monotonic() < deadline:
            time.sleep(LOOK_AGAIN_SECONDS)

    def _figures(self) -> dict[str, Any]:
        done = [entry for entry in self._log.entries("injection") if not entry["missed"]]
        waves = [entry for entry in self._log.entries("wave") if entry["injection"]]
        healed = [entry["seconds"] for entry in waves]
        by_kind = {kind: sum(entry["kind"] == kind for entry in done) for kind in (*KILLS, *OTHERS)}
        stages: dict[str, float] = {}
        for stage in self._log.entries("stage"):  # of a run that was taken up, some twice
            stages[stage["name"]] = round(stages.get(stage["name"], 0.0) + stage["seconds"], 1)
        return {
            "planned": len(self._plan),
            "running": self._log.running,
            "stages": stages,
            "injected": len(done),
            "missed": len(self._plan) - len(done),
            "killed": sum(by_kind[kind] for kind in KILLS),
            "by_kind": by_kind,
            "longest_healing": max(healed, default=0.0),
            "longest_wait": max((entry["waited"] for entry in waves), default=0.0),
            "mean_healing": round(sum(healed) / max(1, len(healed)), 2),
        }
