"""The list of twisted books, what puts one on it, and names of parts that twists share."""

from collections.abc import Callable

from tests.forms.guards.sealed_books import Parts, Twist, figure_cell

BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
BOOK_RELS, ROOT_RELS, TYPES = "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TWISTS: dict[str, Twist] = {}


def twist(function: Twist) -> Twist:
    """Take up a way of twisting under the name of its function."""
    TWISTS[function.__name__] = function
    return function


def many(name: str, cases: dict[str, Callable[[Parts], Parts | bytes]]) -> None:
    """Take up several ways that differ in one text."""
    for case, function in cases.items():
        TWISTS[f"{name}: {case}"] = function


def false_cell(parts: Parts) -> tuple[str, bytes, bytes]:
    """Sheet part, the true cell, and the cell with the false figure."""
    name, cell = figure_cell(parts)
    return name, cell, cell.replace(b"182.4", b"192.4")
