"""Workbook form: the signature part of a workbook, built from what it signs; the same for signing and for checking.

The order of elements is the schema's and Office's, the structure that of MS-OFFCRYPTO 2.5.2, ECMA-376-2 §13 and
XAdES-BES, as LibreOffice, Apache POI and libxmlsec1 found it valid. Properties and content types are
not signed, as in Office. This layout is frozen: a changed one would make every earlier book look broken.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from forms.seals.keys.public_keys import Algorithm, algorithm_of
from forms.seals.xlsx import opc

MDSSI = opc.OPC + "digital-signature"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
OFFICE = "http://schemas.microsoft.com/office/2006/digsig"
_PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties"
_OFFICE_FACTS = (
    ("SetupID", ""), ("SignatureText", ""), ("SignatureImage", ""), ("SignatureComments", ""),
    ("WindowsVersion", "10.0"), ("OfficeVersion", "16.0"), ("ApplicationVersion", "16.0"), ("Monitors", "1"),
    ("HorizontalResolution", "1920"), ("VerticalResolution", "1080"), ("ColorDepth", "32"),
    ("SignatureProviderId", "{00000000-0000-0000-0000-000000000000}"), ("SignatureProviderUrl", ""),
    ("SignatureProviderDetails", "9"), ("SignatureType", "1"),
)  # fmt: skip
_SHORT = {"2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.5": "SERIALNUMBER"}


def unsigned_signature(parts: Mapping[str, bytes], certificates: Sequence[x509.Certificate], when: str) -> Any:  # noqa: ANN401
    """Return the signature element over all parts, its value still empty. `certificates`: the signer's first."""
    from lxml import etree

    root = etree.Element(f"{{{opc.DS}}}Signature", nsmap={None: opc.DS}, Id="idPackageSignature")
    info, _, key_info = _child(root, "SignedInfo"), _child(root, "SignatureValue"), _child(root, "KeyInfo")
    algorithm = algorithm_of(certificates[0].public_key())
    package = package_object(root, parts, when, algorithm)
    office = _office_object(root)
    properties = _xades_object(root, certificates[0], when, algorithm)
    holder = _child(key_info, "X509Data")
    for one in certificates:
        der = one.public_bytes(serialization.Encoding.DER)
        _child(holder, "X509Certificate", base64.b64encode(der).decode())
    _child(info, "CanonicalizationMethod", Algorithm=opc.C14N)
    _child(info, "SignatureMethod", Algorithm=algorithm.xml)
    _reference(info, "#idPackageObject", opc.canonical(package), algorithm, opc.DS + "Object")
    _reference(info, "#idOfficeObject", opc.canonical(office), algorithm, opc.DS + "Object")
    _reference(info, "#idSignedProperties", opc.canonical(properties), algorithm, _PROPERTIES_TYPE, [(opc.C14N, ())])
    return root


def bytes_to_sign(root: Any) -> bytes:  # noqa: ANN401
    """Return the canonical SignedInfo of a signature element: what the key signs."""
    return opc.canonical(root[0])


def with_value(root: Any, value: bytes) -> bytes:  # noqa: ANN401
    """Return the signature part. `value`: as XML signatures have it (`public_keys.plain_value`)."""
    from lxml import etree

    root[1].text = base64.b64encode(value).decode()
    written: bytes = etree.tostring(root)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + written


def _child(parent: Any, tag: str, text: str | None = None, space: str = opc.DS, **attributes: str) -> Any:  # noqa: ANN401
    from lxml import etree

    found = etree.SubElement(parent, f"{{{space}}}{tag}", **attributes)
    found.text = text
    return found


def _digested(parent: Any, content: bytes, algorithm: Algorithm) -> None:  # noqa: ANN401
    _child(parent, "DigestMethod", Algorithm=algorithm.digest_xml)
    _child(parent, "DigestValue", base64.b64encode(algorithm.digest(content)).decode())


def _reference(
    parent: Any,  # noqa: ANN401
    uri: str,
    content: bytes,
    algorithm: Algorithm,
    kind: str = "",
    transforms: Sequence[tuple[str, Sequence[str]]] = (),
) -> None:
    from lxml import etree

    found = _child(parent, "Reference", **({"Type": kind} if kind else {}))
    found.set("URI", uri)
    if transforms:
        holder = _child(found, "Transforms")
        for transform, ids in transforms:
            step = _child(holder, "Transform", Algorithm=transform)
            for name in ids:
                etree.SubElement(step, f"{{{MDSSI}}}RelationshipReference", nsmap={"mdssi": MDSSI}, SourceId=name)
    _digested(found, content, algorithm)


def package_object(root: Any, parts: Mapping[str, bytes], when: str, algorithm: Algorithm) -> Any:  # noqa: ANN401
    """Add to a signature element the object that names every part with its digest; return it."""
    from lxml import etree

    found = _child(root, "Object", Id="idPackageObject")
    manifest = _child(found, "Manifest")
    types = opc.content_types(parts)
    for name in sorted(set(parts) - opc.UNSIGNED_PARTS - opc.OWN_PARTS - {opc.TYPES_PART}):
        if opc.is_relations(name):
            _relations_reference(manifest, name, parts[name], algorithm)
        else:
            uri = quote(name, safe="/-._~!$&'()*+,;=:@") + "?ContentType=" + opc.type_of(name, types)
            _reference(manifest, uri, parts[name], algorithm)
    holder = _child(found, "SignatureProperties")
    one = _child(holder, "SignatureProperty", Id="idSignatureTime", Target="#idPackageSignature")
    time = etree.SubElement(one, f"{{{MDSSI}}}SignatureTime", nsmap={"mdssi": MDSSI})
    _child(time, "Format", "YYYY-MM-DDThh:mm:ssTZD", MDSSI)
    _child(time, "Value", when, MDSSI)
    return found


def _relations_reference(manifest: Any, name: str, content: bytes, algorithm: Algorithm) -> None:  # noqa: ANN401
    ids = sorted(one[0] for one in opc.relations(content) if one[1] not in opc.UNSIGNED_RELATIONS)
    if ids:
        steps: list[tuple[str, Sequence[str]]] = [(opc.RELATION_TRANSFORM, ids), (opc.C14N, ())]
        signed = opc.transformed(content, frozenset(ids))
        _reference(manifest, f"{name}?ContentType={opc.RELATIONS_TYPE}", signed, algorithm, transforms=steps)


def _office_object(root: Any) -> Any:  # noqa: ANN401
    from lxml import etree

    found = _child(root, "Object", Id="idOfficeObject")
    holder = _child(found, "SignatureProperties")
    one = _child(holder, "SignatureProperty", Id="idOfficeV1Details", Target="#idPackageSignature")
    facts = etree.SubElement(one, f"{{{OFFICE}}}SignatureInfoV1", nsmap={None: OFFICE})
    for tag, text in _OFFICE_FACTS:
        _child(facts, tag, text, OFFICE)
    return found


def _xades_object(root: Any, certificate: x509.Certificate, when: str, algorithm: Algorithm) -> Any:  # noqa: ANN401
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
    _digested(digest, certificate.public_bytes(serialization.Encoding.DER), algorithm)
    issuer = _child(one, "IssuerSerial", space=XADES)
    _child(issuer, "X509IssuerName", spoken_name(certificate.issuer))
    _child(issuer, "X509SerialNumber", str(certificate.serial_number))
    _child(_child(facts, "SignaturePolicyIdentifier", space=XADES), "SignaturePolicyImplied", space=XADES)
    # Office 2010 wants this element, empty as it is
    _child(_child(qualifying, "UnsignedProperties", space=XADES), "UnsignedSignatureProperties", space=XADES)
    return signed


def spoken_name(name: x509.Name) -> str:
    """Return an issuer's name, most specific first, as Office writes it."""
    parts = [one for rdn in reversed(name.rdns) for one in rdn]
    texts = [one.value if isinstance(one.value, str) else one.value.hex() for one in parts]
    kinds = [_SHORT.get(one.oid.dotted_string, one.oid.dotted_string) for one in parts]
    return ", ".join(f"{kind}={text}" for kind, text in zip(kinds, texts, strict=True))
