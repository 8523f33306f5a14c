"""Public keys: which kinds count, and how the value of a signature is verified and written.

Two kinds and no third: P-256 with ECDSA, and RSA from 2048 bits with PKCS#1 v1.5, which tokens (UKey) have; always
over SHA-256. Each is one record of `ALGORITHMS`; seals, certificates and tokens ask it for everything in which kinds
differ. The kind comes from the certificate, never from what a paper says of itself. Source: FIPS 186-5, RFC 8017.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeGuard

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from models.basics.records import dataclass

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey
FEWEST_BITS, MOST_BITS = 2048, 4096
_SMALLEST_EXPONENT, _BEYOND_EXPONENT = 65537, 2**64  # below: forgeries against careless verifiers; above: a slow verify
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # of SHA-256: RFC 8017 §9.2, note 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Algorithm:
    """One way to sign. Every seal asks it; none knows a kind of key by itself. One object each, equal to itself alone.

    Another one, as SM2 with SM3 would be, is another record — and a reader of workbooks and PDFs that shows its seals.
    """

    id: str  # as PKCS #10 requests name it (`asn1crypto`)
    key: bytes  # what the AlgorithmIdentifier of such a public key holds, DER
    cms: bytes  # AlgorithmIdentifier of the signature as a CMS has it, DER
    digest_cms: bytes  # the same of its digest
    xml: str  # as an XML signature names it
    digest_xml: str  # the same of its digest
    hash: Any  # one of `hashes` that builders of certificates take
    half: int = 0  # bytes of r and of s each, where a value is these two numbers
    takes: Callable[[object], bool]  # True for a public key of this kind
    sound: Callable[[Any], bool] = lambda _: True  # of these keys the strong ones
    shown: Callable[[Any], str]  # public key → its kind as people read it
    sign: Callable[[Any, bytes], bytes]  # private key, content → value as CMS has it
    verify: Callable[[Any, bytes, bytes], None]  # public key, value, content; raises InvalidSignature
    longest: Callable[[Any], int]  # public key → the most bytes a value takes
    key_type: str  # of PKCS#11
    # ways to sign on a token, the best first, the last for one that names none: its mechanism, content → what it signs
    on_token: tuple[tuple[str, Callable[[bytes], bytes]], ...]

    @property
    def digest_name(self) -> str:
        """The digest as pyHanko, `hashlib` and certificates name it."""
        name: str = self.hash.name
        return name

    def digest(self, content: bytes) -> bytes:
        """Return the digest of some bytes."""
        digest: bytes = getattr(hashlib, self.digest_name)(content).digest()  # `hashlib.new` takes twice as long
        return digest


def _as_it_is(content: bytes) -> bytes:
    return content


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _strong(key: rsa.RSAPublicKey) -> bool:
    """From 2048 to 4096 bits, with a usual exponent."""
    return FEWEST_BITS <= key.key_size <= MOST_BITS and _SMALLEST_EXPONENT <= key.public_numbers().e < _BEYOND_EXPONENT


_WITH_SHA256: Any = {
    "digest_cms": bytes.fromhex("300d06096086480165030402010500"),
    "digest_xml": "http://www.w3.org/2001/04/xmlenc#sha256",
    "hash": hashes.SHA256(),
}
P256 = Algorithm(
    **_WITH_SHA256,
    id="sha256_ecdsa",
    key=bytes.fromhex("06072a8648ce3d020106082a8648ce3d030107"),
    cms=bytes.fromhex("300a06082a8648ce3d040302"),
    xml="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    half=32,
    takes=lambda public: isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp256r1",
    shown=lambda _: "P-256",
    sign=lambda key, content: key.sign(content, ec.ECDSA(hashes.SHA256())),
    verify=lambda public, value, content: public.verify(value, content, ec.ECDSA(hashes.SHA256())),
    longest=lambda _: 72,
    key_type="EC",
    on_token=(("ECDSA", _sha256), ("ECDSA_SHA256", _as_it_is)),
)
RSA = Algorithm(
    **_WITH_SHA256,
    id="sha256_rsa",
    key=bytes.fromhex("06092a864886f70d010101"),
    cms=bytes.fromhex("300d06092a864886f70d01010b0500"),
    xml="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    takes=lambda public: isinstance(public, rsa.RSAPublicKey),
    sound=_strong,
    shown=lambda public: f"RSA-{public.key_size}",
    sign=lambda key, content: key.sign(content, padding.PKCS1v15(), hashes.SHA256()),
    verify=lambda public, value, content: public.verify(value, content, padding.PKCS1v15(), hashes.SHA256()),
    longest=lambda public: (public.key_size + 7) // 8,
    key_type="RSA",
    on_token=(("SHA256_RSA_PKCS", _as_it_is), ("RSA_PKCS", lambda content: _DIGEST_INFO + _sha256(content))),
)
ALGORITHMS = {"ec": P256, "rsa": RSA}  # by the kind of key, as a certificate names it


def algorithm_of(public: object) -> Algorithm:
    """Return how a key signs that is `suitable`; the key alone says it, never a paper."""
    return _taking(public) or P256


def _taking(public: object) -> Algorithm | None:
    return next((one for one in ALGORITHMS.values() if one.takes(public)), None)


def algorithm_named(key: bytes) -> Algorithm:
    """Return how a key signs by the AlgorithmIdentifier (DER) of its certificate; of one that never counts any."""
    return next((one for one in ALGORITHMS.values() if one.key in key), P256)


def suitable(public: object) -> TypeGuard[PublicKey]:
    """True for a key whose signatures count: P-256, or RSA of 2048 to 4096 bits with a usual exponent."""
    algorithm = _taking(public)
    return algorithm is not None and algorithm.sound(public)


def verify(public: object, value: bytes, content: bytes) -> None:
    """Verify a signature value as CMS has it: two numbers as DER, or RSA PKCS#1 v1.5.

    Raises InvalidSignature when it does not hold, or the key is not one whose signatures count.
    """
    if not suitable(public):
        raise InvalidSignature("kind of key")
    algorithm_of(public).verify(public, value, content)


def verify_plain(public: object, value: bytes, content: bytes) -> None:
    """Verify a signature value as XML signatures have it (see `plain_value`). Raises InvalidSignature."""
    half = algorithm_of(public).half
    if half and len(value) != 2 * half:
        raise InvalidSignature("length")
    verify(public, der_value(value) if half else value, content)


def plain_value(public: object, value: bytes) -> bytes:
    """Return a signature value as XML signatures have it: r and s in bytes of one length; of RSA as it is."""
    half = algorithm_of(public).half
    if not half:
        return value
    r, s = decode_dss_signature(value)
    return r.to_bytes(half, "big") + s.to_bytes(half, "big")


def der_value(value: bytes) -> bytes:
    """Return an ECDSA value of r and s, each half of the bytes, as DER."""
    half = len(value) // 2
    return encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))


def longest_value(public: object) -> int:
    """Return the most bytes a signature value of a key takes in a CMS."""
    return algorithm_of(public).longest(public)
