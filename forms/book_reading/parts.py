"""Parts of a foreign workbook: which part is what, by relationships, and only if nobody can find another.

Excel follows relationships, some readers go by content type, others by a part's usual name; a book in which these lead
to different parts shows different figures in different programs and is refused. Source: ECMA-376-2 §9.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.book.text import word
from forms.book_reading.relations import (
    CONTENT_TYPES,
    MOST_TAGS,
    ROOT_RELATIONS,
    PartRelation,
    content_types,
    only_part,
    optional_part,
    relations_of,
)
from forms.book_reading.xml import Ambiguous, beyond, flag, local, profile, tree
from models.basics.errors import AppError
from models.basics.records import dataclass

MAX_SHEETS = 100
_KIND = "/relationships/"
_SHEET_KINDS = ("worksheet", "chartsheet")
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_ALTERNATES = ("absPath", "AlternateContent", "Choice", "Fallback")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """One sheet of a book in its order; `xml` None = a sheet without cells (a chart)."""

    name: str
    hidden: bool
    xml: bytes | None
    relations: tuple[PartRelation, ...]
    print_area: str  # as its defined name says, "" = all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class BookParts:
    """The parts a workbook is read from.

    `odd`: words for what may put other things on the screen; `hints`: words for what nobody reads and changes nothing.
    """

    sheets: tuple[SheetPart, ...]
    strings: bytes | None
    styles: bytes | None
    theme: bytes | None
    date_1904: bool
    odd: tuple[str, ...]
    hints: tuple[str, ...]


_PLAIN = frozenset((
    "worksheet", "chartsheet", "sharedStrings", "styles", "theme", "calcChain", "customXml", "printerSettings",
    "sheetMetadata", "person", "hyperlink", "comments", "threadedComment", "vmlDrawing", "customProperty", "origin",
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "signature",
    "revisionHeaders", "users", "usernames", "documentTasks", "rdRichValueTypes",
))  # fmt: skip


_ELEMENTS = frozenset((
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "definedNames", "calcPr",
))  # fmt: skip
_HINTED = {
    "functionGroups": "custom", "oleSize": "custom", "fileRecoveryPr": "custom", "customWorkbookViews": "views",
    "smartTagPr": "tags", "smartTagTypes": "tags", "webPublishing": "published", "webPublishObjects": "published",
}  # fmt: skip
_SETTINGS = profile(
    "showObjects showBorderUnselectedTables filterPrivacy promptedSolutions showInkAnnotation backupFile "
    "saveExternalLinkValues updateLinks codeName hidePivotFieldList showPivotChartFilter publishItems "
    "checkCompatibility autoCompressPictures defaultThemeVersion dateCompatibility",
    date1904="0", allowRefreshQuery="0", refreshAllConnections="0",
)  # fmt: skip
_VIEW = profile(
    "visibility minimized showHorizontalScroll showVerticalScroll showSheetTabs xWindow yWindow windowWidth "
    "windowHeight tabRatio firstSheet activeTab autoFilterDateGrouping"
)
_LISTS = {"bookViews": "workbookView", "definedNames": "definedName"}  # a list → what stands in it
_SHOWN = profile("", visibility="visible", minimized="0", showSheetTabs="1")
_AT_THE_ROOT = (_PLAIN - {"thumbnail"}) | {"classificationlabels"}  # of the package: who marked it as what
_COMMENTS, _MOST_COMMENTS, _LONGEST_COMMENT = ("comments", "threadedComment"), 10_000, 30
_AREA, _TITLES, _FILTERED = "_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"
_TITLE_ROWS = re.compile(r"\$([0-9]{1,7}):\$([0-9]{1,7})")
_MOST_TITLE_ROWS, _LAST_TITLE_ROW = 10, 20  # of rows that are printed again on each page
_OWN_EXTENSIONS = frozenset((  # of LibreOffice and Excel: how a formula names cells, what it may calculate, charts
    "{7626C862-2A13-11E5-B345-FEFF819CDC9F}", "{B58B0392-4F1F-4190-BB64-5DF3571DCE5F}",
    "{140A7094-0E35-4892-8432-C4D2E57EDEB5}", "{79F54976-1DA5-4618-B147-4CDE4B953A38}",
))  # fmt: skip


def book_parts(parts: Mapping[str, bytes]) -> BookParts:
    """Return the parts of a workbook ("name" → bytes). Raises Ambiguous, ValueError, KeyError, AppError."""
    types = content_types(parts)
    root = relations_of(parts, "")
    book = only_part(root, "officeDocument", types)
    related = relations_of(parts, book)
    targets = [one.part for one in related.values() if one.part]
    if len(targets) != len(set(targets)):
        raise Ambiguous("two relationships for one part")
    xml = tree(parts[book], MOST_TAGS)
    if local(xml) != "workbook":
        raise Ambiguous("workbook")
    _known_alternates(xml)
    names = [one for held in xml if local(held) == "definedNames" for one in held]
    areas = {one.get("localSheetId"): one.text or "?" for one in names if one.get("name") == _AREA}
    sheets = tuple(
        SheetPart(name=name, hidden=hidden, xml=content, relations=relations, print_area=areas.get(str(place), ""))
        for place, (name, hidden, content, relations) in enumerate(_sheets(parts, xml, related, types))
    )
    kinds = {one.kind for one in related.values()}
    odd = [word("odd.part", 种类=kind[:40]) for kind in sorted(kinds - _PLAIN)]
    held = {kind: optional_part(parts, related, kind, types) for kind in ("sharedStrings", "styles", "theme")}
    dates = [one for one in xml if local(one) == "workbookPr"]
    date_1904 = any(flag(one, "date1904") for one in dates)
    return BookParts(
        sheets=sheets,
        strings=held["sharedStrings"],
        styles=held["styles"],
        theme=held["theme"],
        date_1904=date_1904,
        odd=tuple(dict.fromkeys((*odd, *_odd(xml)))),
        hints=tuple(dict.fromkeys((*_hints(xml, kinds), *_at_the_root(root), *_unreached(parts)))),
    )


def comments(relations: Sequence[PartRelation], parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the cell and the words of each comment of a sheet, old or threaded. Raises Ambiguous, ValueError."""
    for one in relations:
        if one.kind not in _COMMENTS or one.part not in parts:
            continue
        for count, held in enumerate(tree(parts[one.part], MOST_TAGS * 10).iter("{*}comment", "{*}threadedComment")):
            if count >= _MOST_COMMENTS:
                raise AppError("book_too_large")
            text = " ".join("".join(said.text or "" for said in held.iter("{*}t", "{*}text")).split())
            yield str(held.get("ref") or "")[:10], word("hint.comment", 文字=text[:_LONGEST_COMMENT])


def _odd(xml: Any) -> Iterator[str]:  # noqa: ANN401
    """What is said of the whole book and is not in the profile."""
    for one in xml:
        name = local(one)
        if name and name != "extLst" and name not in _ELEMENTS | set(_HINTED):
            yield word("odd.setting", 名=name[:40])
        if name == "workbookPr":
            for attribute in beyond(one, _SETTINGS):
                yield word("odd.date_1904") if attribute == "date1904" else word("odd.setting", 名=attribute[:40])
        yield from _odd_inside(name, one)
        if name == "calcPr" and not flag(one, "fullPrecision", otherwise=True):
            yield word("odd.rounding")


def _odd_inside(name: str, element: Any) -> Iterator[str]:  # noqa: ANN401
    """What stands in the list of windows or of names and is not in the profile."""
    for one in element if name in _LISTS else ():
        if local(one) != _LISTS[name]:
            yield word("odd.setting", 名=str(one.tag).rpartition("}")[2][:40])
        elif name == "bookViews":
            yield from (word("odd.setting", 名=attribute[:40]) for attribute in beyond(one, _VIEW))


def _hints(xml: Any, kinds: set[str]) -> Iterator[str]:  # noqa: ANN401
    for one in xml:
        name = local(one)
        if name in _HINTED:
            yield word(f"hint.{_HINTED[name]}")
        if name == "extLst" and any(str(held.get("uri")).upper() not in _OWN_EXTENSIONS for held in one):
            yield word("hint.extension")
        if name == "bookViews" and (len(one) > 1 or any(set(beyond(view, _SHOWN)) & set(_SHOWN) for view in one)):
            yield word("hint.window")
        yield from _named(one) if name == "definedNames" else ()
    if "customXml" in kinds:
        yield word("hint.custom")


def _at_the_root(relations: Mapping[str, PartRelation]) -> Iterator[str]:
    """What the package leads to besides its workbook: buttons and panes of programs, a picture for folders."""
    for kind in sorted({one.kind for one in relations.values()} - _AT_THE_ROOT):
        yield word("hint.part", 名=kind[:40])
    for one in relations.values():
        if one.kind.endswith("-properties") and one.part.startswith("xl/"):
            yield word("hint.part", 名=one.kind[:40])


def _named(names: Any) -> Iterator[str]:  # noqa: ANN401
    """Names of somebody's, and titles of pages that would fill them."""
    for one in names:
        name = str(one.get("name") or "")
        if name not in (_AREA, _TITLES, _FILTERED):
            yield word("hint.name", 名=name[:40])
        for first, last in _TITLE_ROWS.findall(one.text or "") if name == _TITLES else ():
            if int(last) - int(first) >= _MOST_TITLE_ROWS or int(first) > _LAST_TITLE_ROW:
                yield word("hint.print_titles")


def _unreached(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Parts that no relationship leads to: no program opens them, and no reader of ours."""
    reached = set()
    for path in parts:
        folder, name = posixpath.split(path)
        if name.endswith(".rels") and posixpath.basename(folder) == "_rels":
            source = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
            reached |= {one.part for one in relations_of(parts, "" if path == ROOT_RELATIONS else source).values()}
    for path in sorted(parts):
        if path != CONTENT_TYPES and not path.endswith((".rels", "/")) and path not in reached:
            yield word("hint.part", 名=posixpath.basename(path)[:40])


def _sheets(
    parts: Mapping[str, bytes],
    xml: Any,  # noqa: ANN401
    related: Mapping[str, PartRelation],
    types: Mapping[str, str],
) -> Iterator[tuple[str, bool, bytes | None, tuple[PartRelation, ...]]]:
    """Yield name, whether it is hidden, content (None of a chart) and relationships of each sheet in order."""
    lists = [one for one in xml.iter() if str(one.tag).endswith("}sheets")]
    if len(lists) != 1 or local(lists[0]) != "sheets" or lists[0].getparent() is not xml:
        raise Ambiguous("list of sheets")
    listed, names, targets = list(lists[0]), set(), set()
    if not 0 < len(listed) <= MAX_SHEETS:
        raise Ambiguous("number of sheets")
    for one in listed:
        name, identity = str(one.get("name") or ""), _identity(one)
        found = related.get(identity)
        if local(one) != "sheet" or found is None or found.kind not in _SHEET_KINDS:
            raise Ambiguous("sheet")
        if not name or name.casefold() in names or found.part in targets:
            raise Ambiguous("sheet named twice")
        names.add(name.casefold())
        targets.add(found.part)
        cells = found.kind == "worksheet"
        if cells and not types.get(found.part, "").endswith("spreadsheetml.worksheet+xml"):
            raise Ambiguous("type of a sheet")
        hidden = str(one.get("state") or "visible") != "visible"
        relations = tuple(relations_of(parts, found.part).values())
        yield name, hidden, parts[found.part] if cells else None, relations
    if sum(one.kind in _SHEET_KINDS for one in related.values()) != len(listed):
        raise Ambiguous("a sheet that is not listed")


def _identity(sheet: Any) -> str:  # noqa: ANN401
    found = [str(value) for key, value in sheet.attrib.items() if key.endswith(_KIND[:-1] + "}id")]
    if len(found) != 1:
        raise Ambiguous("sheet without part")
    return found[0]


def _known_alternates(xml: Any) -> None:  # noqa: ANN401
    """Excel writes one kind of alternative into a workbook part: where the file lay."""
    for one in xml.iter(_COMPATIBILITY):
        if any(str(child.tag).rpartition("}")[2] not in _ALTERNATES for child in one.iter()):
            raise Ambiguous("alternative content")
