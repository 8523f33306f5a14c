"""Data seal: a detached CMS signature over given bytes, the certificate inside. It decides; the other seals inform.

Says who sealed, never whether we trust them. Fails closed: a seal that is not byte for byte what we would have written
is broken. The certificates are among the signed attributes: without that anybody could put another unit's name into a
self-signed one. Source: RFC 5652, RFC 5035 (signing certificate v2).
"""

from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from forms.seals.cms_form import read_cms, sealed_attributes, signing_time, write_cms
from forms.seals.keys.keys import AnySigner, certificate_from_bytes, fingerprint, may_sign
from forms.seals.keys.public_keys import verify
from models.basics.errors import AppError
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_SIGNATURE


class BrokenSeal(Exception):
    """The seal does not hold; `reason` is a short English word for the log, not for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBy:
    """Who sealed: certificate, its bytes, fingerprint of its key, the time the signer's own clock gave."""

    certificate: x509.Certificate
    der: bytes
    fingerprint: str
    signed_at: datetime


def seal(content: bytes, signer: AnySigner, signed_at: datetime) -> bytes:
    """Return the CMS (DER) that seals some bytes; `signed_at` is kept to the second."""
    form = serialization.Encoding.DER
    certificates = [signer.certificate.public_bytes(form), *sorted(one.public_bytes(form) for one in signer.chain)]
    attributes = sealed_attributes(content, signed_at, certificates)
    value = signer.sign(attributes)
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
    signed_at = signing_time(parts.attributes)
    attributes = sealed_attributes(content, signed_at, parts.certificates)
    if write_cms(parts.certificates, attributes, parts.value) != cms_bytes:
        raise BrokenSeal("other content or not our form")
    certificate = certificate_from_bytes(parts.certificates[0])
    if not may_sign(certificate):
        raise BrokenSeal("certificate not for signing")
    verify(certificate.public_key(), parts.value, attributes)
    return SealedBy(
        certificate=certificate,
        der=parts.certificates[0],
        fingerprint=fingerprint(certificate),
        signed_at=signed_at,
    )
