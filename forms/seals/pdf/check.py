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

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from forms.glyphs.drawn import DrawnSigns
from forms.page_reading.written import WrittenPage
from forms.seals.cms_form import (
    CERTIFICATE_V2,
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    SignedParts,
    document_attributes,
    kinds,
    read_cms,
    write_cms,
)
from forms.seals.keys.keys import certificate_from_bytes, fingerprint, issued_by, may_sign
from forms.seals.keys.public_keys import verify
from forms.seals.pdf.attached import attachments
from forms.seals.pdf.layout import is_laid_out_plainly
from forms.seals.pdf.page_profile import Drawings, drawn_in, odd_page, written_in
from forms.seals.pdf.properties import about, said_by
from forms.seals.pdf.sealed import (
    FIELD,
    SealedDocument,
)
from forms.seals.pdf.stamp_place import covering_page, page_under_a_field
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_ATTACHMENT

MOST_SIGNATURES = 20
LONGEST_NAME = 120
MOST_REVISIONS = 60
MOST_FIELDS, MOST_PAGES, DEEPEST = 1_000, 5_000, 20
_ATTRIBUTES = sorted((CONTENT_TYPE, MESSAGE_DIGEST, CERTIFICATE_V2))
_SIGNATURE = frozenset((
    "/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents", "/M", "/Reason", "/Reference",
))  # fmt: skip
_KNOWN_DIGESTS = ("sha1", "sha256", "sha384", "sha512")
# a signature's dictionary is never compressed, so one of these is in every signed file, whatever byte was changed
_MARKS = (b"/ByteRange", b"/DocMDP", b"/ETSI.", b"/adbe.", b"/Adobe.PPKLite", FIELD.encode())
_GIVEN_NAME = re.compile(r"[A-Za-z]+(?:[-_ .][A-Za-z]+)*(?:[-_ ]?[0-9A-Fa-f-]+)?")  # Signature1, Sig_2f0e…
_HEX = re.compile(rb"<[0-9A-Fa-f]*>")


class Broken(Exception):
    """The seal does not hold; the text is a short English word for the log."""


class _OddPages(Broken):
    """Sealed with something in its pages that no paper of ours has."""

    def __init__(self, page: int, what: str) -> None:
        super().__init__(f"page {page}: {what}")
        self.page, self.what = page, what


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignatureField:
    """A filled signature field: when it was filled (revision, from 0), its name, itself, its signature's reference."""

    revision: int
    name: str
    field: Any
    signature: Any


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


def _filled(reader: Any) -> list[_SignatureField]:  # noqa: ANN401
    from pyhanko.sign.fields import enumerate_sig_fields

    found = []
    for name, _, reference in enumerate_sig_fields(reader, filled_status=True):
        field = reference.get_object()
        signature = field.raw_get("/V")
        found.append(
            _SignatureField(
                revision=reader.xrefs.get_last_change(signature.reference), name=name, field=field, signature=signature
            )
        )
    return sorted(found, key=lambda one: one.revision)


def _ours(pdf: bytes, reader: Any, filled: list[_SignatureField]) -> SealedDocument:  # noqa: ANN401
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    first, further = filled[0], filled[1:]
    latest = first.revision == reader.total_revisions - 1  # then what it signed is what the file says: read once
    root = reader.root if latest else reader.get_historical_root(first.revision)
    signature = EmbeddedPdfSignature(reader, first.field, first.name)
    parts = _signed_parts(signature)
    certificate = certificate_from_bytes(parts.certificates[0] if parts else signature.signer_cert.dump())
    found = SealedDocument(
        state="broken",
        certificate=certificate,
        fingerprint=fingerprint(certificate),
        signed_at=signature.self_reported_timestamp,
    )
    try:
        _profile(signature, certificate, root, first)
        _integrity(signature, _exact(signature, parts, certificate), certificate, alone=not further)
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


def _laid_out(pdf: bytes, reader: Any, filled: list[_SignatureField]) -> None:  # noqa: ANN401
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


def _page_covered(reader: Any, filled: list[_SignatureField]) -> int:  # noqa: ANN401
    """Return the page (from 1) where a field or a further signature lies over what was sealed, 0 = none."""
    covering = (page for one in filled if (page := covering_page(reader.root, one.field)))
    return page_under_a_field(reader.root) or next(covering, 0)


def _profile(signature: Any, certificate: x509.Certificate, root: Any, field: _SignatureField) -> None:  # noqa: ANN401
    """Ours certifies with DocMDP 2, is PAdES by a key that may sign, and carries nothing unsigned."""
    from pyhanko.sign.fields import MDPPerm

    certifies = "/Perms" in root and root["/Perms"].raw_get("/DocMDP").reference == field.signature.reference
    if not certifies or signature.docmdp_level is not MDPPerm.FILL_FORMS:
        raise Broken("not a certifying signature")
    if signature.sig_object["/SubFilter"] != "/ETSI.CAdES.detached":
        raise Broken("not PAdES")
    if not set(signature.sig_object) <= _SIGNATURE:
        raise Broken("signature says more than ours")
    if not may_sign(certificate):
        raise Broken("certificate not for signing")


def _signed_parts(signature: Any) -> SignedParts | None:  # noqa: ANN401
    """The parts of a signature's value, None when it has another shape than ours; believes nothing of it."""
    padded = signature.pkcs7_content
    try:
        return read_cms(padded[: _der_length(padded)])
    except (ValueError, IndexError):
        return None


def _exact(signature: Any, parts: SignedParts | None, certificate: x509.Certificate) -> SignedParts:  # noqa: ANN401
    """The value is as we write it with zeros behind it; a certificate above the signer's signed that one and itself."""
    padded = signature.pkcs7_content
    length = _der_length(padded)
    if any(padded[length:]):
        raise Broken("something behind the signature value")
    if (
        parts is None
        or kinds(parts.attributes) != _ATTRIBUTES
        or write_cms(parts.certificates, parts.attributes, parts.value) != padded[:length]
    ):
        raise Broken("not our form of signature")
    above = [certificate_from_bytes(one) for one in parts.certificates[1:]]
    if len(above) > 1:
        raise Broken("certificates")
    for one in above:
        if not issued_by(certificate, one):
            raise Broken("certificates")
        one.verify_directly_issued_by(one)
    return parts


def _der_length(content: bytes) -> int:
    """Return how many bytes the DER value at the beginning of some bytes takes."""
    if content[1] < 0x80:
        return 2 + content[1]
    size = content[1] & 0x7F
    return 2 + size + int.from_bytes(content[2 : 2 + size], "big")


def _integrity(signature: Any, parts: SignedParts, certificate: x509.Certificate, *, alone: bool) -> None:  # noqa: ANN401
    """The covered bytes are those that were signed, they are all there are, and nothing came after them but seals."""
    from pyhanko.sign.diff_analysis import NO_CHANGES_DIFF_POLICY, DiffResult, ModificationLevel
    from pyhanko.sign.validation.pdf_embedded import SignatureCoverageLevel

    if signature.sig_object_type != "/Sig":
        raise Broken("not a signature")
    signature.compute_integrity_info(diff_policy=NO_CHANGES_DIFF_POLICY if alone else _countersign_policy())
    _is_signed(signature, parts, certificate)
    enough = SignatureCoverageLevel.ENTIRE_FILE if alone else SignatureCoverageLevel.ENTIRE_REVISION
    found = signature.summarise_integrity_info()
    if found["coverage"] < enough:
        raise Broken("coverage")
    limit = ModificationLevel.NONE if alone else ModificationLevel.FORM_FILLING
    changes = found["diff_result"]
    if (
        not isinstance(changes, DiffResult)
        or found["docmdp_ok"] is not True
        or changes.modification_level.value > limit.value
    ):
        raise Broken("changed after signing")


def _is_signed(signature: Any, parts: SignedParts, certificate: x509.Certificate) -> None:  # noqa: ANN401
    """Raise Broken when the signed attributes do not say the digest of the covered bytes, or the key did not sign them.

    Attributes as pyHanko writes them are compared as a whole; whether others say the same is asked of pyHanko.
    """
    if parts.attributes != document_attributes(signature.compute_digest(), parts.certificates[0]):
        _asked_of_pyhanko(signature)
    try:
        verify(certificate.public_key(), parts.value, parts.attributes)
    except InvalidSignature as error:
        raise Broken("digest or signature") from error


def _asked_of_pyhanko(signature: Any) -> None:  # noqa: ANN401
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, moment=signature.self_reported_timestamp
    )
    status = validate_pdf_signature(signature, context, skip_diff=True)
    if not (status.intact and status.valid):
        raise Broken("digest or signature")


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
    rules = [signing, SigFieldModificationRule(), GenericFieldModificationRule()]
    return policies.StandardDiffPolicy(
        global_rules=policies.DEFAULT_DIFF_POLICY.global_rules, form_rule=FormUpdatingRule(field_rules=rules)
    )


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


def _further(reader: Any, field: _SignatureField) -> str:  # noqa: ANN401
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


def _says(field: _SignatureField) -> tuple[str, ...]:
    """What a further signature says of itself, and its field where its name is more than a program gives by itself."""
    said = [text for _, text in said_by(field.signature.get_object())]
    return tuple([*said, *([] if _GIVEN_NAME.fullmatch(field.name) else [field.name])])


def _signer(reader: Any, field: _SignatureField) -> str:  # noqa: ANN401
    """Who made a further signature, as its certificate says; "" when that cannot be read here."""
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    try:
        subject = EmbeddedPdfSignature(reader, field.field, field.name).signer_cert.subject.native
    except Exception:  # noqa: BLE001 - a form of signature that nobody here knows
        return ""
    named = [str(subject[key]) for key in ("common_name", "organization_name") if subject.get(key)]
    return " ".join(dict.fromkeys(named))[:LONGEST_NAME]
