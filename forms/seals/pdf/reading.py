"""Reading of a sealed PDF: its seal verified here, or in the worker, from which plain data comes back."""

import re
from dataclasses import asdict
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from forms.guards.worker import Ask, Plain, in_worker
from forms.seals.pdf.sealed import TAIL, Attachment, SealedDocument, quiet
from models.basics.sizes import LARGEST_PAPER

_END = b"%%EOF"
_CUT_END = re.compile(rb"[0-9]*(?:%%?E?O?)?")  # what may stand behind the last startxref of a file without its end


def read_document_apart(pdf: bytes) -> SealedDocument:
    """Verify a PDF's seal in the worker. As `read_document`; raises as `in_worker`."""
    said = in_worker(read_plainly, pdf)
    return SealedDocument(
        state=said["state"],
        certificate=x509.load_der_x509_certificate(said["certificate"]) if said["certificate"] else None,
        fingerprint=said["fingerprint"],
        signed_at=datetime.fromisoformat(said["signed_at"]) if said["signed_at"] else None,
        attachments=tuple(Attachment(**one) for one in said["attachments"]),
        reasons=tuple(said["reasons"]),
        further=tuple(said["further"]),
        stamp_page=said["stamp_page"],
    )


def read_plainly(pdf: bytes, _: Plain, __: Ask) -> Plain:
    """Verify a PDF's seal and return what it says as plain data."""
    found = read_document(pdf)
    der = serialization.Encoding.DER
    return {
        "state": found.state,
        "certificate": found.certificate.public_bytes(der) if found.certificate else None,
        "fingerprint": found.fingerprint,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "attachments": [asdict(one) for one in found.attachments],
        "reasons": list(found.reasons),
        "further": list(found.further),
        "stamp_page": found.stamp_page,
    }


def read_document(pdf: bytes) -> SealedDocument:
    """Verify a PDF's seal and return what it covers.

    State: "absent" = no signature at all; "valid" = ours is the only signature and covers the whole file;
    "countersigned" = ours holds and nothing but further signatures came after it, the last of which covers the whole
    file; "broken" = anything else. Fails closed, never raises for what is inside the file.
    """
    quiet()
    if len(pdf) > LARGEST_PAPER:
        return SealedDocument(state="broken", reasons=("too large",))
    found = _checked(pdf)
    whole = _without_tail(pdf) if found.state == "broken" else pdf
    if whole != pdf and _checked(whole).state in ("valid", "countersigned"):
        return SealedDocument(state="broken", reasons=(TAIL,))
    return found


def _checked(pdf: bytes) -> SealedDocument:
    from forms.seals.pdf.check import checked

    try:
        return checked(pdf)
    except Exception as error:  # noqa: BLE001 - pyHanko raises anything on hostile files; all of it means: not sound
        return SealedDocument(state="broken", reasons=(type(error).__name__,))


def _without_tail(pdf: bytes) -> bytes:
    """The file up to its last end mark and the line end behind it, where nothing but text follows."""
    place = pdf.rfind(_END)
    if place < 0:
        return pdf
    end = place + len(_END)
    return pdf[: end + (pdf[end : end + 2] == b"\r\n" or pdf[end : end + 1] in (b"\r", b"\n"))]


def is_cut(pdf: bytes) -> bool:
    """True for a PDF whose end is missing: it was not downloaded to its end."""
    end = pdf[-1024:]
    if _END in end:
        return False
    if b"\nxref" in end and b"startxref" not in end.rpartition(b"\nxref")[2]:
        return True
    last = b"".join(end.rpartition(b"startxref")[2].split())
    if b"startxref" in end and _CUT_END.fullmatch(last):
        return True
    return b"\nxref" not in end and _without_tail(pdf) == pdf
