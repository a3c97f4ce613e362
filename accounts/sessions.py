"""Sessions in the database, asked for by a key that could be one of ours and by no other."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django asks the database for whatever a cookie says; a NUL in it would be an error there, not a stranger."""

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and key.isascii() and key.isalnum() and super()._validate_session_key(key)  # type: ignore[misc]
