"""Certificates: keys, whom they speak for, who enrolled them, and the 核对码 by which people compare them.

Keys we make are P-256; a unit's key may live on a token and be RSA (`public_keys`). The office's root enrols,
its working key seals papers, a unit's key seals returns. Dates of a certificate are written but not judged: from when
to when a key counts is said by the office's register.
"""

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from forms.seals.keys.public_keys import ALGORITHMS, P256, PublicKey, suitable
from models.basics.errors import AppError
from models.ledger.ledger import ENTERED
from models.plan.records.units import OFFICE

CODE_BYTES = 10  # 80 bits, sixteen characters
_ALPHABET = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
# A code has no O, 0, I or 1: whoever types one misread the letter that looks most like it.
_LOOKALIKE = str.maketrans({"O": "Q", "0": "Q", "I": "J", "1": "J"})
_UNIT = (NameOID.SERIAL_NUMBER, NameOID.USER_ID)  # where a unit's id stands, the second for what is no PrintableString
UNREADABLE = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound, x509.DuplicateExtension, x509.InvalidVersion,
)  # fmt: skip

R = TypeVar("R")


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


def is_self_signed(certificate: x509.Certificate) -> bool:
    """True for a certificate that nobody but its own key vouches for."""
    try:
        certificate.verify_directly_issued_by(certificate)
    except (*UNREADABLE, InvalidSignature):
        return False
    return True


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
