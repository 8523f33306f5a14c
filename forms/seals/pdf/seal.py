"""Document seal: the PAdES signature of a PDF that covers its pages and its attachments.

Ours is a certifying signature that allows nothing but further signatures and form filling (DocMDP 2), because a unit
may put a government e-seal on the paper. Read again by `forms.seals.pdf.reading`. pyHanko is loaded with this module.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import core, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.attributes import CMSAttributeProvider
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from forms.seals.keys.keys import AnySigner
from forms.seals.keys.public_keys import algorithm_of, longest_value
from forms.seals.pdf.attached import plain_name
from forms.seals.pdf.sealed import EVIDENCE, FIELD, RELATIONSHIPS, Attachment, Box, quiet
from models.basics.sizes import LARGEST_ATTACHMENT, MOST_ATTACHMENTS

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
    made = _TimedSigner(about, _KeySigner(signer), spec, signed_at).sign_pdf(writer, bytes_reserved=_room_for(signer))
    content: bytes = made.getvalue()
    return content


def _room_for(signer: AnySigner) -> int:
    """The hexadecimal digits kept free for the signature: its certificates, its value, and 2 KiB for the rest.

    Left to itself pyHanko signs once more for nothing to find out.
    """
    certificates = [one.public_bytes(_DER) for one in (signer.certificate, *signer.chain)]
    return 2 * (sum(map(len, certificates)) + longest_value(signer.certificate.public_key()) + 2048)


def _attach(writer: IncrementalPdfFileWriter, attachments: Sequence[Attachment], at: datetime) -> None:
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


class _Encoded(CMSAttributeProvider):  # type: ignore[misc]
    """An attribute that is signed, encoded once."""

    def __init__(self, inner: CMSAttributeProvider) -> None:
        self.inner, self.attribute_type = inner, inner.attribute_type

    async def build_attr_value(self, dry_run: bool = False) -> Any:  # noqa: ANN401
        return _encoded(await self.inner.build_attr_value(dry_run=dry_run))


class _KeySigner(signers.Signer):  # type: ignore[misc]
    """pyHanko's signer around ours: its own wants the private key as bytes; this one asks whoever holds it."""

    def __init__(self, signer: AnySigner) -> None:
        own, *others = (x509.Certificate.load(one.public_bytes(_DER)) for one in (signer.certificate, *signer.chain))
        registry = SimpleCertificateStore()
        registry.register_multiple(others)
        super().__init__(signing_cert=own, cert_registry=registry)
        self._ours, self._longest = signer, longest_value(signer.certificate.public_key())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(self._longest) if dry_run else self._ours.sign(data)

    def _signed_attr_providers(self, *words: Any, **more: Any) -> Any:  # noqa: ANN401
        return map(_Encoded, super()._signed_attr_providers(*words, **more))

    async def signed_attrs(self, *words: Any, **more: Any) -> Any:  # noqa: ANN401
        return _encoded(await super().signed_attrs(*words, **more))

    def signer_info(self, *words: Any) -> Any:  # noqa: ANN401
        return _encoded(super().signer_info(*words))


class _TimedSigner(signers.PdfSigner):  # type: ignore[misc]
    """Signs a PDF at a given time instead of the machine's."""

    def __init__(
        self, about: signers.PdfSignatureMetadata, signer: _KeySigner, spec: fields.SigFieldSpec, at: datetime
    ) -> None:
        # the page draws its own seal block, so the field adds nothing to it
        super().__init__(about, signer=signer, stamp_style=StaticStampStyle(border_width=0), new_field_spec=spec)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:  # noqa: ANN401
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _encoded(part: Any) -> Any:  # noqa: ANN401 - asn1crypto's own classes
    """Return a part of the signature as read from its own bytes.

    asn1crypto encodes what was put together anew at each look, and what lies in it two or three times as often: five
    floors down, a name was encoded a thousand times for one seal. What was read keeps its bytes.
    """
    return type(part).load(part.dump()) if isinstance(part, core.Sequence | core.SequenceOf) else part
