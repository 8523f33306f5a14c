"""Which keys count: RSA from 2048 bits beside P-256, SHA-256 alone, and no paper says by itself how it is to be read."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from forms.guards.guards import read_package
from forms.seals.cms_form import read_cms, write_cms
from forms.seals.data_seal import BrokenSeal, open_seal, seal
from forms.seals.keys import keys
from forms.seals.keys.certificates import certificate_from_bytes
from forms.seals.keys.public_keys import (
    ALGORITHMS,
    Algorithm,
    algorithm_of,
    der_value,
    longest_value,
    plain_value,
    suitable,
    verify,
    verify_plain,
)
from forms.seals.keys.signers import self_signed_form
from forms.seals.pdf.reading import read_document
from forms.seals.pdf.seal import seal_document
from forms.seals.xlsx import opc
from forms.seals.xlsx.seal import seal_workbook, workbook_seal_state
from forms.seals.xlsx.template import signed_by
from models.basics.errors import AppError
from tests.forms.seals.sealing import AT, book, flipped, office, pages, unit

TEXT = b"182.40"
DER = serialization.Encoding.DER


def pkcs1(key: rsa.RSAPrivateKey, content: bytes) -> bytes:
    return key.sign(content, padding.PKCS1v15(), hashes.SHA256())


def by_sha1(key: rsa.RSAPrivateKey, content: bytes) -> bytes:
    return key.sign(content, padding.PKCS1v15(), hashes.SHA1())


def by_pss(key: rsa.RSAPrivateKey, content: bytes) -> bytes:
    return key.sign(content, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())


@dataclass(frozen=True)
class RsaSigner:
    """What a token with an RSA key does, with whatever padding and digest."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    way: Callable[[rsa.RSAPrivateKey, bytes], bytes] = pkcs1

    def sign(self, content: bytes) -> bytes:
        return self.way(self.key, content)


@cache
def rsa_key(bits: int = 2048, exponent: int = 65537) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(exponent, bits)


def rsa_signer(bits: int = 2048, exponent: int = 65537) -> RsaSigner:
    key = rsa_key(bits, exponent)
    return RsaSigner(key, self_signed_form(key.public_key(), keys.new_key(), "610924", "紫阳县人民政府"))


def broken(content: bytes, cms: bytes) -> str:
    with pytest.raises(BrokenSeal) as caught:
        open_seal(content, cms)
    return caught.value.reason


@pytest.mark.parametrize("bits", [2048, 4096])
def test_an_rsa_key_seals_all_three_and_each_change_shows(bits: int) -> None:
    signer: Any = rsa_signer(bits)
    cms = seal(TEXT, signer, AT)
    assert open_seal(TEXT, cms).fingerprint == keys.fingerprint(signer.certificate)
    assert broken(b"182.41", cms)
    for place in range(0, len(cms), 7):
        assert broken(TEXT, flipped(cms, place))
    pdf = seal_document(pages(), signer, (), reason="报送", signed_at=AT)
    assert read_document(pdf).state == "valid"
    assert read_document(flipped(pdf, pdf.index(b"endstream") - 20)).state == "broken"
    sealed = seal_workbook(book(), signer, AT)
    assert workbook_seal_state(sealed).state == "valid"
    assert workbook_seal_state(seal_workbook(book(), unit(), AT)).state == "valid"


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (2040, 65537), (2048, 3)])
def test_a_weak_rsa_key_is_refused_everywhere(bits: int, exponent: int) -> None:
    signer: Any = rsa_signer(bits, exponent)
    public = signer.key.public_key()
    assert not suitable(public)
    with pytest.raises(InvalidSignature):
        verify(public, pkcs1(signer.key, TEXT), TEXT)
    assert broken(TEXT, seal(TEXT, signer, AT)) == "key_unsuitable"
    assert read_document(seal_document(pages(), signer, (), reason="报送", signed_at=AT)).state == "broken"
    with pytest.raises(ValueError, match="cannot be sealed"):
        seal_workbook(book(), signer, AT)
    with pytest.raises(AppError, match="key_unsuitable"):
        keys.issue(office(), public, "610924", "甲")


@pytest.mark.parametrize("way", [by_sha1, by_pss])
def test_another_digest_or_padding_does_not_hold(way: Callable[[rsa.RSAPrivateKey, bytes], bytes]) -> None:
    signer: Any = replace(rsa_signer(), way=way)
    assert broken(TEXT, seal(TEXT, signer, AT)) == "signature"
    assert read_document(seal_document(pages(), signer, (), reason="报送", signed_at=AT)).state == "broken"
    with pytest.raises(ValueError, match="cannot be sealed"):
        seal_workbook(book(), signer, AT)


def test_a_seal_that_names_another_algorithm_than_its_key_has_is_broken() -> None:
    for signer, own, other in (
        (rsa_signer(), b"\x01\x01\x0b\x05\x00", b"\x01\x01\x05\x05\x00"),
        (unit(), b"\x04\x03\x02", b"\x04\x03\x04"),
    ):
        cms = seal(TEXT, signer, AT)  # type: ignore[arg-type]
        place = cms.rindex(own)
        changed = cms[:place] + other + cms[place + len(own) :]
        assert changed != cms and broken(TEXT, changed)


def test_a_value_of_one_kind_is_none_of_the_other() -> None:
    mine, theirs = unit(), rsa_signer()
    parts = read_cms(seal(TEXT, mine, AT))
    for value in (theirs.sign(parts.attributes), b"", bytes(64), bytes(256)):
        assert broken(TEXT, write_cms(parts.certificates, parts.attributes, value))
    with pytest.raises(InvalidSignature):
        verify_plain(mine.certificate.public_key(), theirs.sign(TEXT), TEXT)
    with pytest.raises(InvalidSignature):
        verify_plain(theirs.certificate.public_key(), plain_value(mine.certificate.public_key(), mine.sign(TEXT)), TEXT)


def test_an_ecdsa_value_is_written_and_read_in_both_forms() -> None:
    public, value = unit().certificate.public_key(), unit().sign(TEXT)
    plain = plain_value(public, value)
    assert len(plain) == 64 and der_value(plain) == value
    verify_plain(public, plain, TEXT)


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP256K1())])
def test_no_other_curve_counts(key: ec.EllipticCurvePrivateKey) -> None:
    with pytest.raises(InvalidSignature):
        verify(key.public_key(), key.sign(TEXT, ec.ECDSA(hashes.SHA256())), TEXT)


def _authority(key: Any, digest: Any) -> tuple[x509.Certificate, x509.Certificate]:
    """A root of a kind of key, and a certificate it issued with a digest."""
    name = x509.Name.from_rfc4514_string("CN=root")
    now = datetime.now(UTC)

    def built(subject: str, public: Any, *, ca: bool) -> x509.Certificate:
        usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
        return (
            x509.CertificateBuilder().subject_name(x509.Name.from_rfc4514_string(subject)).issuer_name(name)
            .public_key(public).serial_number(5).not_valid_before(now).not_valid_after(now.replace(year=now.year + 1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True).sign(key, digest)
        )  # fmt: skip

    return built("CN=root", key.public_key(), ca=True), built("CN=leaf", keys.new_key().public_key(), ca=False)


def test_only_a_p256_root_with_sha256_enrols() -> None:
    root, leaf = _authority(keys.new_key(), hashes.SHA256())
    assert keys.issued_by(leaf, root) and keys.may_sign(leaf)
    root, leaf = _authority(rsa_key(), hashes.SHA256())
    assert not keys.issued_by(leaf, root)
    root, leaf = _authority(keys.new_key(), hashes.SHA384())
    assert not keys.issued_by(leaf, root) and not keys.may_sign(leaf)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_each_algorithm_is_one_record_that_signs_verifies_and_measures(kind: str) -> None:
    key = rsa_key() if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    public, one = key.public_key(), ALGORITHMS[kind]
    assert algorithm_of(public) is one
    value = one.sign(key, TEXT)
    assert len(value) <= one.longest(public) == longest_value(public)
    one.verify(public, value, TEXT)
    with pytest.raises(InvalidSignature):
        one.verify(public, value, TEXT + b" ")
    assert one.digest(TEXT) == hashlib.sha256(TEXT).digest()
    assert {other.id for other in ALGORITHMS.values()} == {"sha256_ecdsa", "sha256_rsa"}


def test_no_seal_knows_a_kind_of_key_by_itself() -> None:
    """Which algorithm a key has, and with which digest it signs, is said in one place."""
    rooms = Path(__file__).resolve().parents[4] / "forms/seals"
    named = {
        path.name for path in rooms.rglob("*.py") if re.search(r"RSAPublicKey|sha256_rsa", path.read_text("utf-8"))
    }
    assert named == {"public_keys.py"}
    digests = {path.name for path in rooms.rglob("*.py") if re.search(r"sha256|SHA256", path.read_text("utf-8"))}
    # names of contents and keys whatever signs, and the key file's own MAC
    assert digests - {"public_keys.py"} == {"cms_form.py", "key_list.py", "certificates.py", "keys.py", "check.py"}


P384 = Algorithm(
    id="sha384_ecdsa", hash=hashes.SHA384(), half=48, key=bytes.fromhex("06072a8648ce3d020106052b81040022"),
    cms=bytes.fromhex("300a06082a8648ce3d040303"), digest_cms=bytes.fromhex("300d06096086480165030402020500"),
    xml="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    digest_xml="http://www.w3.org/2001/04/xmldsig-more#sha384",
    takes=lambda public: isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp384r1",
    shown=lambda _: "P-384",
    sign=lambda key, content: key.sign(content, ec.ECDSA(hashes.SHA384())),
    verify=lambda public, value, content: public.verify(value, content, ec.ECDSA(hashes.SHA384())),
    longest=lambda _: 104,
    key_type="EC", on_token=(("ECDSA_SHA384", lambda content: content),),
)  # fmt: skip


def test_another_algorithm_is_one_more_record_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    signer: Any = RsaSigner(
        key,  # type: ignore[arg-type]
        self_signed_form(key.public_key(), keys.new_key(), "610924", "紫阳县人民政府"),
        way=P384.sign,
    )
    with pytest.raises(AppError, match="key_unsuitable"):
        keys.issue(office(), key.public_key(), "610924", "甲")
    monkeypatch.setitem(ALGORITHMS, "P-384", P384)
    assert suitable(keys.issue(office(), key.public_key(), "610924", "甲").public_key())
    cms = seal(TEXT, signer, AT)
    assert open_seal(TEXT, cms).fingerprint == keys.fingerprint(signer.certificate) and broken(b"182.41", cms)
    pdf = seal_document(pages(), signer, (), reason="报送", signed_at=AT)
    assert read_document(pdf).state == "valid"
    sealed = seal_workbook(book(), signer, AT)
    assert workbook_seal_state(sealed).state == "valid"
    parts = read_package(sealed)
    assert b"xmldsig-more#sha384" in parts[opc.SIGNATURE] and signed_by(parts) == signer.certificate
    monkeypatch.delitem(ALGORITHMS, "P-384")
    certificate_from_bytes.cache_clear()
    assert read_document(pdf).state == workbook_seal_state(sealed).state == "broken" and broken(TEXT, cms)
