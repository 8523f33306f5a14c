"""Parts of a foreign workbook: which part is what, by relationships, and only if nobody can find another.

Excel follows relationships, some readers go by content type, others by a part's usual name; a book in which these lead
to different parts shows different figures in different programs and is refused. Source: ECMA-376-2 §9.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from forms.book.text import word
from forms.book.xml import PACKAGE, Ambiguous, beyond, flag, local, profile, tree
from forms.guards.own_properties import PARTS, own_properties
from models.basics.errors import AppError
from models.basics.records import dataclass

MOST_TAGS, MAX_SHEETS = 20_000, 100
_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_KIND = "/relationships/"
_SPREADSHEET = "spreadsheetml."
_ONLY = {"officeDocument": "sheet.main+xml", "sharedStrings": "sharedStrings+xml", "styles": "styles+xml"}
_SHEET_KINDS = ("worksheet", "chartsheet")
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_ALTERNATES = ("absPath", "AlternateContent", "Choice", "Fallback")


@dataclass(frozen=True, slots=True)
class PartRelation:
    """One relationship: its kind (`worksheet`, `styles` …) and the part it leads to, "" for one that leads outside."""

    kind: str
    part: str


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
_PROPERTY_ROOTS = ("coreProperties", "Properties")
_PASSED_OVER = frozenset((  # names of programs, their versions, days, and lists that a program makes anew
    "Application", "AppVersion", "Template", "TotalTime", "DocSecurity", "version", "revision", "created", "modified",
    "lastPrinted", "HeadingPairs", "DigSig", "language", "identifier",
))  # fmt: skip
_ELSEWHERE = ("xl/", "_xmlsignatures/", "[Content_Types]")
_MOST_PROPERTY_TAGS, _LONGEST_PROPERTY = 5_000, 2_000


def book_parts(parts: Mapping[str, bytes]) -> BookParts:
    """Return the parts of a workbook ("name" → bytes). Raises Ambiguous, ValueError, KeyError, AppError."""
    types = _types(parts)
    root = _relations(parts, "")
    book = _one(root, "officeDocument", types)
    related = _relations(parts, book)
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
    held = {kind: _optional(parts, related, kind, types) for kind in ("sharedStrings", "styles", "theme")}
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
            reached |= {one.part for one in _relations(parts, "" if path == _ROOT else source).values()}
    for path in sorted(parts):
        if path != _TYPES and not path.endswith((".rels", "/")) and path not in reached:
            yield word("hint.part", 名=posixpath.basename(path)[:40])


def _types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return part → content type. One type for each; main types of a workbook, its strings and styles only once."""
    found: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for one in tree(parts[_TYPES], MOST_TAGS):
        kind = str(one.get("ContentType") or "")
        override = one.tag == f"{{{PACKAGE}content-types}}Override"
        name = str(one.get("PartName" if override else "Extension") or "").lower()
        held = found if override else defaults
        if held.setdefault(name.removeprefix("/"), kind) != kind:
            raise Ambiguous("two content types for one part")
    types = {name: found.get(name.lower()) or defaults.get(name.lower().rpartition(".")[2], "") for name in parts}
    for kind in _ONLY.values():
        if sum(one.endswith(_SPREADSHEET + kind) for one in types.values()) > 1:
            raise Ambiguous(f"two parts are {kind}")
    return types


def _relations(parts: Mapping[str, bytes], source: str) -> dict[str, PartRelation]:
    """Return the relationships of a part by id; of the package for "". Raises Ambiguous for an id that comes twice."""
    folder, name = posixpath.split(source)
    path = posixpath.join(folder, "_rels", f"{name}.rels") if source else _ROOT
    if path not in parts:
        return {}
    found: dict[str, PartRelation] = {}
    root = tree(parts[path], MOST_TAGS)
    if any(_BASE in one.attrib for one in (root, *root)):
        raise Ambiguous("where relationships begin")
    for one in root:
        identity, target = str(one.get("Id") or ""), str(one.get("Target") or "")
        kind = str(one.get("Type") or "").rpartition("/")[2]
        if one.tag != f"{{{PACKAGE}relationships}}Relationship" or not identity or identity in found:
            raise Ambiguous("relationships")
        outside = (one.get("TargetMode") or "Internal") != "Internal"
        found[identity] = PartRelation(kind, "" if outside else _resolved(parts, folder, target))
    return found


def _resolved(parts: Mapping[str, bytes], folder: str, target: str) -> str:
    path = unquote(target)
    path = path[1:] if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
    if path in parts or path.startswith("#") or not path:
        return path
    return next((name for name in parts if name.lower() == path.lower()), path)


def _one(relations: Mapping[str, PartRelation], kind: str, types: Mapping[str, str]) -> str:
    found = [one.part for one in relations.values() if one.kind == kind]
    if len(found) != 1 or not types.get(found[0], "").endswith(_SPREADSHEET + _ONLY[kind]):
        raise Ambiguous(f"which part is {kind}")
    return found[0]


def _optional(
    parts: Mapping[str, bytes], relations: Mapping[str, PartRelation], kind: str, types: Mapping[str, str]
) -> bytes | None:
    found = [one.part for one in relations.values() if one.kind == kind]
    wanted = _ONLY.get(kind)
    if not found:
        if wanted and any(one.endswith(_SPREADSHEET + wanted) for one in types.values()):
            raise Ambiguous(f"a part nobody refers to is {kind}")
        return None
    if len(found) > 1 or (wanted and not types.get(found[0], "").endswith(_SPREADSHEET + wanted)):
        raise Ambiguous(f"which part is {kind}")
    return parts[found[0]]


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
        relations = tuple(_relations(parts, found.part).values())
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


def book_properties(parts: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Return what a book says of itself outside its sheets, as (name, text): title, subject, who made it and the like.

    `parts`: "name" → bytes; of an unreadable one nothing. Source: ECMA-376-2 §11, ECMA-376-1 §22.2, §22.3.
    """
    beside = (path for path in sorted(parts) if path.endswith(".xml") and not path.startswith(_ELSEWHERE))
    return tuple(pair for path in beside for pair in _properties(parts[path]))


def _properties(part: bytes) -> tuple[tuple[str, str], ...]:
    own = own_properties(part)
    if own is None:
        return tuple(_said_by(part))
    if all([len(text) <= _LONGEST_PROPERTY and text.strip() == text for _, text in own]):
        return own
    said = ((name, text if name == PARTS else text.strip()) for name, text in own)
    return tuple((name, text[:_LONGEST_PROPERTY]) for name, text in said if text)


def _said_by(part: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = tree(part, _MOST_PROPERTY_TAGS)
    except (Ambiguous, ValueError, AppError):
        return
    if _plain_name(root) not in _PROPERTY_ROOTS:
        return
    named = [(_plain_name(one), one) for one in root]
    lists = [one for name, one in named if name == PARTS]
    yield from ((PARTS, str(text)[:_LONGEST_PROPERTY]) for held in lists for text in held.itertext())
    for kind, one in named:
        if kind == PARTS or kind in _PASSED_OVER:
            continue
        text = "".join(one.itertext()).strip()[:_LONGEST_PROPERTY]
        if text:
            name = str(one.get("name") or "") or kind
            yield (f"custom:{name}" if one.get("fmtid") else kind), text


def _plain_name(one: object) -> str:
    return str(getattr(one, "tag", "")).rpartition("}")[2]
