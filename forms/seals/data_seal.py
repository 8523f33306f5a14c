"""Data seal: a detached CMS signature over given bytes, the certificate inside. It decides; the other seals inform.

Says who sealed, never whether we trust them. Fails closed: what was read is written anew, and a seal that is not byte for
byte what we would have written is broken, so no field can hold anything nobody looked at. The certificates are among the
signed attributes: without that anybody could put another unit's name into a self-signed one.
Source: RFC 5652, RFC 5035 (signing certificate v2), DESIGN §4.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from forms.seals.keys import Signer, certificate_from_bytes, fingerprint, may_sign
from models.errors import AppError

LARGEST = 64 * 1024
MOST_CERTIFICATES = 4


class BrokenSeal(Exception):
    """The seal does not hold; `reason` is a short English word for the log, not for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SealedBy:
    """Who sealed: certificate, fingerprint of its key, the time the signer's own clock gave."""

    certificate: x509.Certificate
    fingerprint: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class _Read:
    """What a CMS claims, before anything of it is believed. Certificates as DER, the signer's first."""

    certificates: tuple[bytes, ...]
    signed_at: datetime
    value: bytes


def seal(content: bytes, signer: Signer, signed_at: datetime) -> bytes:
    """Return the CMS (DER) that seals some bytes; `signed_at` is kept to the second."""
    form = serialization.Encoding.DER
    der = [signer.certificate.public_bytes(form), *sorted(one.public_bytes(form) for one in signer.chain)]
    attributes = _attributes(content, signed_at, der)
    value = signer.key.sign(attributes.untag().dump(), ec.ECDSA(hashes.SHA256()))
    return _written(der, attributes, value)


def open_seal(content: bytes, cms_bytes: bytes) -> SealedBy:
    """Verify a data seal over some bytes. Raises BrokenSeal for anything that is not exactly right."""
    if len(cms_bytes) > LARGEST:
        raise BrokenSeal("too large")
    try:
        return _opened(content, cms_bytes)
    except AppError as error:
        raise BrokenSeal(error.code) from error
    except InvalidSignature as error:
        raise BrokenSeal("signature") from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise BrokenSeal("malformed") from error


def _opened(content: bytes, cms_bytes: bytes) -> SealedBy:
    read = _read(cms_bytes)
    attributes = _attributes(content, read.signed_at, read.certificates)
    if _written(read.certificates, attributes, read.value) != cms_bytes:
        raise BrokenSeal("other content or not our form")
    certificate = certificate_from_bytes(read.certificates[0])
    public = certificate.public_key()
    if not may_sign(certificate) or not isinstance(public, ec.EllipticCurvePublicKey):
        raise BrokenSeal("certificate not for signing")
    public.verify(read.value, attributes.untag().dump(), ec.ECDSA(hashes.SHA256()))
    return SealedBy(certificate, fingerprint(certificate), read.signed_at)


def _read(cms_bytes: bytes) -> _Read:
    from asn1crypto import cms

    signed = cms.ContentInfo.load(cms_bytes, strict=True)["content"]
    certificates = tuple(one.chosen for one in signed["certificates"])
    info = signed["signer_infos"][0]
    wanted = info["sid"].chosen
    issuer, number = wanted["issuer"].dump(), wanted["serial_number"].native
    own = [one for one in certificates if one.serial_number == number and one.issuer.dump() == issuer]
    if len(own) != 1 or len(certificates) > MOST_CERTIFICATES:
        raise BrokenSeal("certificates")
    times = [one["values"][0].native for one in info["signed_attrs"] if one["type"].native == "signing_time"]
    rest = sorted(one.dump() for one in certificates if one is not own[0])
    return _Read((own[0].dump(), *rest), times[0].astimezone(UTC), info["signature"].native)


def _attributes(content: bytes, signed_at: datetime, certificates: Sequence[bytes]) -> Any:  # noqa: ANN401 - asn1crypto has no types
    from asn1crypto import cms, tsp

    named = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(one).digest()} for one in certificates]})
    when = cms.Time({"utc_time": signed_at.astimezone(UTC).replace(microsecond=0)})
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "signing_time", "values": [when]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
            {"type": "signing_certificate_v2", "values": [named]},
        ]
    )


def _written(certificates: Sequence[bytes], attributes: Any, value: bytes) -> bytes:  # noqa: ANN401
    from asn1crypto import algos, cms
    from asn1crypto import x509 as asn1

    loaded = [asn1.Certificate.load(one, strict=True) for one in certificates]
    leaf = loaded[0]
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
            "certificates": loaded,
            "signer_infos": [info],
        }
    )
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return whole
