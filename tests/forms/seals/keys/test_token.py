"""Keys on a token: what it signs holds before us and before others, and every mishap is one sentence that costs nothing.

The token is SoftHSM's; a real UKey has been seen by none of these tests.
"""

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.seals.data_seal import open_seal, seal
from forms.seals.keys import keys, token, token_module
from forms.seals.keys.token import TokenPin, TokenSigner, Tries, after_wrong_pin, opened, token_keys
from forms.seals.pdf.reading import read_document
from forms.seals.pdf.seal import seal_document
from forms.seals.pdf.sealed import Attachment
from forms.seals.xlsx.seal import seal_workbook, workbook_seal_state
from models.basics.errors import AppError
from models.basics.messages import catalogue, say, sentence
from tests.forms.seals.keys.soft_token import PIN, SoftToken
from tests.forms.seals.sealing import book, office, pages

NOW = datetime.now(UTC)
WORDS = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}


@pytest.fixture
def soft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    return SoftToken.make(tmp_path / "softhsm", monkeypatch)


def refusal(secret: TokenPin) -> AppError:
    with pytest.raises(AppError) as caught, opened(secret):
        pass
    words = sentence(caught.value)
    assert words.count("。") == 1 and "{" not in words
    assert not secret.pin or secret.pin not in f"{words}{caught.value!r}{secret!r}"
    return caught.value


def pdfsig(folder: Path, pdf: bytes) -> str:
    (folder / "paper.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdfsig", str(folder / "paper.pdf")], capture_output=True, text=True, check=False, env=WORDS
    ).stdout


@pytest.mark.parametrize("kind", ["ec", "rsa", "rsa3072"])
def test_all_three_seals_of_a_token_hold(soft: SoftToken, tmp_path: Path, kind: str) -> None:
    soft.add("UKey", kind)
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        root = office()
        mine = key.self_signed("610924", "紫阳县人民政府")
        enrolled = keys.issue(
            root, keys.certificate_from_bytes(keys.certificate_pem(mine)).public_key(), "610924", "甲"
        )
        signer = TokenSigner(key, mine).under(enrolled, root.certificate)
        cms = seal(b"content", signer, NOW)
        pdf = seal_document(
            pages(),
            signer,
            [Attachment(name="a.xlsx", content=b"x", mime="application/zip", relationship="/Source")],
            reason="报送",
            signed_at=NOW,
        )
        xlsx = seal_workbook(book(), signer, NOW)
    mark = keys.fingerprint(mine)
    assert open_seal(b"content", cms).fingerprint == mark
    assert (read_document(pdf).state, read_document(pdf).fingerprint) == ("valid", mark)
    assert (workbook_seal_state(xlsx).state, workbook_seal_state(xlsx).fingerprint) == ("valid", mark)
    assert keys.issued_by(enrolled, root.certificate) and keys.unit_of(mine) == "610924"
    said = pdfsig(tmp_path, pdf)
    assert "Signature is Valid." in said and "Total document signed" in said
    assert "SHA-256" in said


def test_libreoffice_finds_a_book_sealed_by_an_rsa_token_valid(soft: SoftToken, tmp_path: Path) -> None:
    soft.add("UKey", "rsa")
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        sealed = seal_workbook(book(), TokenSigner(key, key.self_signed("610924", "紫阳县人民政府")), NOW)
    (tmp_path / "good.xlsx").write_bytes(sealed)
    subprocess.run(["certutil", "-N", "--empty-password", "-d", f"sql:{tmp_path}"], check=True, capture_output=True)
    script = Path(__file__).parents[1] / "libreoffice_says.py"
    run = subprocess.run(
        ["/usr/bin/python3", str(script), str(tmp_path), str(tmp_path / "good.xlsx")],
        capture_output=True, text=True, timeout=900, check=True,
    )  # fmt: skip
    ((found,),) = (one["signatures"] for one in json.loads(run.stdout))
    assert found["valid"] and "610924" in found["signer"]


def test_a_key_that_wants_its_pin_each_time_gets_it(soft: SoftToken) -> None:
    soft.add("UKey", "ec", again=True)
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        assert keys.unit_of(key.self_signed("610924", "甲")) == "610924"
        assert key.sign(b"once") and key.sign(b"twice")


def test_a_token_that_cannot_hash_signs_the_same(soft: SoftToken, monkeypatch: pytest.MonkeyPatch) -> None:
    soft.add("UKey", "rsa")
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        hashed = key.sign(b"content")
    plain = token_module.value_of
    monkeypatch.setattr(token, "value_of", lambda one, public, pin, _: plain(one, public, pin, ()))
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        assert key.sign(b"content") == hashed


def test_what_is_listed_needs_no_pin_and_names_token_key_and_kind(soft: SoftToken) -> None:
    soft.add("甲UKey", "ec", "rsa", "p384", "rsa1024")
    soft.add("乙UKey")
    listed = {(one.token, one.label, one.kind) for one in token_keys(soft.module)}
    assert listed == {("甲UKey", "甲UKey-ec", "P-256"), ("甲UKey", "甲UKey-rsa", "RSA-2048"), ("乙UKey", "", "")}
    assert {one.tries for one in token_keys(soft.module)} == {Tries.ALL}


def test_one_of_several_tokens_and_keys_has_to_be_named_or_known(soft: SoftToken) -> None:
    soft.add("甲", "ec", "rsa")
    assert refusal(TokenPin(module=soft.module, pin=PIN)).code == "token_several_keys"
    with opened(TokenPin(module=soft.module, pin=PIN, key="甲-rsa")) as key:
        mark = keys.fingerprint(key.public)
    with opened(TokenPin(module=soft.module, pin=PIN), known=[mark]) as key:
        assert keys.fingerprint(key.public) == mark
    soft.add("乙", "ec")
    assert refusal(TokenPin(module=soft.module, pin=PIN)).code == "token_several"
    assert refusal(TokenPin(module=soft.module, pin=PIN, token="丙")).code == "token_other"
    with opened(TokenPin(module=soft.module, pin=PIN, token="乙")) as key:
        assert keys.fingerprint(key.public) != mark


@pytest.mark.parametrize("kinds", [(), ("p384", "rsa1024")])
def test_a_token_without_a_key_that_counts_is_refused(soft: SoftToken, kinds: tuple[str, ...]) -> None:
    soft.add("UKey", *kinds)
    assert refusal(TokenPin(module=soft.module, pin=PIN)).code == "token_no_key"


def test_a_wrong_pin_is_tried_once_and_the_next_try_is_warned_of(soft: SoftToken) -> None:
    soft.add("UKey", "ec")
    assert refusal(TokenPin(module=soft.module, pin="000000")).code == "token_pin_few"
    assert {one.tries for one in token_keys(soft.module)} == {Tries.FEWER}
    assert refusal(TokenPin(module=soft.module, pin="1")).code in ("token_pin_few", "token_pin_wrong")
    assert refusal(TokenPin(module=soft.module, pin="")).code == "token_pin_missing"
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        assert key.sign(b"still open to the right one")
    assert {one.tries for one in token_keys(soft.module)} == {Tries.ALL}


@pytest.mark.parametrize(("tries", "code"), [(Tries.LAST, "token_last_try"), (Tries.NONE, "token_locked")])
def test_the_last_try_is_never_spent(soft: SoftToken, monkeypatch: pytest.MonkeyPatch, tries: Tries, code: str) -> None:
    soft.add("UKey", "ec")
    monkeypatch.setattr(token, "_tries", lambda _: tries)  # no token of software ever locks
    assert refusal(TokenPin(module=soft.module, pin="000000")).code == code
    monkeypatch.undo()


def test_a_wrong_pin_says_what_the_token_tells_of_the_tries_left() -> None:
    said = [say(f"errors.{after_wrong_pin(tries)}") for tries in Tries]
    assert "没有告知" in said[0] and "已记下" in said[1] and "最后一次" in said[2] and "锁定" in said[3]


def test_a_token_pulled_out_midway_is_one_sentence_and_works_when_it_is_back(soft: SoftToken) -> None:
    soft.add("UKey", "rsa")
    with pytest.raises(AppError) as caught, opened(TokenPin(module=soft.module, pin=PIN)) as key:
        assert key.sign(b"before")
        soft.pull_out()
        key.sign(b"after")
    assert caught.value.code == "token_gone" and "断开" in sentence(caught.value)
    assert refusal(TokenPin(module=soft.module, pin=PIN)).code == "token_none"
    soft.put_back()
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        assert key.sign(b"again")


def test_what_is_no_module_is_one_sentence(soft: SoftToken, tmp_path: Path) -> None:
    assert refusal(TokenPin(module=tmp_path / "none.so", pin=PIN)).code == "token_module_missing"
    (tmp_path / "text.dll").write_text("no library")
    assert refusal(TokenPin(module=tmp_path / "text.dll", pin=PIN)).code == "token_module_bad"
    import _hashlib

    assert refusal(TokenPin(module=Path(_hashlib.__file__), pin=PIN)).code == "token_module_bad", (
        "a library, but none of a token"
    )
    assert refusal(TokenPin(module=soft.module, pin=PIN)).code == "token_none"


def test_a_token_that_signs_something_else_makes_no_seal(soft: SoftToken) -> None:
    soft.add("UKey", "ec")
    with opened(TokenPin(module=soft.module, pin=PIN)) as key:
        wrong = replace(key, value_of=lambda content: key.value_of(content + b"!"))
        with pytest.raises(AppError) as caught:
            seal(b"content", TokenSigner(wrong, key.self_signed("610924", "甲")), NOW)
    assert caught.value.code == "token_value_wrong"


def test_every_refusal_of_a_token_has_its_sentence() -> None:
    source = "".join(Path(one.__file__).read_text("utf-8") for one in (token, token_module))
    codes = set(re.findall(r'"(token_\w+)"', source)) - {"token_module"}
    assert codes == {key.removeprefix("errors.") for key in catalogue("zh_CN") if key.startswith("errors.token_")}
