"""CMS form: the one shape of signed data that our seals have, written and read back from its bytes.

One signer, by the algorithm of its certificate's key, detached, the certificates inside, nothing unsigned.
A reader takes it apart believing nothing, writes it anew from the parts and compares: what differs is not ours, so no
field can hold anything nobody looked at. That is why the reader of DER here need not be strict; it only fails with
nothing but ValueError. Slices of bytes, no tree of objects: an office opens thousands. Source: RFC 5652, X.690 (DER).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from forms.seals.keys.public_keys import Algorithm, algorithm_named
from models.basics.records import dataclass

MOST_CERTIFICATES = 4
SEQUENCE, SET, OCTETS, UTC_TIME, FIRST = 0x30, 0x31, 0x04, 0x17, 0xA0
CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
SIGNING_TIME = bytes.fromhex("06092a864886f70d010905")
CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_DIRECTORY_NAME = 0xA4  # of the kinds of GeneralName the one that is a name as certificates have it
_ONE = bytes.fromhex("020101")


@dataclass(frozen=True, slots=True)
class SignedParts:
    """The parts of a CMS that differ from one to the next. `certificates`: DER, the signer's first, the rest sorted."""

    certificates: tuple[bytes, ...]
    attributes: bytes  # what was signed: the attributes as a SET OF (DER)
    value: bytes


def tlv(tag: int, *parts: bytes) -> bytes:
    """Return one DER value: tag, length, content."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def items(der: bytes) -> list[bytes]:
    """Return the DER values that lie one after the other in some bytes. Raises ValueError."""
    found, place, end = [], 0, len(der)
    while place < end:
        start, place = place, place + 2
        if place > end or der[start] & 0x1F == 0x1F:
            raise ValueError("der")
        size = der[place - 1]
        if size & 0x80:
            wide = size & 0x7F
            if not 0 < wide <= 4 or place + wide > end:
                raise ValueError("der")
            size, place = int.from_bytes(der[place : place + wide], "big"), place + wide
        place += size
        if place > end:
            raise ValueError("der")
        found.append(der[start:place])
    return found


def inside(der: bytes) -> bytes:
    """Return the content of the one DER value that some bytes are. Raises ValueError."""
    if len(items(der)) != 1:
        raise ValueError("der")
    return der[2 + (der[1] & 0x7F if der[1] & 0x80 else 0) :]


def read_cms(content: bytes) -> SignedParts:
    """Take a CMS apart; believes nothing of it. Raises ValueError for one of another shape."""
    _, wrapped = items(inside(content))
    _, _, _, certificates, signers = items(inside(inside(wrapped)))
    (info,) = items(inside(signers))
    _, wanted, _, attributes, _, value = items(inside(info))
    every = items(inside(certificates))
    if len(every) > MOST_CERTIFICATES:
        raise ValueError("certificates")
    (own,) = (place for place, one in enumerate(every) if _name_and_number(one) == wanted)
    rest = sorted(one for place, one in enumerate(every) if place != own)
    return SignedParts((every[own], *rest), tlv(SET, inside(attributes)), inside(value))


def write_cms(certificates: Sequence[bytes], attributes: bytes, value: bytes) -> bytes:
    """Return the CMS (DER) of these parts; the signer's certificate is the first. Raises ValueError for no DER."""
    leaf = certificates[0]
    algorithm = _algorithm(leaf)
    signed = tlv(FIRST, inside(attributes))
    info = tlv(SEQUENCE, _ONE, _name_and_number(leaf), algorithm.digest_cms, signed, algorithm.cms, tlv(OCTETS, value))
    held = tlv(FIRST, *sorted(certificates))
    content = tlv(SEQUENCE, _ONE, tlv(SET, algorithm.digest_cms), tlv(SEQUENCE, _DATA), held, tlv(SET, info))
    return tlv(SEQUENCE, _SIGNED_DATA, tlv(FIRST, content))


def _algorithm(certificate: bytes) -> Algorithm:
    return algorithm_named(_key_algorithm(certificate))


def sealed_attributes(content: bytes, signed_at: datetime, certificates: Sequence[bytes]) -> bytes:
    """Return the signed attributes of a data seal: SET OF in DER order. Raises ValueError for a year before 1950."""
    when = signed_at.astimezone(UTC)
    if not 1950 <= when.year < 2050:
        raise ValueError("year")
    # a certificate is named by its SHA-256 whatever signs: the default of RFC 5035
    named = tlv(SEQUENCE, *(tlv(SEQUENCE, tlv(OCTETS, sha256(one).digest())) for one in certificates))
    attributes = (
        (CONTENT_TYPE, _DATA),
        (SIGNING_TIME, tlv(UTC_TIME, f"{when:%y%m%d%H%M%SZ}".encode())),
        (MESSAGE_DIGEST, tlv(OCTETS, _algorithm(certificates[0]).digest(content))),
        (CERTIFICATE_V2, tlv(SEQUENCE, named)),
    )
    return tlv(SET, *sorted(tlv(SEQUENCE, kind, tlv(SET, said)) for kind, said in attributes))


def document_attributes(digest: bytes, certificate: bytes) -> bytes:
    """Return the signed attributes of a PDF's seal over bytes of a digest, as pyHanko writes them: SET OF in DER order.

    The certificate (DER) is named by its SHA-256, its issuer and its number. Raises ValueError for no DER.
    """
    number, _, issuer, *_ = _fields(certificate)
    held = tlv(SEQUENCE, tlv(SEQUENCE, tlv(_DIRECTORY_NAME, issuer)), number)
    named = tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE, tlv(OCTETS, sha256(certificate).digest()), held)))
    attributes = ((CONTENT_TYPE, _DATA), (MESSAGE_DIGEST, tlv(OCTETS, digest)), (CERTIFICATE_V2, named))
    return tlv(SET, *sorted(tlv(SEQUENCE, kind, tlv(SET, said)) for kind, said in attributes))


def signing_time(attributes: bytes) -> datetime:
    """Return the signing time among signed attributes, UTC. Raises ValueError when there is none as we write it."""
    (found,) = (one[1] for one in map(items, map(inside, items(inside(attributes)))) if one[0] == SIGNING_TIME)
    text = inside(inside(found)).decode("ascii")
    if len(text) != 13 or not text[:12].isdigit() or text[12] != "Z":
        raise ValueError("time")
    century = "20" if text[:2] < "50" else "19"
    month, day, hour, minute, second = (int(text[place : place + 2]) for place in range(2, 12, 2))
    return datetime(int(century + text[:2]), month, day, hour, minute, second, tzinfo=UTC)


def kinds(attributes: bytes) -> list[bytes]:
    """Return the object identifiers (DER) of signed attributes, sorted. Raises ValueError."""
    return sorted(items(inside(one))[0] for one in items(inside(attributes)))


@lru_cache(maxsize=64)  # a seal asks several times, and the office's own certificate stands in each
def _fields(certificate: bytes) -> tuple[bytes, ...]:
    """The fields of a certificate from the serial number on: its version stands before that or not."""
    fields = items(inside(items(inside(certificate))[0]))
    return tuple(fields[1:] if fields and fields[0][0] == FIRST else fields)


def _name_and_number(certificate: bytes) -> bytes:
    """IssuerAndSerialNumber of a certificate."""
    number, _, issuer, *_ = _fields(certificate)
    return tlv(SEQUENCE, issuer, number)


def _key_algorithm(certificate: bytes) -> bytes:
    _, _, _, _, _, key, *_ = _fields(certificate)
    return items(inside(key))[0]
