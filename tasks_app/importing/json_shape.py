"""Takes words, lists and objects out of parsed JSON; whatever has another shape becomes a fault, never a traceback."""

import re
from collections.abc import Mapping
from typing import Any

from tasks_app.importing.reading import Fault

# What JSON can spell and no database or Office file keeps: control characters, halves of characters, no characters.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Shape:
    """One walk through a JSON value. ``faults`` are the places where it is not what it should be."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def text(self, holder: Mapping[str, Any], key: str, where: str) -> str:
        """A string, or an empty one with a fault."""
        return self._stored(str(self._of_type(holder, key, where, str, "文字") or ""), key, where)

    def texts(self, holder: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        """A list of non-empty strings."""
        items = self._of_type(holder, key, where, list, "列表") or []
        if not all(isinstance(item, str) and item for item in items):
            self.fault(key, f"{where}的 {key} 应是文字的列表。")
            return ()
        return tuple(self._stored(item, key, where) for item in items)

    def whole_numbers(self, holder: Mapping[str, Any], key: str, where: str) -> tuple[int, ...]:
        """A list of whole numbers; True and False are none."""
        items = self._of_type(holder, key, where, list, "列表") or []
        if not all(isinstance(item, int) and not isinstance(item, bool) for item in items):
            self.fault(key, f"{where}的 {key} 应是整数的列表。")
            return ()
        return tuple(items)

    def objects(self, holder: Mapping[str, Any], key: str, where: str) -> tuple[Mapping[str, Any], ...]:
        """A list of objects."""
        items = self._of_type(holder, key, where, list, "列表") or []
        if not all(isinstance(item, dict) for item in items):
            self.fault(key, f"{where}的 {key} 应是对象的列表。")
        return tuple(item for item in items if isinstance(item, dict))

    def object(self, holder: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        """An object, or an empty one with a fault."""
        found: Mapping[str, Any] = self._of_type(holder, key, where, dict, "对象") or {}
        return found

    def _of_type(self, holder: Mapping[str, Any], key: str, where: str, kind: type, word: str) -> Any:
        value = holder.get(key)
        if isinstance(value, kind):
            return value
        self.fault(key, f"{where}缺少 {key}，或者它不是{word}。")
        return None

    def _stored(self, text: str, key: str, where: str) -> str:
        """The text; without what nobody can store, and a fault, where it holds that."""
        if not UNSTORABLE.search(text):
            return text
        self.fault(key, f"{where}的 {key} 含有无法保存的字符（如空字符 NUL），请删去后再导入。")
        return UNSTORABLE.sub("", text)

    def fault(self, key: str, message: str) -> None:
        """Notes that the value under ``key`` is not what it should be."""
        self.faults.append(Fault(None, key, message))
