"""The value inside a document's seal: what its key signed must be the digest of the bytes, and name its certificate."""

import re
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from forms.seals.cms_form import (
    CERTIFICATE_V2,
    SEQUENCE,
    SET,
    document_attributes,
    inside,
    items,
    read_cms,
    tlv,
    write_cms,
)
from forms.seals.pdf.own_signature import _der_length
from forms.seals.pdf.reading import read_document
from tests.forms.seals.pdf.test_document_seal import sealed
from tests.forms.seals.sealing import newcomer, office, unit

_HOLE = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")


def _value(pdf: bytes) -> tuple[int, int, bytes]:
    """Where the hole's digits begin and end, and the CMS in it."""
    found = next(one for one in _HOLE.finditer(pdf) if len(one[1]) > 1_000)
    padded = bytes.fromhex(found[1].decode())
    return *found.span(1), padded[: _der_length(padded)]


def _signed_anew(attributes: bytes) -> bytes:
    """The sealed paper with other attributes, which the unit's own key has signed."""
    pdf = sealed()
    start, end, cms = _value(pdf)
    written = write_cms(read_cms(cms).certificates, attributes, unit().sign(attributes)).hex().encode()
    return pdf[:start] + written.ljust(end - start, b"0") + pdf[end:]


def _parts() -> tuple[bytes, bytes]:
    """Digest of the covered bytes, and the certificate."""
    pdf = sealed()
    start, end, cms = _value(pdf)
    return sha256(pdf[: start - 1] + pdf[end + 1 :]).digest(), read_cms(cms).certificates[0]


def test_the_attributes_are_as_pyhanko_wrote_them() -> None:
    assert document_attributes(*_parts()) == read_cms(_value(sealed())[2]).attributes
    assert read_document(_signed_anew(document_attributes(*_parts()))).state == "valid"


def test_a_certificate_named_by_its_digest_alone_is_asked_of_pyhanko_and_holds() -> None:
    """RFC 5035 lets issuer and number be left out."""
    shorter = []
    for one in items(inside(document_attributes(*_parts()))):
        kind, held = items(inside(one))
        if kind == CERTIFICATE_V2:
            (named,) = items(inside(inside(inside(held))))
            digest, _ = items(inside(named))
            held = tlv(SET, tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE, digest))))
        shorter.append(tlv(SEQUENCE, kind, held))
    assert read_document(_signed_anew(tlv(SET, *sorted(shorter)))).state == "valid"


@pytest.mark.parametrize("other", [newcomer, office])
def test_attributes_that_say_another_digest_or_another_certificate_do_not_hold(other: object) -> None:
    digest, certificate = _parts()
    der = other().certificate.public_bytes(Encoding.DER)  # type: ignore[operator]
    assert read_document(_signed_anew(document_attributes(digest, der))).state == "broken"
    assert read_document(_signed_anew(document_attributes(bytes(32), certificate))).state == "broken"
