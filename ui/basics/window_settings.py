"""Settings of the window, declared once, and the small file among this person's settings that keeps them.

Not by QSettings: on Windows that would write the registry, and of a file it would make whatever objects stand there.
What somebody chose on another machine, or a version of the program wrote that knew more, may hold anything: a value
that is none of those offered counts as not chosen.
"""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from models.store.file.disk import write_whole
from models.system.text_size import text_size

FILE, HEAD = "window.ini", "[window]"
LONGEST = 1 << 20  # bytes that are read of the file
SCALES = (100, 125, 150)  # per cent
_SCALE, _LANGUAGE, _DARK, _GEOMETRY, _MAXIMISED = "scale", "language", "dark", "geometry", "maximised"
_TRUTH = {"true": True, "false": False}


class WindowMemory:
    """Texts by key; each is written as soon as it is put. What no disk takes holds until the program ends."""

    def __init__(self, path: Path) -> None:
        """Remember in a file, which is made when there is something to remember."""
        self._path = path
        self._unwritten: dict[str, str] = {}

    def get(self, key: str) -> str:
        """Return what was put, by this window or another one; "" for nothing."""
        return (self._read() | self._unwritten).get(key, "")

    def put(self, key: str, text: str) -> None:
        """Remember a text of one line in place of what was put before."""
        found = self._read() | self._unwritten
        if found.get(key) == text:
            return
        self._unwritten[key] = text
        lines = [HEAD, *(f"{name}={value}" for name, value in sorted((found | {key: text}).items()))]
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, "\n".join([*lines, ""]).encode(), private=True)
            self._unwritten.clear()

    def _read(self) -> dict[str, str]:
        try:
            with self._path.open("rb") as file:
                lines = file.read(LONGEST).decode(errors="replace").split("\n")
        except OSError:
            return {}
        return {key: text.rstrip("\r") for key, is_one, text in (line.partition("=") for line in lines) if is_one}


def memory_in(folder: Path) -> WindowMemory:
    """Return what the window remembers among the settings in a folder.

    Qt's own dialogs note the folders somebody was in: beside it, as far as Qt lets them (on Windows it does not).
    """
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    return WindowMemory(folder / FILE)


class WindowSettings:
    """What a person chose for the window; written as soon as it is set."""

    def __init__(self, store: WindowMemory) -> None:
        """Read from and write to what the window remembers."""
        self._store = store

    @property
    def scale(self) -> int:
        """The size of everything in per cent, one of `SCALES`; where nobody has chosen the next to the system's."""
        said = self._store.get(_SCALE)
        if said in map(str, SCALES):
            return int(said)
        system = text_size()
        return min(SCALES, key=lambda scale: abs(scale - system))

    @scale.setter
    def scale(self, size: int) -> None:
        self._store.put(_SCALE, str(size))

    @property
    def language(self) -> str | None:
        """The code of the language, None where nobody has chosen; `choose_language` judges it."""
        return self._store.get(_LANGUAGE) or None

    @language.setter
    def language(self, language: str) -> None:
        self._store.put(_LANGUAGE, language)

    @property
    def dark(self) -> bool | None:
        """True for dark colours, None where nobody has chosen: then as the system."""
        return self._truth(_DARK)

    @dark.setter
    def dark(self, dark: bool) -> None:
        self._store.put(_DARK, str(dark).lower())

    @property
    def geometry(self) -> QByteArray | None:
        """Place and size of the window as Qt saves them, None before the first closing."""
        said = QByteArray.fromBase64(self._store.get(_GEOMETRY).encode())
        return None if said.isEmpty() else said

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.put(_GEOMETRY, geometry.toBase64().toStdString())

    @property
    def maximised(self) -> bool:
        """True when the window filled the screen; apart, because Qt gives it up when the scale has changed."""
        return self._truth(_MAXIMISED) is True

    @maximised.setter
    def maximised(self, maximised: bool) -> None:
        self._store.put(_MAXIMISED, str(maximised).lower())

    def _truth(self, key: str) -> bool | None:
        return _TRUTH.get(self._store.get(key))
