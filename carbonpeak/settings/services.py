"""Turn DATABASE_URL and REDIS_URL into what Django and Celery want to read."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ


def database(url: str, *, statement_seconds: int = 15, lock_seconds: int = 3) -> dict[str, Any]:
    """Return the Django database settings for `url`, with the limits that were tested under faults.

    SQLite writes ahead and takes its write lock at BEGIN, so that two writers wait for each other instead of
    failing in the middle. PostgreSQL gives up on a statement, on a lock and on a forgotten transaction, and
    notices a client that went away.
    """
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return config
    limits = {
        "lock_timeout": f"{lock_seconds}s",
        "statement_timeout": f"{statement_seconds}s",
        "idle_in_transaction_session_timeout": "60s",
        "client_connection_check_interval": "1s",
        # A statement that answers a whole page is dear by estimate and done in milliseconds: compiling it costs more.
        "jit": "off",
    }
    config["OPTIONS"] = config.get("OPTIONS", {}) | {
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        "connect_timeout": 5,
    }
    return config | {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}


def broker(redis_url: str) -> str:
    """Return `redis_url` in the spelling of Celery, which names a unix socket differently from redis-py."""
    address = urlsplit(redis_url)
    if address.scheme != "unix":
        return redis_url
    number = parse_qs(address.query).get("db", ["0"])[0]
    return f"redis+socket://{unquote(address.path)}?virtual_host={number}"
