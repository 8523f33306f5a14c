"""Public keys: which kinds count, and how the value of a signature is verified and written.

Two kinds and no third: P-256 with ECDSA, and RSA from 2048 bits with PKCS#1 v1.5, which tokens (UKey) have; always
over SHA-256. The kind comes from the certificate, never from what a paper says of itself. Source: FIPS 186-5, RFC 8017.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeGuard

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from models.basics.records import dataclass

EC_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey
FEWEST_BITS, MOST_BITS = 2048, 4096
_SMALLEST_EXPONENT, _BEYOND_EXPONENT = 65537, 2**64  # below: forgeries against careless verifiers; above: a slow verify
_HALF = 32  # bytes of r and of s


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithm:
    """One way to sign. Every seal asks it; none knows a kind of key by itself.

    Another one, as SM2 with SM3 would be, is another record — and a reader of workbooks and PDFs that shows its seals.
    """

    id: str  # as PKCS #10 requests name it (`asn1crypto`)
    cms: bytes  # AlgorithmIdentifier as a CMS has it, DER
    digest_cms: bytes  # the same of its digest
    xml: str  # as an XML signature names it
    digest: Callable[[bytes], bytes]
    digest_name: str  # as pyHanko and `hashlib` name it
    sign: Callable[[Any, bytes], bytes]  # private key, content → value as CMS has it
    verify: Callable[[Any, bytes, bytes], None]  # public key, value, content; raises InvalidSignature
    longest: Callable[[Any], int]  # public key → the most bytes a value takes


_SHA256_CMS = bytes.fromhex("300d06096086480165030402010500")


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


P256 = Algorithm(
    id="sha256_ecdsa", cms=bytes.fromhex("300a06082a8648ce3d040302"), digest_cms=_SHA256_CMS,
    xml=EC_SHA256, digest=_sha256, digest_name="sha256",
    sign=lambda key, content: key.sign(content, ec.ECDSA(hashes.SHA256())),
    verify=lambda public, value, content: public.verify(value, content, ec.ECDSA(hashes.SHA256())),
    longest=lambda _: 72,
)  # fmt: skip
RSA = Algorithm(
    id="sha256_rsa", cms=bytes.fromhex("300d06092a864886f70d01010b0500"), digest_cms=_SHA256_CMS,
    xml=RSA_SHA256, digest=_sha256, digest_name="sha256",
    sign=lambda key, content: key.sign(content, padding.PKCS1v15(), hashes.SHA256()),
    verify=lambda public, value, content: public.verify(value, content, padding.PKCS1v15(), hashes.SHA256()),
    longest=lambda public: (public.key_size + 7) // 8,
)  # fmt: skip
ALGORITHMS = {"ec": P256, "rsa": RSA}  # by the kind of key, as a certificate names it


def algorithm_of(public: object) -> Algorithm:
    """Return how a key signs that is `suitable`; the key alone says it, never a paper."""
    return ALGORITHMS["rsa" if isinstance(public, rsa.RSAPublicKey) else "ec"]


def suitable(public: object) -> TypeGuard[PublicKey]:
    """True for a key whose signatures count: P-256, or RSA of 2048 to 4096 bits with a usual exponent."""
    if isinstance(public, ec.EllipticCurvePublicKey):
        return public.curve.name == "secp256r1"
    if not isinstance(public, rsa.RSAPublicKey):
        return False
    return (
        FEWEST_BITS <= public.key_size <= MOST_BITS
        and _SMALLEST_EXPONENT <= public.public_numbers().e < _BEYOND_EXPONENT
    )


def verify(public: object, value: bytes, content: bytes) -> None:
    """Verify a signature value as CMS has it: ECDSA as DER, or RSA PKCS#1 v1.5.

    Raises InvalidSignature when it does not hold, or the key is not one whose signatures count.
    """
    if not suitable(public):
        raise InvalidSignature("kind of key")
    algorithm_of(public).verify(public, value, content)


def verify_plain(public: object, value: bytes, content: bytes) -> None:
    """Verify a signature value as XML signatures have it (see `plain_value`). Raises InvalidSignature."""
    if isinstance(public, ec.EllipticCurvePublicKey):
        if len(value) != 2 * _HALF:
            raise InvalidSignature("length")
        value = der_value(value)
    verify(public, value, content)


def plain_value(public: object, value: bytes) -> bytes:
    """Return a signature value as XML signatures have it: of ECDSA r and s, 32 bytes each; of RSA as it is."""
    if not isinstance(public, ec.EllipticCurvePublicKey):
        return value
    r, s = decode_dss_signature(value)
    return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")


def der_value(value: bytes) -> bytes:
    """Return an ECDSA value of r and s, each half of the bytes, as DER."""
    half = len(value) // 2
    return encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))


def longest_value(public: object) -> int:
    """Return the most bytes a signature value of a key takes in a CMS."""
    return algorithm_of(public).longest(public)
