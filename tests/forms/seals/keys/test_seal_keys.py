"""Keys: who a certificate speaks for, what a 核对码 forgives, and what a key file protects."""

import os
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from forms.seals.keys import keys
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.seals.sealing import PASSPHRASE, flipped, newcomer, office, unit

LONG = "陕西省安康市生态环境局机动车排气污染监督管理中心紫阳县分中心筹备工作领导小组办公室"


def refusal(act: object, *arguments: object) -> str:
    with pytest.raises(AppError) as refused:
        act(*arguments)  # type: ignore[operator]
    assert sentence(refused.value).endswith("。")
    return refused.value.code


def test_enrolling_a_key_changes_its_certificate_but_not_its_fingerprint() -> None:
    key = keys.new_key()
    before = keys.self_signed(key, "610924", "紫阳县人民政府")
    after = keys.issue(office(), key.public_key(), "610924", "紫阳县人民政府")
    assert keys.fingerprint(before) == keys.fingerprint(after) == keys.fingerprint(key.public_key())
    assert keys.unit_of(before) == keys.unit_of(after) == "610924"
    assert keys.issued_by(after, office().certificate) and not keys.issued_by(before, office().certificate)


def test_what_was_asked_of_one_certificate_is_no_answer_about_another() -> None:
    one, other = unit().certificate, office().certificate
    marks = [keys.fingerprint(held) for held in (one, one, other, one)]
    assert marks[0] == marks[1] == marks[3] != marks[2]
    assert [keys.may_sign(held) for held in (one, one, other, one)] == [True, True, False, True]


def test_the_bytes_of_a_certificate_give_the_same_pem() -> None:
    for held in (unit().certificate, office().certificate, keys.self_signed(keys.new_key(), "610924", LONG)):
        assert keys.pem_of(held.public_bytes(serialization.Encoding.DER)) == keys.certificate_pem(held)


def test_only_the_root_that_signed_counts_as_issuer() -> None:
    namesake = keys.make_root("安康市生态环境局")
    working = keys.make_working(office(), "610900", "安康市生态环境局")
    assert keys.issued_by(working.certificate, office().certificate)
    assert not keys.issued_by(unit().certificate, namesake.certificate)
    forged = keys.issue(
        keys.Signer(working.key, working.certificate), keys.new_key().public_key(), "610924", "紫阳县人民政府"
    )
    assert not keys.issued_by(forged, working.certificate)
    assert not keys.issued_by(office().certificate, office().certificate)


def test_a_certificate_starts_yesterday_and_lasts_five_years() -> None:
    held, now = unit().certificate, datetime.now(UTC)
    assert timedelta(hours=23) < now - held.not_valid_before_utc < timedelta(hours=25)
    assert timedelta(days=5 * 364) < held.not_valid_after_utc - now < timedelta(days=5 * 367)


def test_a_unit_with_a_long_name_gets_its_certificate() -> None:
    key = keys.new_key()
    certificate = keys.self_signed(key, "610924", LONG)
    assert keys.unit_of(certificate) == "610924"
    assert keys.unit_of(keys.make_working(keys.make_root(LONG), "610900", LONG).certificate) == "610900"


@pytest.mark.parametrize("id", ["610902", "水利局", "甲_1", "P-gov"])
def test_a_certificate_names_a_unit_whatever_signs_its_id_has(id: str) -> None:
    key = keys.new_key()
    assert keys.unit_of(keys.self_signed(key, id, "市水利局")) == id
    assert keys.unit_of(keys.issue(office(), key.public_key(), id, "市水利局")) == id


def test_another_kind_of_key_is_not_enrolled() -> None:
    weak = rsa.generate_private_key(65537, 1024).public_key()
    assert refusal(keys.issue, office(), weak, "610924", "甲") == "key_unsuitable"
    p384 = ec.generate_private_key(ec.SECP384R1()).public_key()
    assert refusal(keys.issue, office(), p384, "610924", "甲") == "key_unsuitable"


def test_a_code_has_eighty_bits_in_groups_of_four() -> None:
    code = keys.comparison_code(keys.fingerprint(unit().certificate))
    assert len(code) == 19 and [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("OI01")
    last_bits = {keys.comparison_code(f"{number:020x}" + "0" * 44) for number in range(300)}
    assert len(last_bits) == 300


def test_a_code_is_the_same_however_it_was_typed() -> None:
    mark = keys.fingerprint(unit().certificate)
    code = keys.comparison_code(mark)
    wide = "".join(chr(ord(ch) + 0xFEE0) for ch in code)
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("-", "－"),
        wide,
        f" {code}。",
    ):
        assert keys.same_code(typed, mark)
    spoken = code.replace("Q", "0").replace("J", "1")
    assert keys.same_code(spoken, mark) and keys.same_code(code.replace("Q", "O").replace("J", "I"), mark)


def test_another_code_is_never_the_same() -> None:
    mark, other = keys.fingerprint(unit().certificate), keys.fingerprint(newcomer().certificate)
    code = keys.comparison_code(mark)
    for typed in (
        "",
        "-",
        code[:-1],
        code + "A",
        code[::-1],
        keys.comparison_code(other),
        code[:-1] + ("A" if code[-1] != "A" else "B"),
    ):
        assert not keys.same_code(typed, mark)


def test_a_key_file_opens_with_its_passphrase_and_holds_everything(tmp_path: Path) -> None:
    path = tmp_path / "unit.p12"
    keys.save_signer(path, unit(), PASSPHRASE, rounds=1000)
    back = keys.load_signer(path, PASSPHRASE)
    assert back.certificate == unit().certificate and back.chain == unit().chain
    assert back.key.private_numbers() == unit().key.private_numbers()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["unit.p12"]


def test_the_mac_of_a_key_file_is_as_dear_as_its_encryption(
    tmp_path: Path, cheap_keys: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "ROUNDS", cheap_keys)  # as people have it
    path = tmp_path / "unit.p12"
    keys.save_signer(path, unit(), PASSPHRASE)
    run = subprocess.run(
        ["openssl", "pkcs12", "-in", str(path), "-info", "-noout", "-passin", f"pass:{PASSPHRASE}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Iteration 600000" in run.stderr.splitlines()[0] and "Iteration 2048" not in run.stderr
    assert keys.load_signer(path, PASSPHRASE).certificate == unit().certificate


def test_a_wrong_passphrase_and_a_damaged_file_are_told_apart_and_betray_nothing(tmp_path: Path) -> None:
    path = tmp_path / "unit.p12"
    keys.save_signer(path, unit(), PASSPHRASE, rounds=1000)
    whole = path.read_bytes()
    assert refusal(keys.load_signer, path, "river-Stone-43") == "wrong_passphrase"
    for damaged in (whole[:-9], whole[:200], b"", b"not a key file", whole + b"\0"):
        path.write_bytes(damaged)
        assert refusal(keys.load_signer, path, PASSPHRASE) == "key_file_damaged"
    assert refusal(keys.load_signer, tmp_path / "working.p12", PASSPHRASE) == "key_file_absent"
    path.write_bytes(flipped(whole, len(whole) // 2))
    with pytest.raises(AppError) as refused:
        keys.load_signer(path, PASSPHRASE)
    assert refused.value.code in ("wrong_passphrase", "key_file_damaged")
    assert PASSPHRASE not in repr(refused.value) and refused.value.__suppress_context__


def test_a_key_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "unit.p12"
    keys.save_signer(path, unit(), PASSPHRASE, rounds=1000)
    before = path.read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        keys.save_signer(path, newcomer(), PASSPHRASE, rounds=1000)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["unit.p12"]


def test_passphrases_that_are_weak_or_not_ascii_are_refused(tmp_path: Path) -> None:
    assert refusal(keys.check_passphrase, "abc1234") == "passphrase_weak"
    assert refusal(keys.check_passphrase, "aaaaaaaaaa") == "passphrase_weak"
    assert refusal(keys.check_passphrase, "口令口令口令口令12") == "passphrase_not_ascii"
    assert refusal(keys.check_passphrase, "tab\tinside-it") == "passphrase_not_ascii"
    assert refusal(keys.save_signer, tmp_path / "k.p12", unit(), "short") == "passphrase_weak"
    keys.check_passphrase(PASSPHRASE)


def test_a_signer_never_shows_its_key() -> None:
    shown = repr(unit()) + str(unit())
    assert "PRIVATE" not in shown and "0x" not in shown and str(unit().key.private_numbers().private_value) not in shown


def test_a_certificate_is_read_from_pem_and_der_and_from_nothing_else() -> None:
    held = unit().certificate
    der = held.public_bytes(serialization.Encoding.DER)
    assert keys.certificate_from_bytes(keys.certificate_pem(held)) == keys.certificate_from_bytes(der) == held
    for nonsense in (b"", b"-----BEGIN CERTIFICATE-----", b"%PDF-1.7", der[:-4], der + b"\0"):
        assert refusal(keys.certificate_from_bytes, nonsense) == "certificate_unreadable"


def test_a_certificate_of_another_kind_of_key_is_refused_at_the_door() -> None:
    key = rsa.generate_private_key(65537, 1024)
    name = x509.Name([])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2030, 1, 1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    assert refusal(keys.certificate_from_bytes, made.public_bytes(serialization.Encoding.DER)) == "key_unsuitable"


def test_no_single_changed_byte_of_a_certificate_stops_the_program() -> None:
    der = unit().certificate.public_bytes(serialization.Encoding.DER)
    for place in range(len(der)):
        try:
            keys.fingerprint(keys.certificate_from_bytes(flipped(der, place)))
        except AppError as error:
            assert sentence(error)
