"""The Redis-compatible server of a run, which may be killed, frozen, emptied and filled. Its log survives that."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import redis

from deploy.demo import valkey
from tests.plugins import services

LOOK_AGAIN_SECONDS = 0.05


class Broker:
    """One server on a socket, started again in the same folder after whatever happened to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = valkey.url(folder / valkey.SOCKET)
        self._kept: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server with what its log kept."""
        server = valkey.embedded_server() or valkey.server_on_path()
        if server is None:
            raise RuntimeError("A Redis server is needed: install valkey-server.")
        command = valkey.command(server, self._folder / valkey.SOCKET)
        self._kept = services.keep(self._folder, command, lambda: valkey.answers(self.url))

    def kill(self) -> None:
        """Ends the server at once, as a power cut would."""
        if self._kept is not None:
            os.killpg(self._kept.pid, signal.SIGKILL)
            self._kept.communicate()
            self._kept = None

    def shut_down(self) -> None:
        """Asks the server to save and end, and waits for that."""
        valkey.shut_down(self.url)
        while valkey.answers(self.url):
            time.sleep(LOOK_AGAIN_SECONDS)
        self.kill()

    def freeze(self, seconds: float) -> None:
        """Stops the process for a while: connections stay open, nothing is answered."""
        pid = self.client().info("server")["process_id"]
        os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(pid, signal.SIGCONT)

    def client(self) -> Any:
        """A client for the rarer commands."""
        return redis.Redis.from_url(self.url, socket_timeout=5)
