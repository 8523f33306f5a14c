"""A registry of Windows, played: keys with named values, and the errors that Windows' own gives."""

from types import ModuleType, TracebackType
from typing import Self

Values = dict[str, object]
USER, COMPUTER = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"


class Key:
    """An opened key."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass


def registry(keys: dict[tuple[str, str], Values]) -> ModuleType:
    """Return what stands for `winreg`, of (root, path of a key) → its values."""

    def open_key(root: str, path: str) -> Key:
        if (root, path) not in keys:
            raise FileNotFoundError(2, "no such key", path)
        return Key(keys[root, path])

    def value(key: Key, name: str) -> tuple[object, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "no such value", name)
        return key.values[name], 1

    played = ModuleType("winreg")
    played.HKEY_CURRENT_USER, played.HKEY_LOCAL_MACHINE = USER, COMPUTER  # type: ignore[attr-defined]
    played.OpenKey, played.QueryValueEx = open_key, value  # type: ignore[attr-defined]
    played.QueryInfoKey = lambda key: (0, len(key.values), 0)  # type: ignore[attr-defined]
    played.EnumValue = lambda key, number: (*list(key.values.items())[number], 1)  # type: ignore[attr-defined]
    return played
