"""Book guard: looks through one part of a foreign workbook for whatever would make a reader allocate without end.

Counts elements and bounds addresses while parsing, builds no tree. What openpyxl does with an address decides what is
bounded: it makes an object for each cell of a merge and of a hyperlink's or comment's range, for each row and each
format; a cell far away is one object and harmless. Parts that are not called .xml are passed over, and nothing may be
referred to as XML under another name.
"""

import re
from collections import Counter
from collections.abc import Mapping

from forms.guards.columns import column_number
from models.basics.errors import AppError

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LARGEST_RANGE, LARGEST_RANGES = 20_000, 200_000  # cells of one merge or hyperlink, of all in one part
MOST_OF_A_KIND, MOST_IN_ALL, DEEPEST = 100_000, 6_000_000, 60
MOST_EMPTY, MOST_PLACES, LONGEST_FORMAT = 300_000, 20_000, 255  # cells without content, places of all rules, characters
_MOST_IN_SHEETS = {"c": 1_000_000, "v": 1_000_000, "is": 1_000_000, "t": 1_000_000, "f": 1_000_000, "row": 100_000}
_MOST = {"si": 400_000, "numFmt": 5_000, "conditionalFormatting": 2_000, "dataValidation": 5_000}
_STRINGS = "xl/sharedstrings.xml"
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_XML_NAMES = (".xml", ".rels", ".vml")
_MACRO_TYPES = ("macroenabled", "vbaproject", "oleobject", "activex", "sheet.binary", "intlmacrosheet")
_MACRO_KINDS = ("/vbaProject", "/oleObject", "/package", "/control", "/xlMacrosheet")
_UNUSED = (
    ".bin",
    ".vml",
)  # a type for all parts so called says nothing: those are passed over (SheetJS names them all)
_MODEL_KINDS = ("/powerPivotData",)
_EXTERNAL_KINDS = ("/externalLink", "/externalLinkPath")
_PLAIN_KINDS = ("/hyperlink", "/image", "/vmlDrawing", "/printerSettings", "/thumbnail", "/origin")


def guard_part(name: str, content: bytes) -> None:
    """Refuse one part; `name` in lower case. Raises AppError as `foreign_package` says; ValueError for broken XML."""
    from lxml import etree

    if not name.endswith((".xml", ".rels")):
        return
    parser = etree.XMLParser(
        target=_BoundsChecker(name),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("xml") from error


class _BoundsChecker:
    """Parser target for lxml: counts elements of a part and checks its references against the limits."""

    def __init__(self, part: str) -> None:
        self.seen: Counter[str] = Counter()
        self.whole = self.depth = self.covered = self.empty = self.places = 0
        self.usual = MOST_IN_ALL if part == _STRINGS else MOST_OF_A_KIND
        self.most = _MOST_IN_SHEETS if part.startswith("xl/worksheets/") else {}

    def doctype(self, *_: object) -> None:
        raise AppError("file_not_readable")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = tag.rpartition("}")[2]
        self.places += len((attributes.get("sqref") or "").split()) if "sqref" in attributes else 0
        self._count(kind)
        if kind in ("c", "v", "is", "f"):
            self._cell(kind, attributes)
        elif kind == "row":
            _row(attributes.get("r"))
        elif kind == "numFmt" and len(attributes.get("formatCode") or "") > LONGEST_FORMAT:
            raise AppError("file_bomb")
        elif kind in ("mergeCell", "hyperlink", "comment"):
            self.covered += _area(attributes.get("ref"), most=1 if kind == "comment" else LARGEST_RANGE)
        elif kind == "Relationship":
            _relationship(attributes)
        elif kind in ("Override", "Default"):
            _type(attributes)
        if self.covered > LARGEST_RANGES:
            raise AppError("file_bomb")

    def _cell(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Bound where a cell stands; one with anything inside is not empty."""
        if kind == "c":
            _place(attributes.get("r"))
        self.empty += 1 if kind == "c" else -1

    def _count(self, kind: str) -> None:
        self.seen[kind] += 1
        self.whole += 1
        self.depth += 1
        most = _MOST.get(kind) or self.most.get(kind, self.usual)
        if (
            self.empty > MOST_EMPTY
            or self.places > MOST_PLACES
            or self.seen[kind] > most
            or self.whole > MOST_IN_ALL
            or self.depth > DEEPEST
        ):
            raise AppError("file_bomb")

    def end(self, _: str) -> None:
        self.depth -= 1

    def data(self, _: str) -> None:
        """Text needs no bound of its own: the part's size has one."""

    def close(self) -> None:
        """Nothing to hand over."""


def _place(address: str | None) -> tuple[int, int]:
    """Return (row, column) of one cell's address; a cell without one follows the cell before it."""
    if address is None:
        return 1, 1
    found = _CELL.fullmatch(address)
    if found is None:
        raise AppError("file_bomb")
    column = column_number(found[1].upper())
    if int(found[2]) > LAST_ROW or column > LAST_COLUMN:
        raise AppError("file_bomb")
    return int(found[2]), column


def _row(number: str | None) -> None:
    if number is not None and (_ROW.fullmatch(number) is None or int(number) > LAST_ROW):
        raise AppError("file_bomb")


def _area(address: str | None, *, most: int) -> int:
    """Return how many cells a range covers. Raises AppError("file_bomb") beyond the most."""
    corners = [_place(corner) for corner in (address or "A1").split(":", 2)]
    (top, left), (bottom, right) = corners[0], corners[-1]
    area = (abs(bottom - top) + 1) * (abs(right - left) + 1)
    if area > most or len(corners) > 2:
        raise AppError("file_bomb")
    return area


def _relationship(attributes: Mapping[str, str]) -> None:
    """A hyperlink is only text until somebody clicks it; whatever else leads outside would be loaded."""
    kind, target = attributes.get("Type") or "", (attributes.get("Target") or "").lower()
    outside = (attributes.get("TargetMode") or "Internal") != "Internal"
    if kind.endswith(_EXTERNAL_KINDS) or (outside and not kind.endswith("/hyperlink")):
        raise AppError("file_has_external_links")
    if kind.endswith(_MACRO_KINDS):
        raise AppError("file_has_macros")
    if kind.endswith(_MODEL_KINDS):
        raise AppError("file_has_model")
    if not kind.endswith(_PLAIN_KINDS) and not target.endswith(".xml"):
        raise AppError("file_saved_elsewhere")


def _type(attributes: Mapping[str, str]) -> None:
    kind = (attributes.get("ContentType") or "").lower()
    named = (attributes.get("PartName") or f".{attributes.get('Extension') or ''}").lower()
    if named in _UNUSED and not kind.endswith("xml"):
        return
    if any(word in kind for word in _MACRO_TYPES):
        raise AppError("file_has_macros")
    if kind.endswith("xml") and not named.endswith(_XML_NAMES):
        raise AppError("file_not_readable")
