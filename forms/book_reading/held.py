"""Held: what the cells of a sheet hold as they are written — kind, style and value, texts with their own fonts."""

import zipfile
import zlib
from typing import Any

from forms.book_reading.looks import Font, Styles, runs
from forms.book_reading.xml import Ambiguous, beyond, each, local, plain_xml, profile
from forms.guards.plain_table import plain_strings
from models.basics.errors import AppError

MOST_TAGS, MOST_STRINGS = 4_500_000, 1_000_000


_CELL = profile("r s t cm vm ph")
_BLANK = " \t\r\n"  # what XML takes for a blank; any other white space in a number is no part of it
CELL_KINDS = ("n", "s", "str", "inlineStr", "b", "e", "d")
_BOOLEANS = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
Text = str | tuple[tuple[str, Font | None, bool], ...]
Held = tuple[str, str | None, Text]  # of a cell: kind ("n", "d", "t", "f"), style as it is said, value


# All that a library was seen or is written to raise over broken parts; nothing here touches the disk.
UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, SyntaxError, EOFError, OSError,
    NotImplementedError, MemoryError, AssertionError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def shared_strings(part: bytes | None, styles: Styles) -> list[Text]:
    """Return the texts that cells share, in order. Raises Ambiguous, ValueError, AppError("book_too_large")."""
    if part is None:
        return []
    found: list[Text] = []
    plain = plain_strings(plain_xml(part, MOST_TAGS))
    if plain is not None:
        if len(plain) > MOST_STRINGS:
            raise AppError("book_too_large")
        return list(plain)
    for element in each(part, "si", "sst", MOST_TAGS):
        found.append(text_of(element, styles))
        if len(found) > MOST_STRINGS:
            raise AppError("book_too_large")
    return found


def text_of(element: Any, styles: Styles) -> Text:  # noqa: ANN401 - lxml element
    """Return a text, in parts where some of them have a font of their own or are odd."""
    pieces = tuple(runs(element, styles))
    if all(font is None and not odd for _, font, odd in pieces):
        return "".join(text for text, _, _ in pieces)
    return pieces


def valued(kind: str, style: str | None, text: str) -> Held | None:
    """What a cell of any kind but a shared text holds."""
    if kind == "n":
        return ("n", style, text.strip(_BLANK)) if text.strip(_BLANK) else None
    if kind == "d":
        return "d", style, text.strip(_BLANK)
    return "t", style, _boolean(text.strip(_BLANK)) if kind == "b" else text


def _boolean(text: str) -> str:
    """What a cell that holds true or false shows; anything else is read in several ways."""
    if text not in _BOOLEANS:
        raise Ambiguous("boolean")
    return _BOOLEANS[text]


def parts_of_cell(cell: Any) -> dict[str, Any]:  # noqa: ANN401
    """The value, formula and text of a cell by name; each once and nothing else."""
    if not _CELL.keys() >= set(cell.keys()) and beyond(cell, _CELL):
        raise Ambiguous("attribute of a cell")
    found: dict[str, Any] = {}
    for one in cell:
        if local(one) not in ("v", "f", "is") or local(one) in found:
            raise Ambiguous("in a cell")
        found[local(one)] = one
    return found
