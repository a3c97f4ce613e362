"""Keep one server alive exactly as long as the test run that asked for it.

Started by `services` with a pipe as standard input. The pipe closes when the test run ends in whatever way,
also by SIGKILL; then the server is stopped and its folder removed. Usage: keeper.py FOLDER COMMAND...
"""

import shutil
import signal
import subprocess
import sys

PATIENCE_SECONDS = 10


def keep(folder: str, command: list[str]) -> None:
    """Run `command` until standard input ends, then stop it and remove `folder`."""
    with open(f"{folder}/server.log", "wb") as log:  # noqa: PTH123
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
    sys.stdin.read()
    # PostgreSQL reads SIGINT as "fast": it closes the connections instead of waiting for them.
    server.send_signal(signal.SIGINT)
    try:
        server.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(sys.argv[1], sys.argv[2:])
