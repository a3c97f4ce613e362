"""A mail server on this machine that does as it is told: takes, refuses, hangs, or drops the line after DATA."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

PATIENCE_SECONDS = 5


@dataclass
class Behaviour:
    """What happens to a recipient: ``RCPT`` is answered by this line, or DATA is hung up on.

    ``fails`` counts down: after so many times the server is well again.
    """

    answer: str = ""
    drops_after_data: bool = False
    hangs_after_data: bool = False
    fails: int = 1_000_000


@dataclass
class MailServer:
    """What the server received, and how it behaves to whom. ``sender_answer``: what it says to our own address."""

    port: int = 0
    sender_answer: str = ""
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    received: list[Message] = field(default_factory=list)
    connections: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def of(self, recipient: str) -> Behaviour:
        """The behaviour to a recipient that still fails, or the good one."""
        found = self.behaviours.get(recipient, Behaviour(fails=0))
        if found.fails <= 0:
            return Behaviour()
        return found

    def ids_for(self, recipient: str) -> list[str]:
        """The Message-IDs that arrived for somebody."""
        return [str(mail["Message-ID"]) for mail in self.received if mail["To"] == recipient]


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    timeout = PATIENCE_SECONDS

    def handle(self) -> None:
        """Speaks SMTP until QUIT, or as badly as it was told."""
        house: MailServer = self.server.house  # type: ignore[attr-defined]
        house.connections += 1
        self._say("220 here")
        recipient = ""
        with suppress(OSError):
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "QUIT":
                    self._say("221 bye")
                    return
                if verb == "MAIL":
                    self._say(house.sender_answer or "250 ok")
                elif verb == "RCPT":
                    recipient = line[line.index("<") + 1 : line.index(">")]
                    behaviour = house.of(recipient)
                    behaviour.fails -= bool(behaviour.answer)
                    self._say(behaviour.answer or "250 ok")
                elif verb == "DATA":
                    self._say("354 go on")
                    if not self._take(house, recipient):
                        return
                else:
                    self._say("250 ok")

    def _take(self, house: MailServer, recipient: str) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        behaviour = house.of(recipient)
        house.received.append(message_from_bytes(b"".join(lines)))
        if behaviour.drops_after_data or behaviour.hangs_after_data:
            behaviour.fails -= 1
            if behaviour.hangs_after_data:
                house.released.wait(PATIENCE_SECONDS)
            return False
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; a test that ends does not wait for hung talks."""

    daemon_threads = True
    block_on_close = False


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs while the block does."""
    house = MailServer()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.house = house  # type: ignore[attr-defined]
        house.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield house
        finally:
            house.released.set()
            server.shutdown()
            thread.join()


def refusing_port() -> int:
    """A port on which nobody listens: taken for a moment, then given back."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
