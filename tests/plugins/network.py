"""The network is closed: a test reaches this machine, by loopback or unix socket, and nothing else."""

import ipaddress
import socket
from typing import Any

import pytest


class NetworkClosedError(AssertionError):
    """A test tried to leave the machine."""


def _is_here(host: str) -> bool:
    """Is `host` this machine? Names other than localhost would need a resolver, so they are not."""
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_elsewhere(host: Any) -> None:
    """Raise when `host` (text, bytes or None) is not this machine."""
    name = host.decode() if isinstance(host, bytes) else host or ""
    if not _is_here(name):
        raise NetworkClosedError(f"The network is closed in tests, {name} was asked for.")


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Any:
    """Guard every connection and every name that is looked up."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            _refuse_elsewhere(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family != socket.AF_UNIX:
            _refuse_elsewhere(address[0])
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_elsewhere(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield
