"""Keys: key files and their passphrases; all about the certificates of keys is in `certificates` and offered here too.

A key file is PKCS#12 with a hardened MAC: what protects it is the passphrase, so each guess must be dear (signing.md
§2). Nothing here writes a key or a passphrase anywhere but into the key file, and no message ever holds one.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from forms.seals.keys.certificates import (
    UNREADABLE,
    AnySigner,
    Signer,
    certificate_from_bytes,
    certificate_pem,
    comparison_code,
    fingerprint,
    issue,
    issued_by,
    make_root,
    make_working,
    may_sign,
    new_key,
    same_code,
    self_signed,
    unit_of,
)
from models.basics.errors import AppError
from models.store.file.disk import write_whole

ROUNDS = 600_000
SHORTEST_PASSPHRASE = 8
__all__ = [
    "AnySigner", "Signer", "certificate_from_bytes", "certificate_pem", "check_passphrase", "comparison_code",
    "fingerprint", "in_hand", "issue", "issued_by", "load_signer", "make_root", "make_working", "may_sign", "new_key",
    "same_code", "save_signer", "self_signed", "unit_of",
]  # fmt: skip


def check_passphrase(text: str) -> None:
    """Refuse what other programs could not read or anybody could guess.

    Raises AppError: "passphrase_not_ascii", "passphrase_weak".
    """
    if not text.isascii() or not text.isprintable():
        raise AppError("passphrase_not_ascii")
    if len(text) < SHORTEST_PASSPHRASE or len(set(text)) < 4:
        raise AppError("passphrase_weak", n=SHORTEST_PASSPHRASE)


@dataclass(frozen=True)
class _Turn:
    rounds: int
    signers: dict[bytes, Signer]


_TURN: ContextVar[_Turn | None] = ContextVar("turn", default=None)


@contextmanager
def in_hand(*, rounds: int = ROUNDS) -> Iterator[None]:
    """For one turn of work, open a key file at most once: the same file with the same passphrase gives the same signer.

    Nothing is kept beyond the turn, and a file that was changed meanwhile is opened again. `rounds` is what key files
    made in it cost to guess; fewer only where the passphrase is a random one that nobody could guess anyway.
    """
    token = _TURN.set(_Turn(rounds, {}))
    try:
        yield
    finally:
        _TURN.reset(token)


def _grip(content: bytes, passphrase: str) -> bytes:
    """What a signer in hand is found by; the passphrase itself is not kept."""
    return hmac.new(passphrase.encode(), content, hashlib.sha256).digest()


def save_signer(path: Path, signer: Signer, passphrase: str, *, rounds: int | None = None) -> None:
    """Write a key file, whole or not at all, readable by its owner only. `rounds`: what one guess costs.

    Raises AppError of `check_passphrase`; OSError as the machine does, and then what was there before still is.
    """
    check_passphrase(passphrase)
    turn = _TURN.get()
    rounds = rounds or (turn.rounds if turn else ROUNDS)
    secret = passphrase.encode()
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(secret)
    )
    content = pkcs12.serialize_key_and_certificates(
        b"tanbao", signer.key, signer.certificate, list(signer.chain), encryption
    )
    content = _dear_mac(content, secret, rounds)
    write_whole(path, content, private=True)
    if turn is not None:
        turn.signers[_grip(content, passphrase)] = signer


def load_signer(path: Path, passphrase: str) -> Signer:
    """Open a key file. Raises AppError: "wrong_passphrase", "key_file_damaged"; OSError as the machine does.

    A file that was damaged in its middle cannot be told from a wrong passphrase: both fail the MAC.
    """
    content, turn = path.read_bytes(), _TURN.get()
    if turn is None:
        return _opened(content, passphrase)
    grip = _grip(content, passphrase)
    if grip not in turn.signers:
        turn.signers[grip] = _opened(content, passphrase)
    return turn.signers[grip]


def _opened(content: bytes, passphrase: str) -> Signer:
    from asn1crypto import pkcs12 as asn1

    try:
        asn1.Pfx.load(content, strict=True)  # the library lets bytes behind the end pass with a warning
        key, certificate, chain = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except (*UNREADABLE, Warning) as error:
        # from None: the library's own words are not for a log beside a key file
        raise AppError("wrong_passphrase" if "password" in str(error).lower() else "key_file_damaged") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise AppError("key_file_damaged")
    if fingerprint(key.public_key()) != fingerprint(certificate):
        raise AppError("key_file_damaged")
    return Signer(key, certificate, tuple(chain))


def _dear_mac(content: bytes, secret: bytes, rounds: int) -> bytes:
    """Recompute the MAC of a PKCS#12 file with as many rounds as its encryption: the library leaves it at 2048."""
    from asn1crypto import pkcs12 as asn1

    file = asn1.Pfx.load(content)
    inner = file["auth_safe"]["content"].native
    salt = os.urandom(16)
    value = hmac.new(_mac_key(secret, salt, rounds), inner, hashlib.sha256).digest()
    digest = {"digest_algorithm": {"algorithm": "sha256"}, "digest": value}
    mac = {"mac": digest, "mac_salt": salt, "iterations": rounds}
    whole: bytes = asn1.Pfx({"version": file["version"], "auth_safe": file["auth_safe"], "mac_data": mac}).dump(
        force=True
    )
    return whole


def _mac_key(secret: bytes, salt: bytes, rounds: int) -> bytes:
    """Derive the MAC key: RFC 7292 appendix B.2 with SHA-256, one block, purpose 3."""
    word = secret.decode().encode("utf-16-be") + b"\0\0"

    def spread(text: bytes) -> bytes:
        length = 64 * -(-len(text) // 64)
        return (text * (length // len(text) + 1))[:length]

    found = bytes([3]) * 64 + spread(salt) + spread(word)
    for _ in range(rounds):
        found = hashlib.sha256(found).digest()
    return found
