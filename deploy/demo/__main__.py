"""Run the demo: python -m deploy.demo start [--port 8000] | reset. Ctrl-C stops it; running it again continues."""

import argparse
import shutil
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from deploy.demo.launcher import only_launcher, refuse_if_busy, stop_running_launcher
from deploy.demo.places import LOG, MAIL, STATE, RefusedError, make_folders, socket_folder
from deploy.demo.system import Demo, stop_leftovers

READY = """
{told}
演示系统已就绪，The demo is running: {address}
Mail lands in {mail}, logs in {log}.
Ctrl-C stops it; make demo continues where it was; make demo-reset starts over."""


def start(port: int) -> None:
    """Run the demo until somebody stops it."""
    make_folders()
    with only_launcher():
        if leftovers := stop_leftovers():
            print(f"Stopped what an earlier run had left behind: {', '.join(leftovers)}.")
        refuse_if_busy(port)
        demo = Demo(port)
        _on_stop_signals(signal.default_int_handler)
        try:
            print("Preparing the data; the first time this takes a moment.", flush=True)
            told = demo.start()
            print(READY.format(told=told, address=demo.address, mail=MAIL, log=LOG), flush=True)
            demo.watch()
        except KeyboardInterrupt:
            print("\nStopping.", flush=True)
        finally:
            _on_stop_signals(signal.SIG_IGN)
            demo.stop()


def _on_stop_signals(handler: Callable[[int, FrameType | None], Any] | signal.Handlers) -> None:
    """Treat Ctrl-C, a polite kill and a closed terminal alike."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def reset() -> None:
    """Stop what is ours and forget what the demo stored."""
    make_folders()
    stop_running_launcher()
    stop_leftovers()
    for folder in (STATE, LOG, MAIL, socket_folder()):
        shutil.rmtree(folder)
    print("The demo starts over with the next make demo.")


def main() -> int:
    """Return 0 when done, 1 when refused with a sentence."""
    parser = argparse.ArgumentParser(prog="deploy.demo", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("start").add_argument("--port", type=int, default=8000)
    acts.add_parser("reset")
    asked = parser.parse_args()
    try:
        start(asked.port) if asked.act == "start" else reset()
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
