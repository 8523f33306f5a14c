"""Document seal: the PAdES signature of a PDF and everything it covers, attachments too.

Ours is a certifying signature that allows nothing but further signatures and form filling (DocMDP 2), because a unit may
put a government e-seal on the paper: that is `countersigned`. Anything else that was changed is `broken`. Who sealed is
told, not whether we trust them. Source: signing.md §3, DESIGN §4.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cryptography import x509

from forms.seals.keys import Signer, fingerprint

LARGEST = 40 * 1024 * 1024
LARGEST_ATTACHMENT = 32 * 1024 * 1024
MOST_ATTACHMENTS = 20
FIELD = "TanbaoSeal"
State = Literal["valid", "countersigned", "broken", "absent"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF. `name` is what the file says: never a path for us. `relationship`: "/Source", "/Data"."""

    name: str
    content: bytes
    mime: str
    relationship: str


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """What a PDF's seal says; attachments only of a document whose seal holds."""

    state: State
    certificate: x509.Certificate | None = None
    fingerprint: str = ""
    signed_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    reason: str = ""


def seal_document(
    pdf: bytes, signer: Signer, attachments: Sequence[Attachment], *, reason: str, signed_at: datetime
) -> bytes:
    """Return the PDF with its attachments, sealed as PAdES-B-B without a visible field."""
    _quiet()
    from pyhanko.pdf_utils import embed, generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for one in attachments:
        times = embed.EmbeddedFileParams(creation_date=signed_at, modification_date=signed_at)
        held = embed.EmbeddedFileObject.from_file_data(writer, one.content, mime_type=one.mime, params=times)
        spec = embed.FileSpec(
            file_spec_string=one.name, file_name=one.name, embedded_data=held,
            af_relationship=generic.NameObject(one.relationship),
        )  # fmt: skip
        embed.embed_file(writer, spec)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS, md_algorithm="sha256", reason=reason,
    )  # fmt: skip
    sealed = signers.PdfSigner(about, signer=_pdf_signer(signer)).sign_pdf(writer)
    content: bytes = sealed.getvalue()
    return content


def _pdf_signer(signer: Signer) -> Any:  # noqa: ANN401 - pyHanko's own class
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    der = serialization.Encoding.DER
    loaded = [asn1.Certificate.load(c.public_bytes(der)) for c in (signer.certificate, *signer.chain)]
    key = signer.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(loaded[1:])
    return SimpleSigner(
        signing_cert=loaded[0], signing_key=asn1_keys.PrivateKeyInfo.load(key), cert_registry=store,
    )  # fmt: skip


def read_document(pdf: bytes) -> SealedDocument:
    """Verify a PDF's seal and return what it covers; fails closed, never raises for what is inside the file."""
    _quiet()
    if len(pdf) > LARGEST:
        return SealedDocument("broken", reason="too large")
    try:
        return _read(pdf)
    except Exception as error:  # noqa: BLE001 - pyHanko raises anything on hostile files; all of it means: not sound
        return SealedDocument("broken", reason=type(error).__name__)


def _read(pdf: bytes) -> SealedDocument:
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signatures = reader.embedded_regular_signatures
    except PdfReadError:
        return _unreadable(pdf)
    if not signatures:
        return SealedDocument("absent")
    first = signatures[0]
    certificate = x509.load_der_x509_certificate(first.signer_cert.dump())
    broken = _fault(reader, first, is_last=len(reader.embedded_signatures) == 1)
    mark, when = fingerprint(certificate), first.self_reported_timestamp
    if broken:
        return SealedDocument("broken", certificate, mark, when, reason=broken)
    state: State = "valid" if len(reader.embedded_signatures) == 1 else "countersigned"
    covered = reader.get_historical_root(first.signed_revision)
    return SealedDocument(state, certificate, mark, when, tuple(_attachments(covered)))


def _unreadable(pdf: bytes) -> SealedDocument:
    """A file the strict reader refuses: somebody else's PDF without a signature, or one of ours that was changed."""
    sealed = b"/ByteRange" in pdf or b"tanbao-" in pdf
    return SealedDocument("broken" if sealed else "absent", reason="unreadable")


def _fault(reader: Any, signature: Any, *, is_last: bool) -> str:  # noqa: ANN401
    """Return why the first signature does not hold over the whole document, "" when it does."""
    from pyhanko.sign.diff_analysis import NO_CHANGES_DIFF_POLICY, ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.pdf_embedded import SignatureCoverageLevel
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    if signature.field_name != FIELD:
        return "not our field"
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False, moment=signature.self_reported_timestamp)
    status = validate_pdf_signature(
        signature, context, diff_policy=NO_CHANGES_DIFF_POLICY if is_last else _countersign_policy(),
        key_usage_settings=KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}),
    )  # fmt: skip
    if not (status.intact and status.valid):
        return "digest or signature"
    if is_last and status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return "coverage"
    if status.docmdp_ok is not True:
        return "docmdp"
    limit = ModificationLevel.NONE if is_last else ModificationLevel.FORM_FILLING
    if status.modification_level is None or status.modification_level.value > limit.value:
        return "modified"
    return "" if is_last or _last_covers(reader) else "coverage"


def _countersign_policy() -> Any:  # noqa: ANN401
    """pyHanko's standard policy, but a new visible signature field is allowed: that is what an e-seal adds."""
    from pyhanko.sign.diff_analysis import policies
    from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
    from pyhanko.sign.diff_analysis.rules.form_field_rules import (
        GenericFieldModificationRule,
        SigFieldCreationRule,
        SigFieldModificationRule,
    )

    signing = SigFieldCreationRule(allow_new_visible_after_certify=True)
    fields = [signing, SigFieldModificationRule(), GenericFieldModificationRule()]
    return policies.StandardDiffPolicy(
        global_rules=policies.DEFAULT_DIFF_POLICY.global_rules, form_rule=FormUpdatingRule(field_rules=fields)
    )


def _last_covers(reader: Any) -> bool:  # noqa: ANN401
    """True when the last signature covers the whole file: nothing was appended after the e-seal."""
    last = reader.embedded_signatures[-1]
    last.compute_integrity_info()
    return bool(last.coverage.name == "ENTIRE_FILE")


def _attachments(root: Any) -> list[Attachment]:  # noqa: ANN401
    found: list[Attachment] = []
    files = root["/AF"] if "/AF" in root else ()
    for place in range(min(len(files), MOST_ATTACHMENTS)):
        spec = files[place]
        stream = spec["/EF"]["/F"]
        content = stream.data
        if len(content) > LARGEST_ATTACHMENT:
            raise ValueError("attachment")
        kind = str(stream["/Subtype"]) if "/Subtype" in stream else ""
        relation = str(spec["/AFRelationship"]) if "/AFRelationship" in spec else ""
        found.append(Attachment(str(spec["/UF"]), content, kind, relation))
    return found


def _quiet() -> None:
    """pyHanko logs the certificates and errors of hostile files; nothing of that belongs in our log."""
    for name in ("pyhanko", "pyhanko_certvalidator", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
