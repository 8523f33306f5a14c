"""Relations: which part a part of a package leads to, and of which type each is, where no two readers find another.

Source: ECMA-376-2 §9.
"""

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from forms.book_reading.xml import PACKAGE, Ambiguous, tree
from models.basics.records import dataclass

MOST_TAGS = 20_000


CONTENT_TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_SPREADSHEET = "spreadsheetml."
_ONLY = {"officeDocument": "sheet.main+xml", "sharedStrings": "sharedStrings+xml", "styles": "styles+xml"}


@dataclass(frozen=True, slots=True)
class PartRelation:
    """One relationship: its kind (`worksheet`, `styles` …) and the part it leads to, "" for one that leads outside."""

    kind: str
    part: str


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return part → content type. One type for each; main types of a workbook, its strings and styles only once."""
    found: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for one in tree(parts[CONTENT_TYPES], MOST_TAGS):
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


def relations_of(parts: Mapping[str, bytes], source: str) -> dict[str, PartRelation]:
    """Return the relationships of a part by id; of the package for "". Raises Ambiguous for an id that comes twice."""
    folder, name = posixpath.split(source)
    path = posixpath.join(folder, "_rels", f"{name}.rels") if source else ROOT_RELATIONS
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


def only_part(relations: Mapping[str, PartRelation], kind: str, types: Mapping[str, str]) -> str:
    """Return the one part of a kind there must be. Raises Ambiguous for none, several, or one of another type."""
    found = [one.part for one in relations.values() if one.kind == kind]
    if len(found) != 1 or not types.get(found[0], "").endswith(_SPREADSHEET + _ONLY[kind]):
        raise Ambiguous(f"which part is {kind}")
    return found[0]


def optional_part(
    parts: Mapping[str, bytes], relations: Mapping[str, PartRelation], kind: str, types: Mapping[str, str]
) -> bytes | None:
    """Return a part there may be, None without one. Raises Ambiguous as `only_part`."""
    found = [one.part for one in relations.values() if one.kind == kind]
    wanted = _ONLY.get(kind)
    if not found:
        if wanted and any(one.endswith(_SPREADSHEET + wanted) for one in types.values()):
            raise Ambiguous(f"a part nobody refers to is {kind}")
        return None
    if len(found) > 1 or (wanted and not types.get(found[0], "").endswith(_SPREADSHEET + wanted)):
        raise Ambiguous(f"which part is {kind}")
    return parts[found[0]]
