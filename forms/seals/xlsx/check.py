"""Workbook check: is the package signature of a workbook ours, whole, and untouched?

A closed profile: the signature is built anew from the parts that are there and must be the one that is there, so it
can have no other structure, leave no part out and name no other digest. Stock verifiers accept extra parts, swapped
types and appended bytes (signing.md §4.5); what a signature cannot cover (content types, properties, the zip itself) is
bounded here. Tells who sealed, never whether we trust them.
"""

import base64
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from forms.guards.guards import read_package
from forms.seals.keys.keys import certificate_from_bytes, fingerprint, may_sign
from forms.seals.keys.public_keys import verify_plain
from forms.seals.xlsx import opc
from forms.seals.xlsx.form import XADES, bytes_to_sign, unsigned_signature
from models.basics.errors import AppError
from models.basics.lazy_dataclass import dataclass

MOST_CERTIFICATES = 4
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_UNREADABLE = (InvalidSignature, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
_KINDS = ("officeDocument", "worksheet", "styles", "theme", "sharedStrings", "comments", "vmlDrawing")
_ALLOWED = frozenset(opc.OFFICE_RELATIONS + kind for kind in _KINDS)
Types = tuple[dict[str, str], dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedWorkbook:
    """What a workbook's package signature says; `reasons`: short English words for the log."""

    state: Literal["valid", "broken", "absent"]
    certificate: x509.Certificate | None = None
    fingerprint: str = ""
    reasons: tuple[str, ...] = ()


def workbook_seal_state(xlsx: bytes) -> SealedWorkbook:
    """Return the state of a workbook's signature; fails closed and never raises for what is inside the file.

    "absent" = nothing of a signature is there; "broken" = something is, but not exactly as we make it.
    """
    try:
        parts = read_package(xlsx)
    except AppError as error:
        return SealedWorkbook(state="broken" if _mentions_signature(xlsx) else "absent", reasons=(error.code,))
    signed = any(name.lower().startswith("/_xmlsignatures") for name in parts)
    if not signed and opc.ORIGIN_RELATION.encode() not in parts.get(opc.ROOT_RELATIONS, b""):
        return SealedWorkbook(state="absent")
    try:
        certificate = _verified(parts)
    except opc.BadPackage as error:
        return SealedWorkbook(state="broken", reasons=(str(error),))
    except (AppError, *_UNREADABLE) as error:
        return SealedWorkbook(state="broken", reasons=(type(error).__name__,))
    return SealedWorkbook(state="valid", certificate=certificate, fingerprint=fingerprint(certificate))


def _mentions_signature(xlsx: bytes) -> bool:
    """True unless the file is a readable zip without any part of a signature."""
    try:
        with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
            return any("_xmlsignatures" in name.lower() for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError, OSError, LookupError):
        return True


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise opc.BadPackage(what)


def _verified(parts: Mapping[str, bytes]) -> x509.Certificate:
    types = opc.content_types(parts)
    _plumbing(parts, types)
    found = opc.parse(parts[opc.SIGNATURE])
    certificates = [certificate_from_bytes(_bytes(one)) for one in found.iter(f"{{{opc.DS}}}X509Certificate")]
    _need(0 < len(certificates) <= MOST_CERTIFICATES and may_sign(certificates[0]), "certificate")
    value, when = _bytes(found[1]), _time(found)
    built = unsigned_signature(parts, certificates, when)
    built[1].text = base64.b64encode(value).decode()
    _need(opc.canonical(found) == opc.canonical(built), "content differs from what was signed")
    verify_plain(certificates[0].public_key(), value, bytes_to_sign(built))
    _closed(parts, types)
    return certificates[0]


def _plumbing(parts: Mapping[str, bytes], types: Types) -> None:
    own = {name for name in parts if name.lower().startswith("/_xmlsignatures")}
    _need(own == opc.OWN_PARTS and parts[opc.ORIGIN] == b"", "parts of the signature")
    kinds = (opc.type_of(opc.ORIGIN, types), opc.type_of(opc.SIGNATURE, types))
    _need(kinds == (opc.ORIGIN_TYPE, opc.SIGNATURE_TYPE), "content types of the signature")
    own_relations = [one[1:] for one in opc.relations(parts[opc.SIGNATURE_RELATIONS])]
    _need(own_relations == [(opc.SIGNATURE_RELATION, "sig1.xml", "Internal")], "relationships of the signature")
    origins = [one[2:] for one in opc.relations(parts[opc.ROOT_RELATIONS]) if one[1] == opc.ORIGIN_RELATION]
    _need(origins == [(opc.ORIGIN[1:], "Internal")], "origin")


def _bytes(element: Any) -> bytes:  # noqa: ANN401 - lxml element
    return base64.b64decode(element.text or "", validate=True)


def _time(root: Any) -> str:  # noqa: ANN401
    times = [str(one.text) for one in root.iter(f"{{{XADES}}}SigningTime")]
    _need(len(times) == 1, "signing time")
    datetime.strptime(times[0], "%Y-%m-%dT%H:%M:%SZ")
    return times[0]


def _closed(parts: Mapping[str, bytes], types: Types) -> None:
    """Nothing unreachable, nothing that leads outside, no type that would make a reader take one part for another."""
    reached = {opc.TYPES_PART, opc.ROOT_RELATIONS, *opc.OWN_PARTS}
    for name in parts:
        if opc.is_relations(name) and name != opc.SIGNATURE_RELATIONS:
            _need(name == opc.ROOT_RELATIONS or opc.source_of(name) in parts, "relationships of a missing part")
            reached |= {name, *(_target(parts, types, name, one) for one in opc.relations(parts[name]))}
    _need(set(parts) == reached, "unreachable part")
    _need(not set(types[1]) - {name.lower() for name in parts}, "content type of a missing part")
    _need(list(types[1].values()).count(WORKBOOK_TYPE) == 1, "workbook type")
    for part in opc.UNSIGNED_PARTS & set(parts):
        opc.parse(parts[part])


def _target(parts: Mapping[str, bytes], types: Types, name: str, relation: opc.Relation) -> str:
    """Return the part a relationship leads to, when it is one that our books have."""
    _, kind, target, mode = relation
    found = opc.resolved(name, target)
    _need(mode == "Internal" and found in parts, "target")
    if kind in opc.UNSIGNED_RELATIONS:
        _need(name == opc.ROOT_RELATIONS, "properties of a part")
        if kind != opc.ORIGIN_RELATION:
            _need((found, opc.type_of(found, types)) == opc.PROPERTIES[kind], "properties")
    else:
        _need(kind in _ALLOWED, "kind of relationship")
        book = kind == opc.OFFICE_RELATIONS + "officeDocument"
        _need(not book or opc.type_of(found, types) == WORKBOOK_TYPE, "workbook type")
    return found
