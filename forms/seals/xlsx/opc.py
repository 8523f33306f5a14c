"""OPC: the parts, content types and relationships of a workbook package, and the canonical forms that are signed.

Source: ECMA-376 part 2 §9, §13.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

DS = "http://www.w3.org/2000/09/xmldsig#"
OPC = "http://schemas.openxmlformats.org/package/2006/"
RELATIONS = OPC + "relationships"
TYPES = OPC + "content-types"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RELATION_TRANSFORM = OPC + "RelationshipTransform"
ORIGIN_RELATION = RELATIONS + "/digital-signature/origin"
SIGNATURE_RELATION = RELATIONS + "/digital-signature/signature"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
ORIGIN_TYPE = "application/vnd.openxmlformats-package.digital-signature-origin"
SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# What Office, LibreOffice and POI leave unsigned, properties that any program may touch: relation → part, content type.
PROPERTIES = {
    RELATIONS + "/metadata/core-properties":
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    OFFICE_RELATIONS + "extended-properties":
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
}  # fmt: skip
UNSIGNED_RELATIONS = frozenset({ORIGIN_RELATION, *PROPERTIES})
UNSIGNED_PARTS = frozenset(part for part, _ in PROPERTIES.values())
ORIGIN, SIGNATURE, SIGNATURE_RELATIONS = (
    "/_xmlsignatures/origin.sigs", "/_xmlsignatures/sig1.xml", "/_xmlsignatures/_rels/origin.sigs.rels"
)  # fmt: skip
OWN_PARTS = frozenset({ORIGIN, SIGNATURE, SIGNATURE_RELATIONS})
TYPES_PART, ROOT_RELATIONS = "/[Content_Types].xml", "/_rels/.rels"
Relation = tuple[str, str, str, str]  # Id, Type, Target, TargetMode


class BadPackage(Exception):
    """A package that our own writer does not make."""


def parse(content: bytes) -> Any:  # noqa: ANN401 - lxml element
    """Parse one part; a document type, an entity or anything unreadable is BadPackage."""
    from lxml import etree

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadPackage("document type")
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise BadPackage("xml") from error
    if root.getroottree().docinfo.doctype:
        raise BadPackage("document type")
    return root


@cache
def _parser() -> Any:  # noqa: ANN401
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        strip_cdata=False,
    )


def canonical(element: Any) -> bytes:  # noqa: ANN401
    """Return the inclusive C14N of an element.

    The element is written and parsed first: on a live tree lxml puts stray `xmlns=""` on descendants that inherit the
    default namespace, and then only we ourselves would find the signature valid.
    """
    from lxml import etree

    alone = etree.fromstring(etree.tostring(element, with_tail=False), _parser())
    found: bytes = etree.tostring(alone, method="c14n", exclusive=False, with_comments=False)
    return found


def serialise(element: Any) -> bytes:  # noqa: ANN401
    """Return a part as XML with its declaration."""
    from lxml import etree

    found: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


@lru_cache(maxsize=512)  # the parts of a workbook have the names of every other
def is_relations(part: str) -> bool:
    """True for a .rels part."""
    return part.endswith(".rels") and posixpath.basename(posixpath.dirname(part)) == "_rels"


def resolved(part: str, target: str) -> str:
    """Return the part a relationship of a .rels part leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(posixpath.dirname(part)) or "/", target))


def source_of(part: str) -> str:
    """Return the part whose relationships a .rels part holds; "/" for those of the package."""
    folder = posixpath.dirname(posixpath.dirname(part))
    return posixpath.join(folder, posixpath.basename(part).removesuffix(".rels")) if part != ROOT_RELATIONS else "/"


def relations(content: bytes) -> list[Relation]:
    """Return the relationships of a .rels part; anything else in it is BadPackage."""
    root = parse(content)
    if root.tag != f"{{{RELATIONS}}}Relationships":
        raise BadPackage("relationships")
    found: list[Relation] = []
    for one in root:
        if (
            one.tag != f"{{{RELATIONS}}}Relationship"
            or set(one.attrib) - {"Id", "Type", "Target", "TargetMode"}
            or len(one)
        ):
            raise BadPackage("relationship")
        found.append((one.get("Id"), one.get("Type"), one.get("Target"), one.get("TargetMode") or "Internal"))
    if len({one[0] for one in found}) != len(found):
        raise BadPackage("relationship id")
    return found


def transformed(content: bytes, ids: frozenset[str]) -> bytes:
    """Return the signed form of a .rels part: the listed ones, sorted, each with its TargetMode (§13.2.4.24)."""
    from lxml import etree

    root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    for name, kind, target, mode in sorted(one for one in relations(content) if one[0] in ids):
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=name, Type=kind, Target=target, TargetMode=mode)
    return canonical(root)


def content_types(parts: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the default types by extension and the overrides by part, both lower case."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    table: dict[str, str]
    for one in parse(parts[TYPES_PART]):
        if one.tag == f"{{{TYPES}}}Default":
            table, key = defaults, one.get("Extension").lower()
        elif one.tag == f"{{{TYPES}}}Override":
            table, key = overrides, one.get("PartName").lower()
        else:
            raise BadPackage("content types")
        if key in table:
            raise BadPackage("content type twice")
        table[key] = one.get("ContentType")
    return defaults, overrides


def type_of(part: str, types: tuple[dict[str, str], dict[str, str]]) -> str:
    """Return the content type of a part. Raises BadPackage when it has none."""
    defaults, overrides = types
    found = overrides.get(part.lower()) or defaults.get(posixpath.basename(part).rpartition(".")[2].lower())
    if found is None:
        raise BadPackage("no content type")
    return found


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a package: content types first, root relationships second, fixed dates, no data descriptors."""
    order = [TYPES_PART, ROOT_RELATIONS, *(name for name in parts if name not in (TYPES_PART, ROOT_RELATIONS))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in order:
            entry = zipfile.ZipInfo(name[1:], (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED if parts[name] else zipfile.ZIP_STORED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()
