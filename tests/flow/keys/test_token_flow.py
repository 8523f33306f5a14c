"""A unit whose key is on a token: it asks, is enrolled, files and is accepted by command line alone, as with a key file."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.flow.town import SECRET, Town
from tests.forms.seals.keys.soft_token import PIN, SoftToken
from ui.cli.run import run

UNIT, Q3 = "610924", "2020Q3"
CELLS = {"cells": {"Q06.1": "1.20", "Q11.1": {"value": "51.2"}}}


@pytest.fixture
def soft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    return SoftToken.make(tmp_path / "softhsm", monkeypatch)


@pytest.fixture
def pin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "pin"
    path.write_text(PIN + "\n")
    return path


def file(town: Town, soft: SoftToken, pin: Path, *, folder: Path | None = None, expect: int = 0) -> Any:
    given = town._input(UNIT, town.completed(UNIT, Q3, CELLS))
    words = ["unit", "file", "--data", folder or town.unit_folder(UNIT), "--period", Q3, "--from", given]
    words += ["--out", town.out / UNIT, "--token", soft.module, "--passphrase-file", pin]
    return town.call(*words, expect=expect)


def request(town: Town, soft: SoftToken, pin: Path) -> Any:
    words = ["--data", town.unit_folder(UNIT), "--out", town.out, "--token", soft.module, "--passphrase-file", pin]
    return town.call("unit", "request", *words)


def untouched(town: Town) -> bool:
    return not list((town.out / UNIT).glob("*"))


def test_a_token_is_enrolled_by_its_request_and_its_return_accepted(town: Town, soft: SoftToken, pin: Path) -> None:
    soft.add("UKey", "rsa")
    asked = request(town, soft, pin)
    assert asked["code"] != SECRET
    given = town.enrol(asked["file"], asked["code"])
    town.call("unit", "open", given["file"], "--data", town.unit_folder(UNIT))
    filed = file(town, soft, pin)
    (item,) = town.receive(*filed["files"])
    assert item["decision"] == "accepted" and set(item["seals"].values()) == {"valid"}, item
    for seen in town.call("verify", *filed["files"])["items"]:
        assert seen["unit"] == UNIT and "broken" not in seen["seals"].values(), seen
    assert not [path for path in filed["files"] if PIN.encode() in Path(path).read_bytes()]
    assert_seen_by_pdfsig(filed)


def assert_seen_by_pdfsig(filed: Any) -> None:
    pdf = next(path for path in filed["files"] if path.endswith(".pdf"))
    said = subprocess.run(
        ["pdfsig", pdf],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C", "PATH": "/usr/bin", "HOME": "/x"},
    ).stdout
    assert "Signature is Valid." in said and "Total document signed" in said


def test_the_first_return_of_a_token_carries_its_key_and_counts_once_enrolled(
    town: Town, soft: SoftToken, pin: Path
) -> None:
    soft.add("UKey", "rsa")
    filed = file(town, soft, pin)
    (item,) = town.receive(*filed["files"])
    assert item["decision"] == "held", "the unit is enrolled with another key"
    xlsx = next(path for path in filed["files"] if path.endswith(".xlsx"))
    town.enrol(xlsx)
    status = town.call("office", "status", "--data", town.office, "--period", Q3)
    assert UNIT not in str(status.get("held", "")), status


def test_a_wrong_pin_files_nothing_and_leaves_no_trace_of_the_pin(
    town: Town, soft: SoftToken, pin: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soft.add("UKey", "ec")
    pin.write_text("864213", encoding="utf-8")
    answer = file(town, soft, pin, expect=1)
    assert answer["error"]["code"] == "token_pin_few" and "PIN" in answer["error"]["message"]
    assert untouched(town) and "864213" not in str(answer)
    kept = b"".join(path.read_bytes() for path in town.unit_folder(UNIT).rglob("*") if path.is_file())
    assert b"864213" not in kept and PIN.encode() not in kept


def test_a_token_that_is_not_there_files_nothing(town: Town, soft: SoftToken, pin: Path) -> None:
    assert file(town, soft, pin, expect=1)["error"]["code"] == "token_none"
    soft.module = town.root / "missing.so"
    assert file(town, soft, pin, expect=1)["error"]["code"] == "token_module_missing"
    assert untouched(town)


def test_a_token_pulled_out_while_filing_leaves_no_file_and_the_sheet_open(
    town: Town, soft: SoftToken, pin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms.unit import sealing

    soft.add("UKey", "ec")
    sealed = sealing.sealed_document

    def late(*given: Any, **more: Any) -> bytes:
        soft.pull_out()
        return sealed(*given, **more)

    monkeypatch.setattr(sealing, "sealed_document", late)
    assert file(town, soft, pin, expect=1)["error"]["code"] == "token_gone"
    assert untouched(town)
    monkeypatch.setattr(sealing, "sealed_document", sealed)
    soft.put_back()
    assert file(town, soft, pin)["revision"] == 1


def test_a_workspace_is_set_up_with_a_token_and_gives_the_code_of_its_key(
    town: Town, soft: SoftToken, pin: Path
) -> None:
    from forms.seals.keys.token import TokenPin
    from forms.unit.first_run import Wishes, set_up

    soft.add("UKey", "ec")
    folder, pack = town.root / "fresh", next(town.out.glob("任务包*.pdf"))
    secret = TokenPin(module=soft.module, pin=PIN)
    code = set_up(Wishes(folder=folder, unit=UNIT, pack=pack.read_bytes(), passphrase=secret), lambda done, of: None)
    assert not (folder / "unit.p12").exists()
    words = ["--data", folder, "--out", town.out, "--token", soft.module, "--passphrase-file", pin]
    assert town.call("unit", "request", *words)["code"] == code


def test_a_key_is_renewed_onto_a_token_from_there_onto_another_and_back_into_a_file(
    town: Town, soft: SoftToken, pin: Path
) -> None:
    folder = town.unit_folder(UNIT)
    soft.add("UKey", "ec", "rsa")
    words = ["unit", "renew", "--data", folder, "--out", town.out / "renewal", "--new", pin, "--new-token", soft.module]
    first = [*words, "--new-token-key", "UKey-ec"]
    (before,) = town.call("office", "keys", UNIT, "--data", town.office)["keys"]
    asked = town.call(*first)
    again = town.call(*first)
    assert again["reissued"] and again["code"] == asked["code"] != before["code"]
    assert town.call(*words, expect=1)["error"]["code"] == "token_several_keys"
    given = town.enrol(asked["file"])
    assert given["compared"] and given["renews"] == before["fingerprint"], "nobody has read out a code"
    assert (folder / "unit.p12").exists()
    town.call("unit", "open", given["file"], "--data", folder)
    assert not (folder / "unit.p12").exists() and len(list(folder.glob("*.old"))) == 1
    filed = file(town, soft, pin)
    (item,) = town.receive(*filed["files"])
    assert item["decision"] == "accepted" and set(item["seals"].values()) == {"valid"}
    assert_seen_by_pdfsig(filed)
    by_token = ["--token", soft.module, "--passphrase-file", pin]
    assert town.call(*first, *by_token, expect=1)["error"]["code"] == "renewal_same_key"
    second = town.enrol(town.call(*words, "--new-token-key", "UKey-rsa", *by_token)["file"])
    town.call("unit", "open", second["file"], "--data", folder)
    again = town.call("unit", "request", "--data", folder, "--out", town.out, *by_token)
    rows = town.call("office", "keys", UNIT, "--data", town.office)["keys"]
    assert [one["until"] is None for one in sorted(rows, key=lambda one: one["until"] is None)] == [False, False, True]
    assert again["code"] == next(one["code"] for one in rows if one["until"] is None), "the new key of the two is taken"
    secret = pin.with_name("passphrase")
    secret.write_text("four plain words here\n", encoding="utf-8")
    back = ["unit", "renew", "--data", folder, "--out", town.out / "renewal", "--new", secret]
    third = town.enrol(town.call(*back, *by_token, "--token-key", "UKey-rsa")["file"])
    assert third["compared"], "the token has signed for the key file"
    town.call("unit", "open", third["file"], "--data", folder)
    assert (folder / "unit.p12").exists()
    given = town._input(UNIT, town.completed(UNIT, Q3, {"cells": CELLS["cells"] | {"Q06.1": "1.30"}}))
    words = ["unit", "file", "--data", folder, "--period", Q3, "--from", given, "--out", town.out / UNIT]
    filed = town.call(*words, "--reason", "更正", "--passphrase-file", secret)
    (item,) = town.receive(*filed["files"])
    assert item["decision"] == "accepted" and set(item["seals"].values()) == {"valid"}


def test_a_token_is_not_asked_for_while_a_key_file_is_awaited(town: Town, soft: SoftToken, pin: Path) -> None:
    folder = town.unit_folder(UNIT)
    words = ["unit", "renew", "--data", folder, "--out", town.out / "renewal"]
    soft.add("UKey", "ec")
    onto = ["--new", pin, "--new-token", soft.module]
    pin.write_text("864213", encoding="utf-8")
    assert town.call(*words, *onto, expect=1)["error"]["code"] == "token_pin_few"
    pin.write_text(PIN, encoding="utf-8")
    waiting = town.call(*words)["code"]
    assert waiting in town.call(*words, *onto, expect=1)["error"]["message"]
    assert town.call(*words)["reissued"]


def test_tokens_are_listed_without_a_pin(town: Town, soft: SoftToken, capsys: pytest.CaptureFixture[str]) -> None:
    soft.add("政务UKey", "rsa")
    (one,) = town.call("unit", "tokens", soft.module)["tokens"]
    assert (one["token"], one["key"], one["kind"], one["tries"]) == ("政务UKey", "政务UKey-rsa", "RSA-2048", "all")
    assert run(["unit", "tokens", str(soft.module)]) == 0
    assert "政务UKey · 政务UKey-rsa（RSA-2048）" in capsys.readouterr().out


def test_the_module_of_tokens_is_loaded_by_nobody_who_does_not_ask_for_it() -> None:
    code = (
        "import sys, forms.unit.filing, forms.papers.enrolment, ui.cli.unit.filing; sys.exit('pkcs11' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
