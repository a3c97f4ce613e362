"""JSON that is stored in its own characters, so that a search in the database finds Chinese words in it."""

import json
from typing import Any


class ReadableJSON(json.JSONEncoder):
    """Writes 备注 as it is and not in escapes; PostgreSQL does so by itself, SQLite keeps what it is given."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})
