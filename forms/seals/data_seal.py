"""Data seal: a detached CMS signature over given bytes, the certificate inside. It decides; the other seals inform.

Says who sealed, never whether we trust them. Fails closed: a seal that is not byte for byte what we would have written
is broken. The certificates are among the signed attributes: without that anybody could put another unit's name into a
self-signed one. Source: RFC 5652, RFC 5035 (signing certificate v2), DESIGN §4.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from forms.seals.cms_form import read_cms, write_cms
from forms.seals.keys.keys import AnySigner, certificate_from_bytes, fingerprint, may_sign
from forms.seals.keys.public_keys import verify
from models.basics.errors import AppError
from models.basics.sizes import LARGEST_SIGNATURE


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


def seal(content: bytes, signer: AnySigner, signed_at: datetime) -> bytes:
    """Return the CMS (DER) that seals some bytes; `signed_at` is kept to the second."""
    form = serialization.Encoding.DER
    certificates = [signer.certificate.public_bytes(form), *sorted(one.public_bytes(form) for one in signer.chain)]
    attributes = _attributes(content, signed_at, certificates)
    value = signer.sign(attributes.untag().dump())
    return write_cms(certificates, attributes, value)


def open_seal(content: bytes, cms_bytes: bytes) -> SealedBy:
    """Verify a data seal over some bytes. Raises BrokenSeal for anything that is not exactly right."""
    if len(cms_bytes) > LARGEST_SIGNATURE:
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
    parts = read_cms(cms_bytes)
    signed_at = _time(parts.attributes)
    attributes = _attributes(content, signed_at, parts.certificates)
    if write_cms(parts.certificates, attributes, parts.value) != cms_bytes:
        raise BrokenSeal("other content or not our form")
    certificate = certificate_from_bytes(parts.certificates[0])
    if not may_sign(certificate):
        raise BrokenSeal("certificate not for signing")
    verify(certificate.public_key(), parts.value, attributes.untag().dump())
    return SealedBy(certificate, fingerprint(certificate), signed_at)


def _time(attributes: Any) -> datetime:  # noqa: ANN401 - asn1crypto has no types
    times = [one["values"][0].native for one in attributes if one["type"].native == "signing_time"]
    found: datetime = times[0].astimezone(UTC)
    return found


def _attributes(content: bytes, signed_at: datetime, certificates: Sequence[bytes]) -> Any:  # noqa: ANN401
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
