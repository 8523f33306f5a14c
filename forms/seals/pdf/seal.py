"""Document seal: the PAdES signature of a PDF that covers its pages and its attachments.

Ours is a certifying signature that allows nothing but further signatures and form filling (DocMDP 2), because a unit
may put a government e-seal on the paper. Sealing is here, reading and verifying in `forms.seals.pdf.check`.
"""

import io
import logging
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import serialization

from forms.seals.keys.keys import AnySigner
from forms.seals.keys.public_keys import algorithm_of, longest_value
from forms.seals.pdf.attached import plain_name
from forms.seals.pdf.sealed import (
    EVIDENCE,
    FIELD,
    RELATIONSHIPS,
    TAIL,
    Attachment,
    Box,
    SealedDocument,
)
from models.basics.sizes import LARGEST_ATTACHMENT, LARGEST_PAPER, MOST_ATTACHMENTS

_END = b"%%EOF"
_CUT_END = re.compile(rb"[0-9]*(?:%%?E?O?)?")  # what may stand behind the last startxref of a file without its end
_DER = serialization.Encoding.DER


def seal_document(
    pdf: bytes,
    signer: AnySigner,
    attachments: Sequence[Attachment],
    *,
    page: int = 0,
    box: Box | None = None,
    reason: str,
    signed_at: datetime,
) -> bytes:
    """Return the PDF with its attachments, sealed as PAdES-B-B; the given bytes stay as they are, in front.

    `box` (points from the lower left corner of `page`, which counts from 0) makes the drawn seal block clickable in a
    viewer; None = no visible field. Raises ValueError for an attachment that `read_document` would refuse.
    """
    quiet()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _attach(writer, attachments, signed_at)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        md_algorithm=algorithm_of(signer.certificate.public_key()).digest_name,
        reason=reason,
    )
    spec = fields.SigFieldSpec(FIELD, on_page=page, box=box)
    sealed = _pdf_signer(about, signer, spec, signed_at).sign_pdf(writer, bytes_reserved=_room_for(signer))
    content: bytes = sealed.getvalue()
    return content


def _room_for(signer: AnySigner) -> int:
    """The hexadecimal digits kept free for the signature: its certificates, its value, and 2 KiB for the rest.

    Left to itself pyHanko signs once more for nothing to find out.
    """
    certificates = [one.public_bytes(_DER) for one in (signer.certificate, *signer.chain)]
    return 2 * (sum(map(len, certificates)) + longest_value(signer.certificate.public_key()) + 2048)


def _attach(writer: Any, attachments: Sequence[Attachment], at: datetime) -> None:  # noqa: ANN401 - pyHanko's own class
    from pyhanko.pdf_utils import embed, generic

    names = {one.name for one in attachments}
    if len(attachments) > MOST_ATTACHMENTS or len(names) != len(attachments):
        raise ValueError("attachments")
    for number, one in enumerate(attachments):
        named = one.name.isprintable() if one.relationship == EVIDENCE else one.name.isascii()
        if not named or one.relationship not in RELATIONSHIPS or len(one.content) > LARGEST_ATTACHMENT:
            raise ValueError("attachment")
        times = embed.EmbeddedFileParams(creation_date=at, modification_date=at)
        held = embed.EmbeddedFileObject.from_file_data(writer, one.content, mime_type=one.mime, params=times)
        spec = embed.FileSpec(
            file_spec_string=plain_name(one.name, one.relationship, number),
            file_name=one.name,
            embedded_data=held,
            af_relationship=generic.NameObject(one.relationship),
        )
        embed.embed_file(writer, spec)


def _pdf_signer(about: Any, signer: AnySigner, spec: Any, at: datetime) -> Any:  # noqa: ANN401
    """pyHanko's signer around our signer, with the given time instead of the machine's.

    pyHanko's own signer wants the private key as bytes; this one asks whoever holds it.
    """
    from asn1crypto import x509 as asn1
    from pyhanko.sign import signers
    from pyhanko.sign.attributes import CMSAttributeProvider
    from pyhanko.stamp import StaticStampStyle
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    longest = longest_value(signer.certificate.public_key())

    class Encoded(CMSAttributeProvider):  # type: ignore[misc]
        def __init__(self, inner: Any) -> None:  # noqa: ANN401
            self.inner, self.attribute_type = inner, inner.attribute_type

        async def build_attr_value(self, dry_run: bool = False) -> Any:  # noqa: ANN401
            return _encoded(await self.inner.build_attr_value(dry_run=dry_run))

    class KeyObject(signers.Signer):  # type: ignore[misc]
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return bytes(longest) if dry_run else signer.sign(data)

        def _signed_attr_providers(self, *words: Any, **more: Any) -> Any:  # noqa: ANN401
            return map(Encoded, super()._signed_attr_providers(*words, **more))

        async def signed_attrs(self, *words: Any, **more: Any) -> Any:  # noqa: ANN401
            return _encoded(await super().signed_attrs(*words, **more))

        def signer_info(self, *words: Any) -> Any:  # noqa: ANN401
            return _encoded(super().signer_info(*words))

    class Timed(signers.PdfSigner):  # type: ignore[misc]
        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:  # noqa: ANN401
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at
            return session

    loaded = [asn1.Certificate.load(one.public_bytes(_DER)) for one in (signer.certificate, *signer.chain)]
    store = SimpleCertificateStore()
    store.register_multiple(loaded[1:])
    inner = KeyObject(signing_cert=loaded[0], cert_registry=store)
    # the page draws its own seal block, so the field adds nothing to it
    return Timed(about, signer=inner, stamp_style=StaticStampStyle(border_width=0), new_field_spec=spec)


def _encoded(part: Any) -> Any:  # noqa: ANN401 - asn1crypto's own classes
    """Return a part of the signature as read from its own bytes.

    asn1crypto encodes what was put together anew at each look, and what lies in it two or three times as often: five
    floors down, a name was encoded a thousand times for one seal. What was read keeps its bytes.
    """
    from asn1crypto import core

    return type(part).load(part.dump()) if isinstance(part, core.Sequence | core.SequenceOf) else part


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


def quiet() -> None:
    """Keep pyHanko's own log silent: it writes certificates and errors of hostile files."""
    for name in ("pyhanko", "pyhanko_certvalidator", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
