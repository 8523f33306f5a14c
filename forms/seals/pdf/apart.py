"""Sealed PDF, read apart: the worker verifies it and plain data comes back."""

from dataclasses import asdict
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from forms.guards.worker import Ask, Plain, in_worker
from forms.seals.pdf.seal import read_document
from forms.seals.pdf.sealed import Attachment, SealedDocument


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
