"""Canonical: the one spelling of a content as JSON bytes, and strict reading of it back.

What is sealed must have one form: UTF-8, sorted keys, no white space, no floats. Bytes that are not the canonical form
of what they say are the caller's to refuse: it encodes what it read and compares. Knows no return and no plan.
"""

import json
import re
from collections.abc import Callable, Set
from typing import Any, cast

_FIGURE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_DIGITS = 60  # of a figure; 15 typed or 34 computed, converted between measures
LARGEST_NUMBER = 2**31 - 1


def encode(value: object, plain_text: Callable[[object], str] | None = None) -> bytes:
    """Return the canonical bytes of a value made of dicts, lists, texts, whole numbers and truths.

    `plain_text` says what anything else is written as. Raises TypeError for a value nobody says that of, ValueError
    for a float without a value.
    """
    return json_text(value, plain_text).encode()


def json_text(value: object, plain_text: Callable[[object], str] | None = None) -> str:
    """Return the same as text."""
    return (_WRITER if plain_text is None else _writer(plain_text)).encode(value)


def _writer(plain_text: Callable[[object], str] | None) -> json.JSONEncoder:
    return json.JSONEncoder(
        ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=plain_text
    )


_WRITER = _writer(None)


def in_fours(code: str) -> str:
    """Return a digest or code as people read it out: capital letters in groups of four."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4)).upper()


def decode(content: bytes) -> dict[str, object]:
    """Return the object that bytes say. Raises ValueError or RecursionError for anything else, a float included."""
    return table_of(_READER.decode(content.decode()))


def written_by_somebody(text: str, **how: Any) -> Any:  # noqa: ANN401 - whatever a JSON text says
    """Return what a JSON text of anybody says; `how` is `json.loads`'. Raises ValueError, RecursionError.

    Half a sign ("\\ud800") is refused: it is no character, and nothing that holds it can be kept or sealed.
    """
    said = json.loads(text, **how)
    if "\\u" in text:
        json_text(said).encode()
    return said


def _no_float(text: str) -> float:
    raise ValueError(text)


_READER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)


class Fields:
    """Typed access to one JSON object; a wrong type is a ValueError, a missing name a KeyError."""

    def __init__(self, found: object, names: Set[str] | None = None) -> None:
        """Begin with an object; `names`: those it must have and no other. Raises ValueError."""
        self.found = table_of(found)
        if names is not None and self.found.keys() != names:
            raise ValueError("names")

    def text(self, name: str) -> str:
        """Return a text."""
        return text_of(self.found[name])

    def whole(self, name: str) -> int:
        """Return a whole number from 0 to LARGEST_NUMBER."""
        value = self.found[name]
        if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
            raise ValueError(name)
        return value

    def truth(self, name: str) -> bool:
        """Return true or false; 1 and 0 are neither."""
        value = self.found[name]
        if not isinstance(value, bool):
            raise ValueError(name)
        return value

    def table(self, name: str) -> dict[str, object]:
        """Return an object."""
        return table_of(self.found[name])

    def rows(self, name: str) -> list[object]:
        """Return a list."""
        return list_of(self.found[name])


def text_of(value: object) -> str:
    """Return a value that is a text. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("text")
    return value


def table_of(value: object) -> dict[str, object]:
    """Return a value that is an object. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("table")
    return value


def list_of(value: object) -> list[object]:
    """Return a value that is a list. Raises ValueError."""
    if not isinstance(value, list):
        raise ValueError("list")
    return value


def texts_of(value: object, known: Callable[[str], bool] = bool) -> dict[str, str]:
    """Return an object whose values are all texts and whose names are all known. Raises ValueError."""
    found = table_of(value)
    for text in found.values():
        if not isinstance(text, str):
            raise ValueError("text")
    if not all(map(known, found)):
        raise ValueError("name")
    return cast("dict[str, str]", found)


def is_figure(text: str) -> bool:
    """True for the canonical text of a figure: digits, no exponent, no trailing zeros, no "-0" (`quantity.plain`)."""
    return len(text) <= _DIGITS and _FIGURE.fullmatch(text) is not None and text != "-0"
