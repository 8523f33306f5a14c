"""Data seal: a detached CMS signature over given bytes, the certificate inside. It decides; the other seals inform.

Says who sealed, never whether we trust them. Fails closed: anything that is not exactly one P-256/SHA-256 signature over
exactly these bytes is broken. Source: RFC 5652, DESIGN §4.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from forms.seals.keys import Signer, fingerprint

LARGEST = 64 * 1024


class BrokenSeal(Exception):
    """The seal does not hold; `reason` is for the log, not for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SealedBy:
    """Who sealed: certificate, fingerprint of its key, the time the signer's own clock gave."""

    certificate: x509.Certificate
    fingerprint: str
    signed_at: datetime


def seal(content: bytes, signer: Signer, signed_at: datetime) -> bytes:
    """Return the CMS (DER) that seals some bytes."""
    from asn1crypto import algos, cms
    from asn1crypto import x509 as asn1

    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "signing_time", "values": [cms.Time({"utc_time": signed_at.astimezone(UTC).replace(microsecond=0)})]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
        ]
    )
    certificates = [_asn1(one) for one in (signer.certificate, *signer.chain)]
    leaf = certificates[0]
    value = signer.key.sign(attributes.untag().dump(), ec.ECDSA(hashes.SHA256()))
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": leaf.issuer, "serial_number": leaf.serial_number}},
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": value,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [asn1.Certificate.load(one.dump()) for one in certificates],
            "signer_infos": [info],
        }
    )
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return whole


def _asn1(certificate: x509.Certificate):  # type: ignore[no-untyped-def]
    from asn1crypto import x509 as asn1

    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def open_seal(content: bytes, cms_bytes: bytes) -> SealedBy:
    """Verify a data seal over some bytes. Raises BrokenSeal for anything that is not exactly right."""
    if len(cms_bytes) > LARGEST:
        raise BrokenSeal("too large")
    try:
        return _opened(content, cms_bytes)
    except (ValueError, TypeError, KeyError, AttributeError, InvalidSignature, OverflowError) as error:
        raise BrokenSeal(type(error).__name__) from error


def _opened(content: bytes, cms_bytes: bytes) -> SealedBy:
    from asn1crypto import cms

    outer = cms.ContentInfo.load(cms_bytes, strict=True)
    if outer["content_type"].native != "signed_data":
        raise BrokenSeal("content type")
    signed = outer["content"]
    infos = signed["signer_infos"]
    if len(infos) != 1 or signed["encap_content_info"]["content"].native is not None:
        raise BrokenSeal("structure")
    info = infos[0]
    if info["digest_algorithm"]["algorithm"].native != "sha256" or info["signature_algorithm"]["algorithm"].native != "sha256_ecdsa":
        raise BrokenSeal("algorithm")
    attributes = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    if len(attributes) != len(info["signed_attrs"]) or any(len(values) != 1 for values in attributes.values()):
        raise BrokenSeal("attributes")
    if attributes["content_type"][0].native != "data":
        raise BrokenSeal("attribute content type")
    if attributes["message_digest"][0].native != hashlib.sha256(content).digest():
        raise BrokenSeal("digest")
    certificate = _signing_certificate(signed["certificates"], info["sid"])
    public = certificate.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise BrokenSeal("key")
    public.verify(info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))
    return SealedBy(certificate, fingerprint(certificate), attributes["signing_time"][0].native.astimezone(UTC))


def _signing_certificate(certificates, sid) -> x509.Certificate:  # type: ignore[no-untyped-def]
    if sid.name != "issuer_and_serial_number":
        raise BrokenSeal("signer id")
    wanted = sid.chosen
    for one in certificates:
        same = one.chosen.serial_number == wanted["serial_number"].native
        if same and one.chosen.issuer.dump() == wanted["issuer"].dump():
            found = x509.load_der_x509_certificate(one.chosen.dump())
            usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
            if not usage.digital_signature:
                raise BrokenSeal("key usage")
            return found
    raise BrokenSeal("certificate")
