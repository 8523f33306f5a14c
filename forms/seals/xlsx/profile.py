"""Profile: what the plumbing of a signed workbook may be — content types, relationships, the parts of the signature.

A signature covers neither content types nor properties, so these are bounded here: nothing unreachable, nothing that
leads outside, no type that would make a reader take one part for another. All of it follows from the names of the
parts and from the plumbing alone.
"""

from collections.abc import Mapping

from forms.guards.own_properties import own_properties
from forms.seals.xlsx import opc

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_KINDS = ("officeDocument", "worksheet", "styles", "theme", "sharedStrings", "comments", "vmlDrawing")
_ALLOWED = frozenset(opc.OFFICE_RELATIONS + kind for kind in _KINDS)
Types = tuple[dict[str, str], dict[str, str]]


def need(holds: bool, what: str) -> None:
    """Raise BadPackage unless something holds."""
    if not holds:
        raise opc.BadPackage(what)


def is_plumbing(name: str) -> bool:
    """True for a part that says how others hang together."""
    return name == opc.TYPES_PART or opc.is_relations(name) or name == opc.ORIGIN


def require_plumbing(parts: Mapping[str, bytes], types: Types) -> None:
    """Raise BadPackage unless the signature stands where ours stands, is reached once, and holds nothing beside."""
    own = {name for name in parts if name.lower().startswith("/_xmlsignatures")}
    need(own == opc.OWN_PARTS and parts[opc.ORIGIN] == b"", "parts of the signature")
    kinds = (opc.type_of(opc.ORIGIN, types), opc.type_of(opc.SIGNATURE, types))
    need(kinds == (opc.ORIGIN_TYPE, opc.SIGNATURE_TYPE), "content types of the signature")
    own_relations = [one[1:] for one in opc.relations(parts[opc.SIGNATURE_RELATIONS])]
    need(own_relations == [(opc.SIGNATURE_RELATION, "sig1.xml", "Internal")], "relationships of the signature")
    origins = [one[2:] for one in opc.relations(parts[opc.ROOT_RELATIONS]) if one[1] == opc.ORIGIN_RELATION]
    need(origins == [(opc.ORIGIN[1:], "Internal")], "origin")


def require_closed(parts: Mapping[str, bytes], types: Types) -> None:
    """Raise BadPackage unless every part is reached, by a relationship that our books have, and typed as it is."""
    reached = {opc.TYPES_PART, opc.ROOT_RELATIONS, *opc.OWN_PARTS}
    for name in parts:
        if opc.is_relations(name) and name != opc.SIGNATURE_RELATIONS:
            need(name == opc.ROOT_RELATIONS or opc.source_of(name) in parts, "relationships of a missing part")
            reached |= {name, *(_target(parts, types, name, one) for one in opc.relations(parts[name]))}
    need(set(parts) == reached, "unreachable part")
    need(not set(types[1]) - {name.lower() for name in parts}, "content type of a missing part")
    need(list(types[1].values()).count(WORKBOOK_TYPE) == 1, "workbook type")


def require_readable(parts: Mapping[str, bytes]) -> None:
    """Raise BadPackage unless the properties, which nothing covers, are XML without a document type."""
    for part in opc.UNSIGNED_PARTS & set(parts):
        if own_properties(parts[part]) is None:
            opc.parse(parts[part])


def _target(parts: Mapping[str, bytes], types: Types, name: str, relation: opc.Relation) -> str:
    """Return the part a relationship leads to, when it is one that our books have."""
    _, kind, target, mode = relation
    found = opc.resolved(name, target)
    need(mode == "Internal" and found in parts, "target")
    if kind in opc.UNSIGNED_RELATIONS:
        need(name == opc.ROOT_RELATIONS, "properties of a part")
        if kind != opc.ORIGIN_RELATION:
            need((found, opc.type_of(found, types)) == opc.PROPERTIES[kind], "properties")
    else:
        need(kind in _ALLOWED, "kind of relationship")
        book = kind == opc.OFFICE_RELATIONS + "officeDocument"
        need(not book or opc.type_of(found, types) == WORKBOOK_TYPE, "workbook type")
    return found
