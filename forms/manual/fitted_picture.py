"""Fitted picture: a picture of the guide, made a little smaller where the rest of a page is not quite enough for it."""

from pathlib import Path
from typing import Any

from reportlab.platypus import Flowable, Image

LEAST = 0.72  # of its size; on a page with less room it begins the next one


class FittedPicture(Flowable):  # type: ignore[misc]
    """A picture, its heading above it if it has one, and the words below, never torn apart."""

    def __init__(self, path: Path | None, size: tuple[float, float], head: Any, words: Any) -> None:  # noqa: ANN401
        """Show the picture of a file in a size (points); without one its room stays empty."""
        super().__init__()
        self._path, self._size, self._head, self._words = path, size, head, words
        self._scale = 1.0
        self._heights = (0.0, 0.0)  # of the heading and of the words, with the room around them

    def getSpaceBefore(self) -> float:
        """The room above: that of the heading."""
        return self._head.getSpaceBefore() if self._head is not None else 4.0

    def getSpaceAfter(self) -> float:
        """The room below."""
        return float(self._words.getSpaceAfter())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole size, or what the page has left when that is not much less."""
        self._width = width
        head = self._head.wrap(width, height)[1] + self._head.getSpaceAfter() if self._head is not None else 0.0
        words = self._words.wrap(width, height)[1] + self._words.getSpaceBefore()
        self._heights = (head, words)
        room = (height - head - words) / self._size[1]
        self._scale = room if LEAST <= room < 1 else 1.0
        return width, head + words + self._size[1] * self._scale

    def draw(self) -> None:
        """Draw from the top: heading, picture, words."""
        _, words = self._heights
        width, height = (side * self._scale for side in self._size)
        if self._head is not None:
            self._head.drawOn(self.canv, 0, words + height + self._head.getSpaceAfter())
        if self._path is not None:
            Image(str(self._path), width, height).drawOn(self.canv, (self._width - width) / 2, words)
        self._words.drawOn(self.canv, 0, 0)
