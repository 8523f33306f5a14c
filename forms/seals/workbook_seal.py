"""Workbook seal: the native OOXML package signature that Excel and LibreOffice show. It informs; the data seal decides.

Signing is here, the strict verifier for files of our own in `workbook_check`. Structure as MS-OFFCRYPTO 2.5.2, ECMA-376-2
and XAdES-BES have it, proven with LibreOffice (signing.md §4.3).
"""

import base64
import hashlib
import posixpath
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from forms.seals import opc
from forms.seals.keys import Signer
from forms.seals.workbook_check import SealedWorkbook, workbook_seal_state
from models.errors import AppError

MDSSI = opc.OPC + "digital-signature"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
OFFICE = "http://schemas.microsoft.com/office/2006/digsig"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
EC_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
ORIGIN, SIGNATURE, SIGNATURE_RELATIONS = (
    "/_xmlsignatures/origin.sigs", "/_xmlsignatures/sig1.xml", "/_xmlsignatures/_rels/origin.sigs.rels"
)  # fmt: skip
_OFFICE_FACTS = (
    ("SetupID", ""), ("SignatureText", ""), ("SignatureImage", ""), ("SignatureComments", ""), ("WindowsVersion", "10.0"),
    ("OfficeVersion", "16.0"), ("ApplicationVersion", "16.0"), ("Monitors", "1"), ("HorizontalResolution", "1920"),
    ("VerticalResolution", "1080"), ("ColorDepth", "32"), ("SignatureProviderId", "{00000000-0000-0000-0000-000000000000}"),
    ("SignatureProviderUrl", ""), ("SignatureProviderDetails", "9"), ("SignatureType", "1"),
)  # fmt: skip
_SHORT = {"2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.5": "SERIALNUMBER"}
__all__ = ["SealedWorkbook", "seal_workbook", "workbook_seal_state"]


def seal_workbook(xlsx: bytes, signer: Signer, signed_at: datetime) -> bytes:
    """Return the workbook with its package signature; the last step, any later save removes or breaks it.

    Raises AppError("file_not_readable") for anything but a plain workbook without a signature.
    """
    parts = read_foreign_parts(xlsx)
    if any(name.lower().startswith("/_xmlsignatures") for name in parts):
        raise AppError("file_not_readable")
    when = signed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    _tidy_relations(parts)
    _add_plumbing(parts)
    parts[SIGNATURE] = _signature(parts, signer, when)
    return opc.zipped(parts)


def read_foreign_parts(xlsx: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook as a writing library left it."""
    import io
    import zipfile

    archive = zipfile.ZipFile(io.BytesIO(xlsx))
    return {f"/{info.filename}": archive.read(info) for info in archive.infolist()}


def _tidy_relations(parts: dict[str, bytes]) -> None:
    """Relative targets, no text between elements: LibreOffice keeps it in its digest, others drop it."""
    for name in [name for name in parts if opc.is_relations(name)]:
        root = opc.parse(parts[name])
        root.text = None
        for one in root:
            one.tail = None
            target = one.get("Target")
            if one.get("TargetMode", "Internal") == "Internal" and target.startswith("/"):
                base = posixpath.dirname(posixpath.dirname(name)) or "/"
                one.set("Target", posixpath.relpath(target, base))
        parts[name] = opc.serialise(root)


def _add_plumbing(parts: dict[str, bytes]) -> None:
    from lxml import etree

    types = opc.parse(parts[opc.TYPES_PART])
    types.insert(0, etree.Element(f"{{{opc.TYPES}}}Default", Extension="sigs", ContentType=opc.ORIGIN_TYPE))
    etree.SubElement(types, f"{{{opc.TYPES}}}Override", PartName=SIGNATURE, ContentType=opc.SIGNATURE_TYPE)
    parts[opc.TYPES_PART] = opc.serialise(types)
    root = opc.parse(parts[opc.ROOT_RELATIONS])
    taken = {one.get("Id") for one in root}
    free = next(f"rId{n}" for n in range(1, 1000) if f"rId{n}" not in taken)
    etree.SubElement(root, f"{{{opc.RELATIONS}}}Relationship", Id=free, Type=opc.ORIGIN_RELATION, Target=ORIGIN[1:])
    parts[opc.ROOT_RELATIONS] = opc.serialise(root)
    parts[ORIGIN] = b""
    own = etree.Element(f"{{{opc.RELATIONS}}}Relationships", nsmap={None: opc.RELATIONS})
    etree.SubElement(own, f"{{{opc.RELATIONS}}}Relationship", Id="rId1", Type=opc.SIGNATURE_RELATION, Target="sig1.xml")
    parts[SIGNATURE_RELATIONS] = opc.serialise(own)


def _child(parent: Any, tag: str, text: str | None = None, space: str = opc.DS, **attributes: str) -> Any:  # noqa: ANN401
    from lxml import etree

    found = etree.SubElement(parent, f"{{{space}}}{tag}", **attributes)
    found.text = text
    return found


def _digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def _reference(parent: Any, uri: str, content: bytes, kind: str = "", transforms: Sequence[tuple[str, Sequence[str]]] = ()) -> None:  # noqa: ANN401
    from lxml import etree

    found = _child(parent, "Reference", **({"Type": kind} if kind else {}))
    found.set("URI", uri)
    if transforms:
        holder = _child(found, "Transforms")
        for algorithm, ids in transforms:
            step = _child(holder, "Transform", Algorithm=algorithm)
            for name in ids:
                etree.SubElement(step, f"{{{MDSSI}}}RelationshipReference", nsmap={"mdssi": MDSSI}, SourceId=name)
    _child(found, "DigestMethod", Algorithm=SHA256)
    _child(found, "DigestValue", _digest(content))


def _signature(parts: dict[str, bytes], signer: Signer, when: str) -> bytes:
    """Return the signature part: the element order is the schema's and Office's."""
    from lxml import etree

    root = etree.Element(f"{{{opc.DS}}}Signature", nsmap={None: opc.DS}, Id="idPackageSignature")
    info, value, key_info = _child(root, "SignedInfo"), _child(root, "SignatureValue"), _child(root, "KeyInfo")
    package = _package_object(root, parts, when)
    office = _office_object(root)
    properties = _xades_object(root, signer.certificate, when)
    holder = _child(key_info, "X509Data")
    for one in (signer.certificate, *signer.chain):
        der = one.public_bytes(serialization.Encoding.DER)
        _child(holder, "X509Certificate", base64.b64encode(der).decode())
    _child(info, "CanonicalizationMethod", Algorithm=opc.C14N)
    _child(info, "SignatureMethod", Algorithm=EC_SHA256)
    _reference(info, "#idPackageObject", opc.canonical(package), opc.DS + "Object")
    _reference(info, "#idOfficeObject", opc.canonical(office), opc.DS + "Object")
    _reference(
        info, "#idSignedProperties", opc.canonical(properties), "http://uri.etsi.org/01903#SignedProperties",
        [(opc.C14N, ())],
    )  # fmt: skip
    r, s = decode_dss_signature(signer.key.sign(opc.canonical(info), ec.ECDSA(hashes.SHA256())))
    value.text = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
    written: bytes = etree.tostring(root)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + written


def _package_object(root: Any, parts: dict[str, bytes], when: str) -> Any:  # noqa: ANN401
    from lxml import etree

    found = _child(root, "Object", Id="idPackageObject")
    manifest = _child(found, "Manifest")
    types = opc.content_types(parts)
    for name in sorted(parts):
        if name == opc.TYPES_PART or name.startswith("/_xmlsignatures/") or name in opc.UNSIGNED_PARTS:
            continue
        if opc.is_relations(name):
            ids = sorted(one[0] for one in opc.relations(parts[name]) if one[1] not in opc.UNSIGNED_RELATIONS)
            if ids:
                steps = [(opc.RELATION_TRANSFORM, ids), (opc.C14N, ())]
                content = opc.transformed(parts[name], frozenset(ids))
                _reference(manifest, f"{name}?ContentType={opc.RELATIONS_TYPE}", content, transforms=steps)
        else:
            uri = quote(name, safe="/-._~!$&'()*+,;=:@") + "?ContentType=" + opc.type_of(name, types)
            _reference(manifest, uri, parts[name])
    holder = _child(found, "SignatureProperties")
    one = _child(holder, "SignatureProperty", Id="idSignatureTime", Target="#idPackageSignature")
    time = etree.SubElement(one, f"{{{MDSSI}}}SignatureTime", nsmap={"mdssi": MDSSI})
    _child(time, "Format", "YYYY-MM-DDThh:mm:ssTZD", MDSSI)
    _child(time, "Value", when, MDSSI)
    return found


def _office_object(root: Any) -> Any:  # noqa: ANN401
    from lxml import etree

    found = _child(root, "Object", Id="idOfficeObject")
    holder = _child(found, "SignatureProperties")
    one = _child(holder, "SignatureProperty", Id="idOfficeV1Details", Target="#idPackageSignature")
    facts = etree.SubElement(one, f"{{{OFFICE}}}SignatureInfoV1", nsmap={None: OFFICE})
    for tag, text in _OFFICE_FACTS:
        _child(facts, tag, text, OFFICE)
    return found


def _xades_object(root: Any, certificate: x509.Certificate, when: str) -> Any:  # noqa: ANN401
    from lxml import etree

    holder = _child(root, "Object")
    qualifying = etree.SubElement(
        holder, f"{{{XADES}}}QualifyingProperties", nsmap={"xd": XADES}, Target="#idPackageSignature"
    )
    signed = _child(qualifying, "SignedProperties", space=XADES, Id="idSignedProperties")
    facts = _child(signed, "SignedSignatureProperties", space=XADES)
    _child(facts, "SigningTime", when, XADES)
    one = _child(_child(facts, "SigningCertificate", space=XADES), "Cert", space=XADES)
    digest = _child(one, "CertDigest", space=XADES)
    _child(digest, "DigestMethod", Algorithm=SHA256)
    _child(digest, "DigestValue", _digest(certificate.public_bytes(serialization.Encoding.DER)))
    issuer = _child(one, "IssuerSerial", space=XADES)
    _child(issuer, "X509IssuerName", _spoken_name(certificate.issuer))
    _child(issuer, "X509SerialNumber", str(certificate.serial_number))
    _child(_child(facts, "SignaturePolicyIdentifier", space=XADES), "SignaturePolicyImplied", space=XADES)
    # Office 2010 wants this element, empty as it is
    _child(_child(qualifying, "UnsignedProperties", space=XADES), "UnsignedSignatureProperties", space=XADES)
    return signed


def _spoken_name(name: x509.Name) -> str:
    """Most specific first, as Office writes it."""
    parts = [one for rdn in reversed(name.rdns) for one in rdn]
    return ", ".join(f"{_SHORT.get(one.oid.dotted_string, one.oid.dotted_string)}={one.value}" for one in parts)


