"""Own signature: whether the first signature of a PDF is one that we make, over all the bytes it says, with its key.

Stock viewers call a file valid when somebody added an annotation after signing, so each of these is asked for by
itself: it certifies; its value is written as we write it; bytes and certificate are as signed; pyHanko's difference
policy allows what came later.
"""

from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature

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
from forms.seals.keys.keys import certificate_from_bytes, issued_by, may_sign
from forms.seals.keys.public_keys import verify
from models.basics.records import dataclass

_ATTRIBUTES = sorted((CONTENT_TYPE, MESSAGE_DIGEST, CERTIFICATE_V2))
_SIGNATURE = frozenset((
    "/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents", "/M", "/Reason", "/Reference",
))  # fmt: skip


class Broken(Exception):
    """The seal does not hold; the text is a short English word for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField:
    """A filled signature field: when it was filled (revision, from 0), its name, itself, its signature's reference."""

    revision: int
    name: str
    field: Any
    signature: Any


def require_profile(signature: Any, certificate: x509.Certificate, root: Any, field: SignatureField) -> None:  # noqa: ANN401
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


def signed_parts(signature: Any) -> SignedParts | None:  # noqa: ANN401
    """The parts of a signature's value, None when it has another shape than ours; believes nothing of it."""
    padded = signature.pkcs7_content
    try:
        return read_cms(padded[: _der_length(padded)])
    except (ValueError, IndexError):
        return None


def exact_parts(signature: Any, parts: SignedParts | None, certificate: x509.Certificate) -> SignedParts:  # noqa: ANN401
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


def require_integrity(signature: Any, parts: SignedParts, certificate: x509.Certificate, *, alone: bool) -> None:  # noqa: ANN401
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
