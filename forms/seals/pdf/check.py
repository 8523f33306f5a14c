"""Document check: does our signature of a PDF still hold, and is what came after it nothing but further signatures?

Stock viewers call a file "valid, trusted" when somebody added an annotation after signing, so each of
these is asked for by itself: our field signed first and certifies; its hole holds its own value and nothing else; the
bytes and the certificate are as signed; what came later is allowed by pyHanko's difference policy; the last signature
ends where the file ends. A government e-seal may be in a form (SM2, GB/T 38540) that nobody here can verify: it is
accepted as a further signature and noted, since our own seal and the difference policy still guard the figures.
"""

import re
from dataclasses import replace
from typing import Any

from forms.glyphs.drawn import DrawnSigns
from forms.page_reading.written import WrittenPage
from forms.seals.keys.keys import certificate_from_bytes, fingerprint
from forms.seals.pdf.attached import attachments
from forms.seals.pdf.layout import is_laid_out_plainly
from forms.seals.pdf.own_signature import (
    Broken,
    SignatureField,
    exact_parts,
    require_integrity,
    require_profile,
    signed_parts,
)
from forms.seals.pdf.page_profile import Drawings, drawn_in, odd_page, written_in
from forms.seals.pdf.properties import about, said_by
from forms.seals.pdf.sealed import (
    FIELD,
    SealedDocument,
)
from forms.seals.pdf.stamp_place import covering_page, page_under_a_field
from models.basics.sizes import LARGEST_ATTACHMENT

MOST_SIGNATURES = 20
LONGEST_NAME = 120
MOST_REVISIONS = 60
MOST_FIELDS, MOST_PAGES, DEEPEST = 1_000, 5_000, 20
_KNOWN_DIGESTS = ("sha1", "sha256", "sha384", "sha512")
# a signature's dictionary is never compressed, so one of these is in every signed file, whatever byte was changed
_MARKS = (b"/ByteRange", b"/DocMDP", b"/ETSI.", b"/adbe.", b"/Adobe.PPKLite", FIELD.encode())
_GIVEN_NAME = re.compile(r"[A-Za-z]+(?:[-_ .][A-Za-z]+)*(?:[-_ ]?[0-9A-Fa-f-]+)?")  # Signature1, Sig_2f0e…
_HEX = re.compile(rb"<[0-9A-Fa-f]*>")


class _OddPages(Broken):
    """Sealed with something in its pages that no paper of ours has."""

    def __init__(self, page: int, what: str) -> None:
        super().__init__(f"page {page}: {what}")
        self.page, self.what = page, what


def checked(pdf: bytes) -> SealedDocument:
    """Return what a PDF's seal says. Raises anything for a file that is not as it should be: the caller fails."""
    from forms.seals.pdf.objects import PlainReader

    if not any(mark in pdf for mark in _MARKS):
        return SealedDocument(state="absent")
    reader = PlainReader(pdf, decode_limits=_limits())
    bounded_tree(reader.root)
    filled = _filled(reader)
    if not filled:
        return SealedDocument(state="broken", reasons=("signature not found",))
    if filled[0].name != FIELD or len(filled) > MOST_SIGNATURES or reader.total_revisions > MOST_REVISIONS:
        raise Broken("somebody else signed first")
    return _ours(pdf, reader, filled)


def bounded_tree(root: Any) -> None:  # noqa: ANN401
    """Walk form fields and pages by ourselves, with a budget, before pyHanko does without one.

    A tree whose branches meet again doubles with every step. Raises Broken for one that no paper has.
    """
    form = root["/AcroForm"] if "/AcroForm" in root else {}  # noqa: SIM401 - get of pyHanko gives the reference
    for holder, key, most in ((form, "/Fields", MOST_FIELDS), (root, "/Pages", MOST_PAGES)):
        if key not in holder:
            continue
        seen, waiting = 0, [(holder[key] if key == "/Fields" else [holder[key]], 0)]
        while waiting:
            branch, depth = waiting.pop()
            seen += len(branch)
            if seen > most or depth > DEEPEST:
                raise Broken("tree of fields or pages")
            for place in range(len(branch)):
                one = branch[place]
                if "/Kids" in one:
                    waiting.append((one["/Kids"], depth + 1))


def _limits() -> Any:  # noqa: ANN401 - pyHanko has no types we could name here
    from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits

    return DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=LARGEST_ATTACHMENT),
        document_budget=DocumentDecodeBudget(base_allowance=6 * LARGEST_ATTACHMENT, max_ratio=20),
    )


def _filled(reader: Any) -> list[SignatureField]:  # noqa: ANN401
    from pyhanko.sign.fields import enumerate_sig_fields

    found = []
    for name, _, reference in enumerate_sig_fields(reader, filled_status=True):
        field = reference.get_object()
        signature = field.raw_get("/V")
        found.append(
            SignatureField(
                revision=reader.xrefs.get_last_change(signature.reference), name=name, field=field, signature=signature
            )
        )
    return sorted(found, key=lambda one: one.revision)


def _ours(pdf: bytes, reader: Any, filled: list[SignatureField]) -> SealedDocument:  # noqa: ANN401
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    first, further = filled[0], filled[1:]
    latest = first.revision == reader.total_revisions - 1  # then what it signed is what the file says: read once
    root = reader.root if latest else reader.get_historical_root(first.revision)
    signature = EmbeddedPdfSignature(reader, first.field, first.name)
    parts = signed_parts(signature)
    certificate = certificate_from_bytes(parts.certificates[0] if parts else signature.signer_cert.dump())
    found = SealedDocument(
        state="broken",
        certificate=certificate,
        fingerprint=fingerprint(certificate),
        signed_at=signature.self_reported_timestamp,
    )
    try:
        require_profile(signature, certificate, root, first)
        require_integrity(signature, exact_parts(signature, parts, certificate), certificate, alone=not further)
        _laid_out(pdf, reader, filled)
        signs, written = pages_drawn(root)
        notes = tuple(note for one in further if (note := _further(reader, one)))
        named = tuple(_signer(reader, one) for one in further)
        covered = _page_covered(reader, filled)
    except Broken as error:
        odd = (error.page, error.what) if isinstance(error, _OddPages) else None
        return replace(found, reasons=(str(error),), odd_page=odd)
    if covered:
        return replace(found, reasons=("further signature over the page",), further=named, stamp_page=covered)
    return replace(
        found,
        state="countersigned" if further else "valid",
        attachments=tuple(attachments(root)),
        reasons=notes,
        further=named,
        unknown_fonts=tuple(dict.fromkeys(signs.unknown)),
        about=tuple(about(reader, root, first.signature.get_object())),
        further_says=tuple(_says(one) for one in further),
        written=written,
    )


def _laid_out(pdf: bytes, reader: Any, filled: list[SignatureField]) -> None:  # noqa: ANN401
    """Raise Broken for bytes behind the signatures, or a layout that none of our papers has."""
    ends = [_end(pdf, one.signature.get_object()) for one in filled]
    if ends[-1] != len(pdf) or sorted(set(ends)) != ends:
        raise Broken("bytes after the last signature")
    if not is_laid_out_plainly(reader.objects, ends[0]):
        raise Broken("objects that programs may read otherwise")


def pages_drawn(root: Any) -> tuple[DrawnSigns, tuple[WrittenPage | None, ...]]:  # noqa: ANN401
    """Return what the fonts of the pages that were sealed draw, and what each page's content does.

    Raises Broken for pages that none of our papers has.
    """
    drawings: Drawings = []
    if (odd := odd_page(root, drawings)) is not None:
        raise _OddPages(*odd)
    signs = drawn_in(root)
    if signs.lie:
        raise _OddPages(0, "letters")
    return signs, written_in(root, drawings, signs)


def _page_covered(reader: Any, filled: list[SignatureField]) -> int:  # noqa: ANN401
    """Return the page (from 1) where a field or a further signature lies over what was sealed, 0 = none."""
    covering = (page for one in filled if (page := covering_page(reader.root, one.field)))
    return page_under_a_field(reader.root) or next(covering, 0)


def _end(pdf: bytes, signature: Any) -> int:  # noqa: ANN401
    """Return where the bytes end that a signature covers: all from 0 but the hole, which is exactly its value."""
    from pyhanko.sign.validation.pdf_embedded import extract_contents

    start, before, after, length = (int(number) for number in signature.raw_get("/ByteRange"))
    hole = pdf[before:after] if 0 < before < after else b""
    if start != 0 or length < 0 or not _HEX.fullmatch(hole):
        raise Broken("byte range")
    if bytes.fromhex(hole[1:-1].decode("ascii")) != extract_contents(signature):
        raise Broken("byte range")
    return after + length


def _further(reader: Any, field: SignatureField) -> str:  # noqa: ANN401
    """Return a note when a further signature cannot be verified here. Raises Broken for one that is plainly wrong."""
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

    known = False
    try:
        signature = EmbeddedPdfSignature(reader, field.field, field.name)
        known = signature.md_algorithm in _KNOWN_DIGESTS
        validate = validate_pdf_timestamp if signature.sig_object_type == "/DocTimeStamp" else validate_pdf_signature
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        status = validate(signature, context, skip_diff=True)
    except Exception as error:
        if known and isinstance(error, SignatureValidationError):
            raise Broken("further signature") from error
        return f"further signature not verified: {type(error).__name__}"
    if not (status.intact and status.valid):
        raise Broken("further signature")
    return ""


def _says(field: SignatureField) -> tuple[str, ...]:
    """What a further signature says of itself, and its field where its name is more than a program gives by itself."""
    said = [text for _, text in said_by(field.signature.get_object())]
    return tuple([*said, *([] if _GIVEN_NAME.fullmatch(field.name) else [field.name])])


def _signer(reader: Any, field: SignatureField) -> str:  # noqa: ANN401
    """Who made a further signature, as its certificate says; "" when that cannot be read here."""
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    try:
        subject = EmbeddedPdfSignature(reader, field.field, field.name).signer_cert.subject.native
    except Exception:  # noqa: BLE001 - a form of signature that nobody here knows
        return ""
    named = [str(subject[key]) for key in ("common_name", "organization_name") if subject.get(key)]
    return " ".join(dict.fromkeys(named))[:LONGEST_NAME]
