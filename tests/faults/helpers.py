"""Processes of a run that are told what to do, a line of JSON each, and answer with a line each."""

import json
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Helper:
    """One such process. Answers come in the order of the questions."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        with log.open("ab") as stream:
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stream, text=True
            )
        self.answers: list[dict[str, Any]] = []
        self._asked = 0
        self._answered = threading.Condition()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ask(self, **words: Any) -> None:
        """Tells it what to do and goes on."""
        self._asked += 1
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps(words) + "\n")
            self._process.stdin.flush()

    def wait(self, seconds: float = 60) -> None:
        """Waits until everything asked was answered. Raises TimeoutError."""
        with self._answered:
            if not self._answered.wait_for(lambda: len(self.answers) >= self._asked, seconds):
                raise TimeoutError(f"{self._asked - len(self.answers)} questions stay unanswered")

    def end(self) -> None:
        """Ends the process and waits for it."""
        self._process.kill()
        self._listener.join()
        self._process.communicate()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            with self._answered:
                self.answers.append(json.loads(line))
                self._answered.notify_all()
