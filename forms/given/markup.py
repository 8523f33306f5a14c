"""Markup: the XML of a workbook's parts, read without entities; its texts, and what is struck out in them."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from forms.book_reading.looks import unescaped

TOLD_AFTER = 1 << 20  # bytes of a part
_LEVELS = {
    "superscript": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_NO_MARKUP = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def local_name(element: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def named(root: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements of a name, in any namespace."""
    return root.iter(f"{{*}}{name}")  # type: ignore[no-any-return]


def is_hidden(element: Any) -> bool:  # noqa: ANN401
    """True for a column or row that says it is hidden."""
    return (element.get("hidden") or "0").lower() in ("1", "true")


def tree_of(content: bytes, *, bare: bool = False) -> Any:  # noqa: ANN401
    """Return the root of a part, `bare` without the blanks that only set its lines.

    Raises ValueError for one with a document type, lxml's errors for no XML.
    """
    from lxml import etree

    _no_doctype(content)
    return etree.fromstring(content, etree.XMLParser(**_NO_MARKUP, remove_blank_text=bare))


def each_of(content: bytes, names: tuple[str, ...], tell: Callable[[int, int], None] | None = None) -> Iterator[Any]:
    """Yield the elements of some names, each forgotten once it was looked at.

    `tell` is called now and then with how many bytes were read, and of how many.
    """
    from lxml import etree

    _no_doctype(content)
    stream, told = io.BytesIO(content), 0
    for _, element in etree.iterparse(stream, tag=[f"{{*}}{name}" for name in names], **_NO_MARKUP):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        if tell is not None and stream.tell() - told >= TOLD_AFTER:
            told = stream.tell()
            tell(told, len(content))


def _no_doctype(content: bytes) -> None:
    """Entities are declared in a document type: nobody writes one into a workbook but to make a reader swell."""
    if b"<!DOCTYPE" in content[:4096].replace(b"\0", b""):
        raise ValueError("document type")


def words_of(element: Any) -> str:  # noqa: ANN401
    """Return the text of a string: its own, or that of its runs; not how it is pronounced."""
    parts = [one for one in element.iter("{*}t") if local_name(one.getparent()) != "rPh"]
    texts = ["".join(one.itertext()) for one in parts]
    if len(parts) > 1:
        texts = [*apart(zip(texts, map(_level, parts), strict=True))]
    return unescaped("".join(texts))


def _level(text: Any) -> str:  # noqa: ANN401
    """How the run of a text stands to its line: superscript, subscript, or "" for on it."""
    look = next((one for one in text.getparent() if local_name(one) == "rPr"), None)
    found = next(named(look, "vertAlign"), None) if look is not None else None
    return str(found.get("val") or "") if found is not None else ""


def apart(runs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the texts of runs, each with its level; digits raised or lowered right behind a digit stay told apart.

    10² and 12① with a small sign are no 102 and 121; m³ and CO₂ are what people type as m3 and CO2.
    """
    last = ""
    for text, level in runs:
        said = text.translate(_LEVELS[level]) if level in _LEVELS and last.isdecimal() else text
        yield said
        last = text[-1:] or last


def run_struck(element: Any) -> bool:  # noqa: ANN401
    """True for a text of which a run that says something is struck out."""
    return any(strikes(look) and words_of(look.getparent()).strip() for look in named(element, "rPr"))


def strikes(font: Any) -> bool:  # noqa: ANN401
    """True for a font, or the look of a run, that draws a line through what it writes."""
    line = next(named(font, "strike"), None)
    return line is not None and (line.get("val") or "1").lower() in ("1", "true")
