"""Settings of the window, declared once: key, type and what holds where nobody has chosen. Kept by QSettings.

What somebody chose on another machine, or a version of the program wrote that knew more, may hold anything: a value
that is none of those offered counts as not chosen.
"""

from PySide6.QtCore import QByteArray, QSettings

from models.system.text_size import text_size

SCALES = (100, 125, 150)  # per cent
_SCALE, _LANGUAGE, _DARK = "window/scale", "window/language", "window/dark"
_GEOMETRY, _MAXIMISED = "window/geometry", "window/maximised"


class WindowSettings:
    """What a person chose for the window; written as soon as it is set."""

    def __init__(self, store: QSettings) -> None:
        """Read from and write to a store, which may be a file of its own in tests."""
        self._store = store

    @property
    def scale(self) -> int:
        """The size of everything in per cent, one of `SCALES`; where nobody has chosen the next to the system's."""
        said = str(self._store.value(_SCALE, ""))
        if said.isdigit() and int(said) in SCALES:
            return int(said)
        system = text_size()
        return min(SCALES, key=lambda scale: abs(scale - system))

    @scale.setter
    def scale(self, size: int) -> None:
        self._store.setValue(_SCALE, size)

    @property
    def language(self) -> object:
        """The code of the language, None where nobody has chosen; `choose_language` judges it."""
        return self._store.value(_LANGUAGE)

    @language.setter
    def language(self, language: str) -> None:
        self._store.setValue(_LANGUAGE, language)

    @property
    def dark(self) -> bool | None:
        """True for dark colours, None where nobody has chosen: then as the system."""
        return self._truth(_DARK)

    @dark.setter
    def dark(self, dark: bool) -> None:
        self._store.setValue(_DARK, dark)

    @property
    def geometry(self) -> QByteArray | None:
        """Place and size of the window as Qt saves them, None before the first closing."""
        said = self._store.value(_GEOMETRY)
        return said if isinstance(said, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue(_GEOMETRY, geometry)

    @property
    def maximised(self) -> bool:
        """True when the window filled the screen; apart, because Qt gives it up when the scale has changed."""
        return self._truth(_MAXIMISED) is True

    @maximised.setter
    def maximised(self, maximised: bool) -> None:
        self._store.setValue(_MAXIMISED, maximised)

    def _truth(self, key: str) -> bool | None:
        said = self._store.value(key)
        return None if said is None else str(said).lower() == "true"
