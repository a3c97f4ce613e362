"""No test leaves the machine."""

import socket
from urllib.request import urlopen

import pytest

from tests.plugins.network import NetworkClosedError


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkClosedError, match=r"example\.org"):
        urlopen("http://example.org/")


def test_a_number_is_not_connected_to() -> None:
    with socket.socket() as door, pytest.raises(NetworkClosedError, match=r"192\.0\.2\.1"):
        door.connect(("192.0.2.1", 80))


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
