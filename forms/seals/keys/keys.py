"""Keys: key files and their passphrases; all about the certificates of keys is in `certificates` and offered here too.

A key file is PKCS#12 with a hardened MAC: what protects it is the passphrase, so each guess must be slow. Nothing
here writes a key or a passphrase anywhere but into the key file, and no message ever holds one.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from forms.seals.keys.certificates import (
    UNREADABLE,
    certificate_from_bytes,
    certificate_pem,
    comparison_code,
    fingerprint,
    is_offices,
    is_self_signed,
    issued_by,
    may_sign,
    pem_of,
    same_code,
    unit_of,
)
from forms.seals.keys.signers import AnySigner, Signer, issue, make_root, make_working, new_key, self_signed
from models.basics.errors import AppError
from models.basics.records import dataclass

ROUNDS = 600_000
SHORTEST_PASSPHRASE = 8
__all__ = [
    "AnySigner",
    "Signer",
    "certificate_from_bytes",
    "certificate_pem",
    "check_passphrase",
    "comparison_code",
    "fingerprint",
    "is_offices",
    "is_self_signed",
    "issue",
    "issued_by",
    "load_signer",
    "make_root",
    "make_working",
    "may_sign",
    "new_key",
    "pem_of",
    "same_code",
    "save_signer",
    "self_signed",
    "signer_cache",
    "unit_of",
]


def check_passphrase(text: str) -> None:
    """Refuse what other programs could not read or anybody could guess.

    Raises AppError: "passphrase_not_ascii", "passphrase_weak".
    """
    if not text.isascii() or not text.isprintable():
        raise AppError("passphrase_not_ascii")
    if len(text) < SHORTEST_PASSPHRASE or len(set(text)) < 4:
        raise AppError("passphrase_weak", n=SHORTEST_PASSPHRASE)


@dataclass(frozen=True)
class _SignerCache:
    rounds: int
    signers: dict[bytes, Signer]


_CACHE: ContextVar[_SignerCache | None] = ContextVar("cache", default=None)


@contextmanager
def signer_cache(*, rounds: int = ROUNDS) -> Iterator[None]:
    """Cache of opened key files for one `with` block: same file bytes and same passphrase give the same signer.

    The cache ends with the block. `rounds`: iterations of the key derivation of key files written inside it; fewer than
    `ROUNDS` only where the passphrase is a random one.
    """
    token = _CACHE.set(_SignerCache(rounds, {}))
    try:
        yield
    finally:
        _CACHE.reset(token)


def _cache_key(content: bytes, passphrase: str) -> bytes:
    """Key of the cache: an HMAC of the file, so that the passphrase itself is not kept."""
    return hmac.new(passphrase.encode(), content, hashlib.sha256).digest()


def save_signer(path: Path, signer: Signer, passphrase: str, *, rounds: int | None = None) -> None:
    """Write a key file, whole or not at all, readable by its owner only. `rounds`: what one guess costs.

    Raises AppError of `check_passphrase`; OSError as the machine does, and then what was there before still is.
    """
    check_passphrase(passphrase)
    cache = _CACHE.get()
    rounds = rounds or (cache.rounds if cache else ROUNDS)
    secret = passphrase.encode()
    from models.store.file.disk import write_whole  # a worker seals nothing, and has no store

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
    content = _strengthen_mac(content, secret, rounds)
    write_whole(path, content, private=True)
    if cache is not None:
        cache.signers[_cache_key(content, passphrase)] = signer


def load_signer(path: Path, passphrase: str) -> Signer:
    """Open a key file.

    Raises AppError: "key_file_absent", "wrong_passphrase", "key_file_damaged"; OSError as the machine does.

    A file that was damaged in its middle cannot be told from a wrong passphrase: both fail the MAC.
    """
    try:
        content, cache = path.read_bytes(), _CACHE.get()
    except FileNotFoundError:
        raise AppError("key_file_absent", 文件=path.name, 目录=path.parent) from None
    if cache is None:
        return _opened(content, passphrase)
    key = _cache_key(content, passphrase)
    if key not in cache.signers:
        cache.signers[key] = _opened(content, passphrase)
    return cache.signers[key]


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


def _strengthen_mac(content: bytes, secret: bytes, rounds: int) -> bytes:
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
