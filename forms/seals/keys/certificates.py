"""Certificates: keys, whom they speak for, who enrolled them, and the 核对码 by which people compare them.

Keys we make are P-256; a unit's key may live on a token and be RSA (`public_keys`). The office's root enrols,
its working key seals papers, a unit's key seals returns. Dates of a certificate are written but not judged: from when
to when a key counts is said by the office's register.
"""

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any, Protocol, Self, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from forms.seals.keys.public_keys import ALGORITHMS, P256, PublicKey, algorithm_of, suitable
from models.basics.errors import AppError
from models.basics.records import dataclass
from models.ledger.ledger import ENTERED
from models.plan.records.units import OFFICE

YEAR = timedelta(days=365)
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
CODE_BYTES = 10  # 80 bits, sixteen characters
LONGEST_NAME = 64  # bytes of UTF-8 that a common name holds: 21 Chinese characters
_ALPHABET = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
# A code has no O, 0, I or 1: whoever types one misread the letter that looks most like it.
_LOOKALIKE = str.maketrans({"O": "Q", "0": "Q", "I": "J", "1": "J"})
_UNIT = (NameOID.SERIAL_NUMBER, NameOID.USER_ID)  # where a unit's id stands, the second for what is no PrintableString
_PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,./:=?-]+")
UNREADABLE = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound, x509.DuplicateExtension, x509.InvalidVersion,
)  # fmt: skip

R = TypeVar("R")


class AnySigner(Protocol):
    """Whatever seals: a key in a file (`Signer`) or on a token (`token.TokenSigner`); it alone touches the key."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates above it."""

    def sign(self, content: bytes) -> bytes:
        """Return the signature value as CMS has it; how it is made the certificate's key says (`algorithm_of`).

        Raises AppError when the key is out of reach.
        """

    def under(self, certificate: x509.Certificate, *chain: x509.Certificate) -> Self:
        """Return the same key under another certificate."""

    def self_signed(self, unit_id: str, unit_name: str) -> x509.Certificate:
        """Return a new self-signed certificate of this key, to be enrolled by the office."""


@dataclass(frozen=True)
class Signer:
    """A private key with its certificate and the certificates above it. Never shown: repr leaves the key out."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def __repr__(self) -> str:
        return f"Signer({fingerprint(self.certificate)[:16]})"

    def sign(self, content: bytes) -> bytes:
        """Return the signature value as CMS has it."""
        return algorithm_of(self.key.public_key()).sign(self.key, content)

    def under(self, certificate: x509.Certificate, *chain: x509.Certificate) -> Self:
        """Return the same key under another certificate."""
        return replace(self, certificate=certificate, chain=chain)

    def self_signed(self, unit_id: str, unit_name: str) -> x509.Certificate:
        """Return a new self-signed certificate of this key."""
        return self_signed(self.key, unit_id, unit_name)


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a new P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str, unit_id: str = "") -> x509.Name:
    cut = common.encode()[:LONGEST_NAME].decode(errors="ignore")
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, cut)]
    if unit_id:
        printable = _PRINTABLE.fullmatch(unit_id)  # all that a serial number may say; ids of a plan may be Chinese
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER if printable else NameOID.USER_ID, unit_id))
    return x509.Name(parts)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: PublicKey, years: int, since: datetime | None = None
) -> x509.CertificateBuilder:
    now = datetime.now(UTC).replace(microsecond=0)
    begin = min(now, since.astimezone(UTC).replace(microsecond=0)) if since is not None else now
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin - timedelta(days=1))
        .not_valid_after(now + years * YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _for_signing(
    builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey, issuer: PublicKey
) -> x509.Certificate:
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, DOCUMENT_SIGNING])
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(ca=False), critical=True)
        .add_extension(usage, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), critical=False)
        .sign(key, P256.hash)
    )


def self_signed(
    key: ec.EllipticCurvePrivateKey, unit_id: str, unit_name: str, since: datetime | None = None
) -> x509.Certificate:
    """Return the certificate a unit makes for itself until the office has enrolled its key; `since` as `issue`."""
    return self_signed_form(key.public_key(), key, unit_id, unit_name, since)


def self_signed_form(
    public: PublicKey, key: ec.EllipticCurvePrivateKey, unit_id: str, unit_name: str, since: datetime | None = None
) -> x509.Certificate:
    """Return the certificate of a public key for itself, signed by `key`: of use to others for its form only."""
    name = _name(unit_name or unit_id or "TanBao", unit_id)
    return _for_signing(_builder(name, name, public, 10, since), key, public)


def make_root(office_name: str) -> Signer:
    """Return an office's root: it enrols and signs nothing else."""
    key = new_key()
    name = _name(f"{office_name} Root")
    certificate = (
        _builder(name, name, key.public_key(), 20)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(ca=True), critical=True)
        .sign(key, P256.hash)
    )
    return Signer(key, certificate)


def issue(
    root: Signer, public: object, unit_id: str, unit_name: str, since: datetime | None = None
) -> x509.Certificate:
    """Return the certificate by which a root enrols a key; it begins a day before `since`, where that is past.

    Raises AppError("key_unsuitable"): see `suitable`.
    """
    if not suitable(public):
        raise AppError("key_unsuitable")
    builder = _builder(_name(unit_name, unit_id), root.certificate.subject, public, 5, since)
    return _for_signing(builder, root.key, root.key.public_key())


def make_working(root: Signer, office_id: str, office_name: str) -> Signer:
    """Return the office's working key: it seals packs, certificates and receipts."""
    key = new_key()
    return Signer(key, issue(root, key.public_key(), office_id, office_name), (root.certificate,))


def _asked_again(ask: Callable[[Any], R]) -> Callable[[Any], R]:
    """Remember the answer about the very last object: each seal of a paper asks the same of the same certificate."""
    known: tuple[object, Any] = (None, None)

    @wraps(ask)
    def asked(one: Any) -> R:  # noqa: ANN401
        nonlocal known
        last, answer = known
        if last is not one:
            answer = ask(one)
            known = one, answer
        found: R = answer
        return found

    return asked


@_asked_again
def fingerprint(holder: x509.Certificate | PublicKey) -> str:
    """Return the SHA-256 (hex) of a key's SubjectPublicKeyInfo: the same before and after enrolling."""
    public = holder.public_key() if isinstance(holder, x509.Certificate) else holder
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(public.public_bytes(serialization.Encoding.DER, form)).hexdigest()


def comparison_code(mark: str) -> str:
    """Return the 核对码 of a fingerprint: sixteen unmistakable characters in groups of four; "" of ENTERED."""
    if mark == ENTERED:
        return ""
    text = base64.b32encode(bytes.fromhex(mark)[:CODE_BYTES]).decode().translate(_ALPHABET)
    return "-".join(text[place : place + 4] for place in range(0, 16, 4))


def same_code(typed: str, mark: str) -> bool:
    """True when a typed code is that of a fingerprint; case, spaces, dashes and width do not matter."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKC", typed).upper() if ch.isalnum()).translate(_LOOKALIKE)
    wanted = comparison_code(mark).replace("-", "").translate(_LOOKALIKE)
    return hmac.compare_digest(plain.encode(), wanted.encode())


def unit_of(certificate: x509.Certificate) -> str:
    """Return the unit id a certificate names, "" when it names none or several."""
    found = [one for oid in _UNIT for one in certificate.subject.get_attributes_for_oid(oid)]
    return str(found[0].value) if len(found) == 1 else ""


def issued_by(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    """True when a root signed a certificate and was allowed to: names, signature, CA marks; dates are not judged.

    A root is P-256, as `new_key` makes it: roots never live on tokens.
    """
    try:
        constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = root.extensions.get_extension_for_class(x509.KeyUsage).value
        leaf = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(root)
        sound = P256.takes(root.public_key()) and _digest_name(certificate) == P256.digest_name
    except (*UNREADABLE, InvalidSignature):
        return False
    return sound and constraints.ca and usage.key_cert_sign and not leaf.ca


def is_offices(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    """True for the working key a root enrolled for its own office, which alone seals what an office says."""
    return unit_of(certificate) == OFFICE and issued_by(certificate, root)


def _digest_name(certificate: x509.Certificate) -> str:
    digest = certificate.signature_hash_algorithm
    return digest.name if digest is not None else ""


@_asked_again
def may_sign(certificate: x509.Certificate) -> bool:
    """True for the certificate of a suitable key that is meant for signing papers, and for no CA."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        known = {one.digest_name for one in ALGORITHMS.values()}
        sound = suitable(certificate.public_key()) and _digest_name(certificate) in known
    except UNREADABLE:
        return False
    return sound and usage.digital_signature and usage.content_commitment and not constraints.ca


@lru_cache(maxsize=64)
def certificate_from_bytes(content: bytes) -> x509.Certificate:
    """Return a certificate from PEM or DER, read through once so that nothing in it fails later.

    Raises AppError: "certificate_unreadable" for what is none, "key_unsuitable" for a key that is not `suitable`. The
    same certificate stands in several places of a paper, and its issuer's in every paper: each is read once.
    """
    try:
        pem = content.lstrip().startswith(b"-----BEGIN")
        found = x509.load_pem_x509_certificate(content) if pem else x509.load_der_x509_certificate(content)
        _ = (found.subject, found.issuer, found.extensions, found.not_valid_before_utc, found.not_valid_after_utc)
        public = found.public_key()
    except (*UNREADABLE, Warning) as error:
        raise AppError("certificate_unreadable") from error
    if found.serial_number <= 0:
        raise AppError("certificate_unreadable")
    if not suitable(public):
        raise AppError("key_unsuitable")
    return found


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def pem_of(der: bytes) -> bytes:
    """Return the same of a certificate's bytes, which need not be written anew for it."""
    text = base64.b64encode(der)
    lines = b"\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return b"-----BEGIN CERTIFICATE-----\n" + lines + b"\n-----END CERTIFICATE-----\n"
