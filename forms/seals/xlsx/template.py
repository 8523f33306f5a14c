"""Template: a package signature verified by hashing parts, without a tree for what repeats from book to book.

Two signatures of ours differ in three things: the digests of the parts, the time, the key. Everything else — the closed
profile, the order and the words of the manifest — follows from the names of the parts and from the plumbing. So the
strict checks (`profile`, `form`) run once for each *kind* of book, of which names and plumbing are the key, and leave
texts with gaps. A book's signature is right when these texts with its own digests, time and key in the gaps are byte
for byte the part that is there, and the key signed them.

Anything else is None here, never "broken": `check` then looks in full and says what it is. Nothing is forgiven.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from forms.seals.keys.keys import certificate_from_bytes, may_sign
from forms.seals.keys.public_keys import Algorithm, algorithm_of, verify_plain
from forms.seals.xlsx import opc
from forms.seals.xlsx.form import package_object, spoken_name, unsigned_signature
from forms.seals.xlsx.profile import is_plumbing, require_closed, require_plumbing, require_readable
from models.basics.errors import AppError

MOST_CERTIFICATES = 4
UNREADABLE = (InvalidSignature, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_VALUE = re.compile(rb"<SignatureValue>([A-Za-z0-9+/=]{40,700})</SignatureValue>")
_CERTIFICATE = re.compile(rb"<X509Certificate>([A-Za-z0-9+/=]{100,8000})</X509Certificate>")
_TIME = re.compile(rb"<xd:SigningTime>([0-9TZ:\-]{20})</xd:SigningTime>")
_GAP = "1987-06-05T04:03:02Z"  # a time that marks the gap of the time
_ROOT = b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="idPackageSignature">'
_NO_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


class _Manifest(NamedTuple):
    """Which parts are hashed, and the package object, written and canonical; the gaps: their digests, then the time."""

    parts: tuple[str, ...]
    written: tuple[bytes, ...]
    canonical: tuple[bytes, ...]


class _Rest(NamedTuple):
    """The rest of a signature by one kind of key: nothing in it depends on the book."""

    info: tuple[bytes, ...]  # SignedInfo, canonical; gaps: digests of the package object and of the properties
    head: tuple[bytes, ...]  # the same as it is written
    tail: tuple[bytes, ...]  # behind the package object, written; gaps: time, certificate's digest, issuer, number
    properties: tuple[bytes, ...]  # canonical, the same gaps


def signed_by(parts: Mapping[str, bytes]) -> x509.Certificate | None:
    """Return the certificate whose key sealed exactly these parts in exactly our form, None for anything else."""
    try:
        return _signed_by(parts, parts[opc.SIGNATURE])
    except (AppError, opc.BadPackage, *UNREADABLE):
        return None


def _signed_by(parts: Mapping[str, bytes], found: bytes) -> x509.Certificate | None:
    (value_text,), (time,) = _VALUE.findall(found), _TIME.findall(found)
    if f"{datetime.fromisoformat(time.decode('ascii')):%Y-%m-%dT%H:%M:%SZ}".encode() != time:
        return None
    texts = _CERTIFICATE.findall(found)
    leaf, der = _leaf_of(texts)
    if not may_sign(leaf):
        return None
    algorithm = algorithm_of(leaf.public_key())
    plumbing = tuple((name, parts[name]) for name in parts if is_plumbing(name))
    manifest, rest = _manifest(tuple(parts), plumbing, algorithm), _rest(algorithm, der)
    require_readable(parts)
    canonical_issuer, issuer = _issuer(leaf.issuer)

    def digest(content: bytes) -> bytes:
        return _digest(content, algorithm)

    digests = (*(digest(parts[name]) for name in manifest.parts), time)
    facts = (time, digest(der), canonical_issuer, str(leaf.serial_number).encode())
    tops = (digest(_filled(manifest.canonical, digests)), digest(_filled(rest.properties, facts)))
    value = b64decode(value_text, validate=True)
    held = b"".join(b"<X509Certificate>" + one + b"</X509Certificate>" for one in texts)
    written = (
        _HEAD + _filled(rest.head, tops) + b"<SignatureValue>" + b64encode(value) + b"</SignatureValue>"
        b"<KeyInfo><X509Data>" + held + b"</X509Data></KeyInfo>"
        + _filled(manifest.written, digests) + _filled(rest.tail, (*facts[:2], issuer, facts[3]))
    )  # fmt: skip
    if written != found:
        return None
    verify_plain(leaf.public_key(), value, _filled(rest.info, tops))
    return leaf


def _leaf_of(texts: Sequence[bytes]) -> tuple[x509.Certificate, bytes]:
    """The certificate that signs, of those a signature carries as base64, and its bytes. Raises BadPackage."""
    ders = [b64decode(one, validate=True) for one in texts]
    if not 0 < len(ders) <= MOST_CERTIFICATES or [b64encode(one) for one in ders] != texts:
        raise opc.BadPackage("certificates")
    leaf, *_ = (certificate_from_bytes(one) for one in ders)  # those above it must be certificates too
    return leaf, ders[0]


@lru_cache(maxsize=256)
def _manifest(names: tuple[str, ...], plumbing: tuple[tuple[str, bytes], ...], algorithm: Algorithm) -> _Manifest:
    """Check the plumbing as `check` does and take the manifest of such a book apart. Raises BadPackage."""
    held = dict(plumbing)
    parts = {name: held.get(name, name.encode()) for name in names}  # by its name the gap of a part is found again
    types = opc.content_types(parts)
    require_plumbing(parts, types)
    require_closed(parts, types)
    canonical, written = _package(parts, algorithm)
    own = {name: _digest(parts[name], algorithm) for name in sorted(parts) if not is_plumbing(name)}
    signed = tuple(name for name, digest in own.items() if digest in canonical)
    if set(names) - set(signed) - opc.UNSIGNED_PARTS - opc.OWN_PARTS != set(held) - opc.OWN_PARTS:
        raise opc.BadPackage("a part is not signed")
    gaps = [*(own[name] for name in signed), _GAP.encode()]
    return _Manifest(signed, _split(written, gaps), _split(canonical, gaps))


def _package(parts: Mapping[str, bytes], algorithm: Algorithm) -> tuple[bytes, bytes]:
    from lxml import etree

    root = etree.Element(f"{{{opc.DS}}}Signature", nsmap={None: opc.DS}, Id="idPackageSignature")
    canonical, written = opc.canonical(package_object(root, parts, _GAP, algorithm)), etree.tostring(root)
    if not written.startswith(_ROOT):
        raise opc.BadPackage("form")
    return canonical, written.removeprefix(_ROOT).removesuffix(b"</Signature>")


_rests: dict[str, _Rest] = {}  # by the id of the algorithm


def _rest(algorithm: Algorithm, der: bytes) -> _Rest:
    if algorithm.id not in _rests:
        _rests[algorithm.id] = _made_rest(certificate_from_bytes(der), der, algorithm)
    return _rests[algorithm.id]


def _made_rest(leaf: x509.Certificate, der: bytes, algorithm: Algorithm) -> _Rest:
    """Let the writer make a signature by a certificate, and cut it where certificate and time stand."""
    from lxml import etree

    root = unsigned_signature({opc.TYPES_PART: _NO_TYPES}, [leaf], _GAP)
    properties, written = opc.canonical(root[5][0][0]), etree.tostring(root)
    tops = [_digest(opc.canonical(root[3]), algorithm), _digest(properties, algorithm)]
    head, tail = written[: written.index(b"<SignatureValue")], written[written.index(b'<Object Id="idOfficeObject"') :]
    (canonical_issuer, issuer), number = _issuer(leaf.issuer), b">%d<" % leaf.serial_number
    facts = [_GAP.encode(), _digest(der, algorithm), b">" + canonical_issuer + b"<", number]
    return _Rest(
        _split(opc.canonical(root[0]), tops),
        _split(head, tops),
        _bracketed(_split(tail, [*facts[:2], b">" + issuer + b"<", number])),
        _bracketed(_split(properties, facts)),
    )


def _bracketed(pieces: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Give back the brackets by which issuer and number were found."""
    one, two, three, four, five = pieces
    return one, two, three + b">", b"<" + four + b">", b"<" + five


@lru_cache(maxsize=64)
def _issuer(name: x509.Name) -> tuple[bytes, bytes]:
    """An issuer's name as it stands in canonical XML, and as it is written: there with numbers for what is no ASCII."""
    from lxml import etree

    one = etree.Element("x")
    one.text = spoken_name(name)
    return etree.tostring(one, method="c14n")[3:-4], etree.tostring(one)[3:-4]


def _split(text: bytes, gaps: Sequence[bytes]) -> tuple[bytes, ...]:
    """Cut a text at its gaps, which come in this order. Raises BadPackage for one that is not there."""
    pieces = []
    for gap in gaps:
        piece, found, text = text.partition(gap)
        if not found:
            raise opc.BadPackage("form")
        pieces.append(piece)
    return (*pieces, text)


def _filled(pieces: tuple[bytes, ...], gaps: Sequence[bytes]) -> bytes:
    found = [pieces[0]]
    for gap, piece in zip(gaps, pieces[1:], strict=True):
        found += (gap, piece)
    return b"".join(found)


def _digest(content: bytes, algorithm: Algorithm) -> bytes:
    return b64encode(algorithm.digest(content))
