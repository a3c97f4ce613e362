"""A mail server of our own that can be out of humour, and that notes every mail it took before it says so."""

import hashlib
import socketserver
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email.parser import BytesHeaderParser
from enum import Enum
from math import inf
from pathlib import Path

HANGS_SECONDS = 30


class Mood(Enum):
    """How the server treats who comes."""

    FINE = "fine"
    DEFERS = "defers"
    REJECTS = "rejects"
    HANGS = "hangs"
    DROPS = "drops"


class Mailbox:
    """Listens on loopback. Each mail becomes one line of ``file``: taken or rejected, Message-ID, recipient, hash.

    ``met`` is set when a mail met a server out of humour. ``after_receipt`` is asked once, with the sender's port,
    when a mail was taken and before 250 is said; what it returns is called right after.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.mood = Mood.FINE
        self.met = threading.Event()
        self.after_receipt: Callable[[int], Callable[[], None]] | None = None
        self.port = 0
        self._back_at = -inf
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def open(self) -> None:
        """Starts to listen, on the same port every time."""
        if self.port:
            self._back_at = time.monotonic()
        self._server = _Server(("127.0.0.1", self.port), _Talk)
        self._server.box = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def close(self) -> None:
        """Stops listening: connections are refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def was_away(self, seconds: float) -> bool:
        """Whether nobody listened now or within the last seconds."""
        return self._server is None or time.monotonic() - self._back_at <= seconds

    def note(self, fate: str, content: bytes, recipient: str) -> None:
        """Writes down what became of a mail."""
        message_id = BytesHeaderParser().parsebytes(content)["Message-ID"]
        digest = hashlib.sha256(content).hexdigest()
        with self._lock, self.file.open("a", encoding="utf-8") as stream:
            stream.write(f"{fate}\t{message_id}\t{recipient}\t{digest}\n")

    def notes(self) -> list[tuple[str, str, str, str]]:
        """All that was written down, also by earlier parts of the run."""
        if not self.file.exists():
            return []
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return [(parts[0], parts[1], parts[2], parts[3]) for line in lines if len(parts := line.split("\t")) == 4]

    def take_call(self) -> Callable[[int], Callable[[], None]] | None:
        """The call that waits for a receipt, for one caller only."""
        with self._lock:
            call, self.after_receipt = self.after_receipt, None
        return call


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    box: Mailbox


class _Talk(socketserver.StreamRequestHandler):
    """One connection: as much of RFC 5321 as a client needs to hand in a mail."""

    server: _Server

    def handle(self) -> None:
        with suppress(ConnectionError):  # who was killed says no goodbye
            self._listen()

    def _listen(self) -> None:
        recipient = ""
        self._say("220 faults")
        while words := self.rfile.readline():
            verb = words[:4].upper()
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"RCPT":
                recipient = words.decode().partition("<")[2].partition(">")[0]
                self._say("451 try later" if self._meets(Mood.DEFERS) else "250 ok")
            elif verb == b"DATA":
                self._say("354 go on")
                content = self._content()
                if content is None or not self._took(content, recipient):
                    return
            else:
                self._say("250 ok")

    def _content(self) -> bytes | None:
        """The mail, or nothing where its sender went away before the end."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line)
        return b"".join(lines)

    def _took(self, content: bytes, recipient: str) -> bool:
        """Whether the talk goes on after this mail."""
        box = self.server.box
        if self._meets(Mood.HANGS):
            time.sleep(HANGS_SECONDS)
            return False
        if self._meets(Mood.REJECTS):
            box.mood = Mood.FINE
            box.note("rejected", content, recipient)
            self._say("550 no such person")
            return True
        box.note("taken", content, recipient)
        if self._meets(Mood.DROPS):
            box.mood = Mood.FINE
            return False
        asked = box.take_call()
        then = asked(self.client_address[1]) if asked else None
        self._say("250 taken")
        if then is not None:
            then()
        return True

    def _meets(self, mood: Mood) -> bool:
        """Whether the server is in this mood, which somebody has met then."""
        is_met = self.server.box.mood is mood
        if is_met:
            self.server.box.met.set()
        return is_met

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
