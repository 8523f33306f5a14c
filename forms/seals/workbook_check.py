"""Workbook check: is the package signature of a workbook ours, whole, and untouched?

A closed profile: exactly what `workbook_seal` writes. Stock verifiers accept extra parts, swapped types and appended bytes
(signing.md §4.5), so each part must be covered once, each relationship signed, and the zip must tile the file.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from forms.seals import opc
from forms.seals.guards import read_package
from forms.seals.keys import fingerprint
from models.errors import AppError

_NS = {"ds": opc.DS, "xd": "http://uri.etsi.org/01903/v1.3.2#"}
_ORIGIN, _SIGNATURE = "/_xmlsignatures/origin.sigs", "/_xmlsignatures/sig1.xml"
_OWN = {_ORIGIN, _SIGNATURE, "/_xmlsignatures/_rels/origin.sigs.rels"}
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_EC = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_SHAPE = ["SignedInfo", "SignatureValue", "KeyInfo", "Object", "Object", "Object"]
_ALLOWED = {"officeDocument", "worksheet", "styles", "theme", "sharedStrings"}


@dataclass(frozen=True, slots=True)
class SealedWorkbook:
    """What a workbook's package signature says."""

    state: Literal["valid", "broken", "absent"]
    certificate: x509.Certificate | None = None
    fingerprint: str = ""
    reason: str = ""


def workbook_seal_state(xlsx: bytes) -> SealedWorkbook:
    """Return the state of a workbook's signature; fails closed and never raises for what is inside the file."""
    try:
        parts = read_package(xlsx)
    except AppError as error:
        return SealedWorkbook("broken", reason=error.code)
    if not any(name.startswith("/_xmlsignatures") for name in parts):
        return SealedWorkbook("absent")
    try:
        certificate = _verified(parts)
    except (opc.BadPackage, ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature) as error:
        return SealedWorkbook("broken", reason=f"{type(error).__name__}: {error}"[:120])
    return SealedWorkbook("valid", certificate, fingerprint(certificate))


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise opc.BadPackage(what)


def _verified(parts: dict[str, bytes]) -> x509.Certificate:
    types = opc.content_types(parts)
    root = opc.parse(parts[_SIGNATURE])
    _need({name for name in parts if name.lower().startswith("/_xmlsignatures")} == _OWN, "parts of the signature")
    _need((opc.type_of(_ORIGIN, types), opc.type_of(_SIGNATURE, types)) == (opc.ORIGIN_TYPE, opc.SIGNATURE_TYPE), "types")
    origins = [one for one in opc.relations(parts[opc.ROOT_RELATIONS]) if one[1] == opc.ORIGIN_RELATION]
    _need(len(origins) == 1 and opc.resolved(opc.ROOT_RELATIONS, origins[0][2]) == _ORIGIN, "origin")
    _need(root.tag == f"{{{opc.DS}}}Signature" and root.get("Id") == "idPackageSignature", "root")
    _need([one.tag.rpartition("}")[2] for one in root] == _SHAPE, "shape")
    ids = [one.get("Id") for one in root.iter() if one.get("Id")]
    _need(len(ids) == len(set(ids)), "repeated id")
    certificate = _value(root)
    _signed_info(root)
    _certificate_named(root, certificate)
    _coverage(parts, types, _manifest(parts, types, root))
    return certificate


def _one(element: Any, path: str) -> Any:  # noqa: ANN401
    found = element.xpath(path, namespaces=_NS)
    _need(len(found) == 1, path)
    return found[0]


def _bytes(element: Any) -> bytes:  # noqa: ANN401
    return base64.b64decode("".join((element.text or "").split()), validate=True)


def _value(root: Any) -> x509.Certificate:  # noqa: ANN401
    info = root[0]
    _need(_one(info, "ds:CanonicalizationMethod").get("Algorithm") == opc.C14N, "canonicalisation")
    _need(_one(info, "ds:SignatureMethod").get("Algorithm") == _EC, "method")
    certificate = x509.load_der_x509_certificate(_bytes(root.xpath("ds:KeyInfo/ds:X509Data/ds:X509Certificate", namespaces=_NS)[0]))
    public, value = certificate.public_key(), _bytes(root[1])
    _need(isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp256r1" and len(value) == 64, "key")
    if isinstance(public, ec.EllipticCurvePublicKey):
        der = encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))
        public.verify(der, opc.canonical(info), ec.ECDSA(hashes.SHA256()))
    return certificate


def _digest_holds(reference: Any, content: bytes) -> None:  # noqa: ANN401
    _need(_one(reference, "ds:DigestMethod").get("Algorithm") == _SHA256, "digest method")
    _need(_bytes(_one(reference, "ds:DigestValue")) == hashlib.sha256(content).digest(), f"digest of {reference.get('URI')}")


def _signed_info(root: Any) -> None:  # noqa: ANN401
    properties = _one(root[5], "xd:QualifyingProperties/xd:SignedProperties[@Id='idSignedProperties']")
    wanted = {"#idPackageObject": root[3], "#idOfficeObject": root[4], "#idSignedProperties": properties}
    _need((root[3].get("Id"), root[4].get("Id")) == ("idPackageObject", "idOfficeObject"), "object ids")
    references = root[0].findall(f"{{{opc.DS}}}Reference")
    _need(sorted(one.get("URI") for one in references) == sorted(wanted), "references")
    for one in references:
        _need([t.get("Algorithm") for t in one.iter(f"{{{opc.DS}}}Transform")] in ([], [opc.C14N]), "transform")
        _digest_holds(one, opc.canonical(wanted[one.get("URI")]))


def _certificate_named(root: Any, certificate: x509.Certificate) -> None:  # noqa: ANN401
    digest = _one(root[5], ".//xd:SigningCertificate/xd:Cert/xd:CertDigest/ds:DigestValue")
    der = certificate.public_bytes(serialization.Encoding.DER)
    _need(_bytes(digest) == hashlib.sha256(der).digest(), "certificate named")


def _manifest(parts: dict[str, bytes], types: tuple[dict[str, str], dict[str, str]], root: Any) -> dict[str, frozenset[str]]:  # noqa: ANN401
    """Check every reference of the manifest; returns covered part → signed relationship ids."""
    covered: dict[str, frozenset[str]] = {}
    for one in _one(root[3], "ds:Manifest").findall(f"{{{opc.DS}}}Reference"):
        name, mark, kind = one.get("URI").partition("?ContentType=")
        name = unquote(name)
        _need(bool(mark) and name in parts and name not in covered and kind == opc.type_of(name, types), f"part {name}")
        steps = list(one.iter(f"{{{opc.DS}}}Transform"))
        algorithms = [step.get("Algorithm") for step in steps]
        if opc.is_relations(name):
            _need(algorithms == [opc.RELATION_TRANSFORM, opc.C14N], "relationship transform")
            ids = frozenset(reference.get("SourceId") for reference in steps[0])
            content, covered[name] = opc.transformed(parts[name], ids), ids
        else:
            _need(algorithms == [], "transform of a part")
            content, covered[name] = parts[name], frozenset()
        _digest_holds(one, content)
    return covered


def _coverage(
    parts: dict[str, bytes], types: tuple[dict[str, str], dict[str, str]], covered: dict[str, frozenset[str]]
) -> None:
    """Nothing unsigned, nothing unreachable, nothing that leads outside."""
    free = opc.UNSIGNED_PARTS | _OWN | {opc.TYPES_PART}
    _need(not [name for name in parts if name not in covered and name not in free], "unsigned part")
    reached = _OWN | {opc.TYPES_PART}
    for name in parts:
        if not opc.is_relations(name):
            continue
        reached = reached | {name}
        for identity, kind, target, mode in opc.relations(parts[name]):
            if name not in _OWN:
                signed = identity in covered.get(name, frozenset()) and kind.rpartition("/")[2] in _ALLOWED
                _need(signed or (kind in opc.UNSIGNED_RELATIONS and name == opc.ROOT_RELATIONS), f"relationship {identity}")
            _need(mode == "Internal" and opc.resolved(name, target) in parts, "target")
            reached = reached | {opc.resolved(name, target)}
    _need(set(parts) == reached, "unreachable part")
    _need(not set(types[1]) - {name.lower() for name in parts}, "type of a missing part")
