"""Signers: keys with their certificates, whatever holds them, and how an office and its units come by them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from forms.seals.keys.certificates import fingerprint
from forms.seals.keys.public_keys import P256, PublicKey, algorithm_of, suitable
from models.basics.errors import AppError
from models.basics.records import dataclass

YEAR = timedelta(days=365)
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
LONGEST_NAME = 64  # bytes of UTF-8 that a common name holds: 21 Chinese characters
_PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,./:=?-]+")


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
