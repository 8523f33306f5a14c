"""Workbook check: is the package signature of a workbook ours, whole, and untouched?

A closed profile: the signature is built anew from the parts that are there and must be the one that is there, so it
can have no other structure, leave no part out and name no other digest. Stock verifiers accept extra parts, swapped
types and appended bytes; what a signature cannot cover (content types, properties, the zip itself) is
bounded here. Tells who sealed, never whether we trust them.
"""

import base64
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from cryptography import x509

from forms.guards.guards import read_package
from forms.seals.keys.keys import certificate_from_bytes, fingerprint, may_sign
from forms.seals.keys.public_keys import verify_plain
from forms.seals.xlsx import opc
from forms.seals.xlsx.form import XADES, bytes_to_sign, unsigned_signature
from forms.seals.xlsx.profile import need, require_closed, require_plumbing, require_readable
from forms.seals.xlsx.template import MOST_CERTIFICATES, UNREADABLE, signed_by
from models.basics.errors import AppError
from models.basics.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedWorkbook:
    """What a workbook's package signature says; `reasons`: short English words for the log."""

    state: Literal["valid", "broken", "absent"]
    certificate: x509.Certificate | None = None
    fingerprint: str = ""
    reasons: tuple[str, ...] = ()


def workbook_seal_state(xlsx: bytes, parts: Mapping[str, bytes] | None = None) -> SealedWorkbook:
    """Return the state of a workbook's signature; fails closed and never raises for what is inside the file.

    `parts`: what `read_package` gave, where it was read before. "absent" = nothing of a signature is there; "broken" =
    something is, but not exactly as we make it.
    """
    try:
        parts = read_package(xlsx) if parts is None else parts
    except AppError as error:
        return SealedWorkbook(state="broken" if _mentions_signature(xlsx) else "absent", reasons=(error.code,))
    signed = any(name.lower().startswith("/_xmlsignatures") for name in parts)
    if not signed and opc.ORIGIN_RELATION.encode() not in parts.get(opc.ROOT_RELATIONS, b""):
        return SealedWorkbook(state="absent")
    try:
        certificate = _verified(parts)
    except opc.BadPackage as error:
        return SealedWorkbook(state="broken", reasons=(str(error),))
    except (AppError, *UNREADABLE) as error:
        return SealedWorkbook(state="broken", reasons=(type(error).__name__,))
    return SealedWorkbook(state="valid", certificate=certificate, fingerprint=fingerprint(certificate))


def _mentions_signature(xlsx: bytes) -> bool:
    """True unless the file is a readable zip without any part of a signature."""
    try:
        with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
            return any("_xmlsignatures" in name.lower() for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError, OSError, LookupError):
        return True


def _verified(parts: Mapping[str, bytes]) -> x509.Certificate:
    return signed_by(parts) or _verified_in_full(parts)


def _verified_in_full(parts: Mapping[str, bytes]) -> x509.Certificate:
    types = opc.content_types(parts)
    require_plumbing(parts, types)
    found = opc.parse(parts[opc.SIGNATURE])
    certificates = [certificate_from_bytes(_bytes(one)) for one in found.iter(f"{{{opc.DS}}}X509Certificate")]
    need(0 < len(certificates) <= MOST_CERTIFICATES and may_sign(certificates[0]), "certificate")
    value, when = _bytes(found[1]), _time(found)
    built = unsigned_signature(parts, certificates, when)
    built[1].text = base64.b64encode(value).decode()
    need(opc.canonical(found) == opc.canonical(built), "content differs from what was signed")
    verify_plain(certificates[0].public_key(), value, bytes_to_sign(built))
    require_closed(parts, types)
    require_readable(parts)
    return certificates[0]


def _bytes(element: Any) -> bytes:  # noqa: ANN401 - lxml element
    return base64.b64decode(element.text or "", validate=True)


def _time(root: Any) -> str:  # noqa: ANN401
    times = [str(one.text) for one in root.iter(f"{{{XADES}}}SigningTime")]
    need(len(times) == 1, "signing time")
    datetime.strptime(times[0], "%Y-%m-%dT%H:%M:%SZ")
    return times[0]
