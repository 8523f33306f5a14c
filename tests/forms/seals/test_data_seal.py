"""Data seal: it names its signer and holds for exactly these bytes, and OpenSSL agrees."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms

from forms.seals.data_seal import BrokenSeal, open_seal, seal
from forms.seals.keys import keys
from models.basics.sizes import LARGEST_SIGNATURE
from tests.forms.seals.sealing import AT, flipped, newcomer, office, unit

CONTENT = b'{"unit":"610924","cells":{"Q06.9":"182.4"}}'


def broken(content: bytes, sealed: bytes) -> str:
    with pytest.raises(BrokenSeal) as found:
        open_seal(content, sealed)
    return found.value.reason


def changed(edit: object) -> bytes:
    """A seal as `edit` leaves its parsed form, encoded anew."""
    outer = cms.ContentInfo.load(seal(CONTENT, unit(), AT))
    edit(outer["content"])  # type: ignore[operator]
    whole: bytes = outer.dump(force=True)
    return whole


@pytest.mark.parametrize("who", [unit, newcomer])
def test_a_seal_names_key_unit_and_time_of_its_signer(who: object) -> None:
    signer = who()  # type: ignore[operator]
    by = open_seal(CONTENT, seal(CONTENT, signer, AT + timedelta(microseconds=5)))
    assert by.certificate == signer.certificate and by.fingerprint == keys.fingerprint(signer.certificate)
    assert by.signed_at == AT and keys.unit_of(by.certificate) == keys.unit_of(signer.certificate)


def test_a_changed_figure_breaks_the_seal() -> None:
    sealed = seal(CONTENT, unit(), AT)
    assert broken(CONTENT.replace(b"182.4", b"192.4"), sealed)
    assert broken(CONTENT + b" ", sealed) and broken(b"", sealed)


def test_every_changed_bit_breaks_the_seal() -> None:
    sealed = seal(CONTENT, unit(), AT)
    for place in {*range(0, len(sealed), 6), *range(len(sealed) - 120, len(sealed))}:
        broken(CONTENT, flipped(sealed, place))


def test_cut_padded_and_foreign_seals_are_broken() -> None:
    sealed = seal(CONTENT, unit(), AT)
    for bad in (
        b"",
        sealed[:-1],
        sealed[:40],
        sealed + b"\0",
        b"0" * LARGEST_SIGNATURE,
        b"\x30\x80" * 3000,
        sealed * 100,
    ):
        assert broken(CONTENT, bad)


def test_a_certificate_put_in_another_ones_place_breaks_the_seal() -> None:
    other = cms.ContentInfo.load(seal(CONTENT, newcomer(), AT))["content"]

    def swap(signed: cms.SignedData) -> None:
        signed["certificates"] = other["certificates"]

    def claim(signed: cms.SignedData) -> None:
        signed["certificates"] = other["certificates"]
        signed["signer_infos"][0]["sid"] = other["signer_infos"][0]["sid"]

    assert broken(CONTENT, changed(swap)) and broken(CONTENT, changed(claim))


def add_signer(signed: cms.SignedData) -> None:
    signed["signer_infos"].append(signed["signer_infos"][0].copy())


def add_content(signed: cms.SignedData) -> None:
    signed["encap_content_info"]["content"] = CONTENT


def add_attribute(signed: cms.SignedData) -> None:
    signed["signer_infos"][0]["unsigned_attrs"] = [{"type": "1.2.3.4", "values": []}]


def another_time(signed: cms.SignedData) -> None:
    later = cms.Time({"utc_time": AT + timedelta(days=1)})
    for one in signed["signer_infos"][0]["signed_attrs"]:
        if one["type"].native == "signing_time":
            one["values"] = [later]


def another_algorithm(signed: cms.SignedData) -> None:
    signed["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha1"}


def a_certificate_twice(signed: cms.SignedData) -> None:
    signed["certificates"].append(signed["certificates"][0].copy())


@pytest.mark.parametrize(
    "edit", [add_signer, add_content, add_attribute, another_time, another_algorithm, a_certificate_twice]
)
def test_nothing_may_be_added_to_a_seal(edit: object) -> None:
    assert broken(CONTENT, changed(edit))


def test_another_unit_cannot_be_written_into_a_self_signed_certificate() -> None:
    sealed = seal(CONTENT, newcomer(), AT)
    assert sealed.count(b"610921") >= 2 and broken(CONTENT, sealed.replace(b"610921", b"610924"))


def test_a_root_does_not_seal() -> None:
    assert broken(CONTENT, seal(CONTENT, office(), AT)) == "certificate not for signing"


def test_openssl_verifies_the_seal_and_refuses_a_changed_figure(tmp_path: Path) -> None:
    (tmp_path / "seal.der").write_bytes(seal(CONTENT, unit(), AT))
    (tmp_path / "root.pem").write_bytes(keys.certificate_pem(office().certificate))

    def verified(content: bytes, *how: str) -> bool:
        (tmp_path / "content").write_bytes(content)
        command = [
            "openssl",
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "seal.der",
            "-content",
            "content",
            "-out",
            "out",
        ]
        return subprocess.run([*command, *how], cwd=tmp_path, capture_output=True, check=False).returncode == 0

    assert verified(CONTENT, "-noverify") and verified(CONTENT, "-CAfile", "root.pem", "-purpose", "any")
    assert not verified(CONTENT.replace(b"182.4", b"192.4"), "-noverify")


def test_a_seal_is_read_in_a_program_that_has_loaded_nothing_else(tmp_path: Path) -> None:
    """Other libraries teach asn1crypto attributes in passing; a fresh program must know them by itself."""
    (tmp_path / "content").write_bytes(b"182.40")
    (tmp_path / "seal").write_bytes(seal(b"182.40", unit(), AT))
    code = (
        "import sys, pathlib; from forms.seals.data_seal import open_seal; folder = pathlib.Path(sys.argv[1]); "
        "print(open_seal((folder / 'content').read_bytes(), (folder / 'seal').read_bytes()).fingerprint)"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == keys.fingerprint(unit().certificate), done.stderr
