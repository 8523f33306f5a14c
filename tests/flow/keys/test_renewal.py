"""A unit changes its key while it has the old one: that signs for the new one, nobody telephones, nothing is held."""

from base64 import b64encode
from datetime import datetime

import pytest

from forms.papers.enrolment import read_request
from forms.papers.paper import OpenedPaper, PaperKind
from forms.papers.unit_key import UNIT_KEY, unit_signer
from forms.seals.keys import keys
from forms.seals.pdf.sealed import SealedDocument
from forms.seals.renewal import countersign
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.store import UnitStore, open_store
from tests.flow.town import SECRET, Town

UNIT, OTHER, Q3 = "M06", "M07", "2020Q3"
NOW = datetime.now(PLAN_ZONE)


def renew(town: Town, *, expect: int = 0) -> dict[str, str]:
    return town.call("unit", "renew", "--data", town.unit_folder(UNIT), "--out", town.out / "renewal", expect=expect)


def history(town: Town) -> list[dict[str, str]]:
    return town.call("office", "keys", UNIT, "--data", town.office)["keys"]


def test_the_old_key_signs_for_the_new_one_and_seals_on_until_the_certificate_is_here(town: Town) -> None:
    folder = town.unit_folder(UNIT)
    said = town.completed(UNIT, Q3, {})
    (before,) = history(town)
    old = (folder / UNIT_KEY).read_bytes()
    asked = renew(town)
    assert renew(town)["reissued"] and renew(town)["code"] == asked["code"] != before["code"]
    meanwhile = town.file(UNIT, Q3, said)["files"]
    given = town.enrol(asked["file"])
    assert given["compared"] and given["renews"] == before["fingerprint"], "nobody has read out a code"
    assert town.enrol(asked["file"])["reissued"]
    first, second = sorted(history(town), key=lambda one: one["until"] is None)
    assert first["fingerprint"] == before["fingerprint"] and first["until"] and asked["code"] in first["reason"]
    assert second["code"] == asked["code"] and second["since"] and second["compared"]
    assert town.receive(*meanwhile)[0]["decision"] == "accepted", "papers cross: the old key counts a while"
    assert (folder / UNIT_KEY).read_bytes() == old
    town.call("unit", "open", given["file"], "--data", folder)
    assert (folder / UNIT_KEY).read_bytes() != old and len(list(folder.glob("*.old"))) == 1
    changed = said | {"cover": said["cover"] | {"电话": "0915-3210009"}}
    (item,) = town.receive(*town.file(UNIT, Q3, changed, reason="更正电话")["files"])
    assert item["decision"] == "accepted", "sealed by the new key"


def test_an_old_key_that_was_ended_signs_for_nobody_and_the_telephone_still_does(town: Town) -> None:
    asked = renew(town)
    (old,) = history(town)
    town.call("office", "revoke", UNIT, "--key", old["code"], "--reason", "泄露", "--data", town.office)
    said = town.enrol(asked["file"], expect=1)
    assert say("errors.renewal_unknown")[:12] in said["error"]["message"]
    assert len(history(town)) == 1
    assert town.enrol(asked["file"], asked["code"])["compared"]
    assert not town.enrol(asked["file"], asked["code"])["renews"]


def test_a_key_that_is_not_enrolled_renews_nothing(town: Town) -> None:
    folder = town.unit_folder(UNIT)
    (folder / UNIT_KEY).rename(folder / "away.p12")
    town.request(folder)
    renew(town, expect=1)
    assert not (folder / "unit-next.p12").exists() and not (town.out / "renewal").exists()


@pytest.fixture(scope="module")
def signers() -> dict[str, keys.Signer]:
    def signer(unit: str) -> keys.Signer:
        key = keys.new_key()
        return keys.Signer(key, keys.self_signed(key, unit, "甲"))

    return {"new": signer(UNIT), "old": signer(UNIT), "other unit": signer(OTHER)}


def request(signers: dict[str, keys.Signer], signature: bytes | str) -> OpenedPaper:
    """A request as it would be opened, its pages left out."""
    new = signers["new"].certificate
    text = signature if isinstance(signature, str) else b64encode(signature).decode()
    facts = {"unit": UNIT, "name": "甲", "certificate": keys.certificate_pem(new).decode(), "renewal": text}
    sealed = SealedDocument(state="valid", certificate=new, fingerprint=keys.fingerprint(new))
    return OpenedPaper(PaperKind.REQUEST, facts, sealed)


def test_only_a_whole_signature_of_another_key_of_the_same_unit_over_this_key_is_one(
    signers: dict[str, keys.Signer],
) -> None:
    new, old = keys.fingerprint(signers["new"].certificate), signers["old"]
    good = countersign(old, UNIT, new, NOW)
    assert read_request(request(signers, good)).renews == keys.fingerprint(old.certificate)
    middle = len(good) // 2
    wrong = {
        "of another key": countersign(old, UNIT, "00" * 32, NOW),
        "of another unit": countersign(old, OTHER, new, NOW),
        "by another unit": countersign(signers["other unit"], UNIT, new, NOW),
        "by itself": countersign(signers["new"], UNIT, new, NOW),
        "a changed byte": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "cut off": good[:-1],
        "lengthened": good + b"\0",
        "empty": b"",
        "no base64": "是的",
    }
    for name, signature in wrong.items():
        with pytest.raises(AppError) as caught:
            read_request(request(signers, signature))
        assert caught.value.code == "renewal_broken", name


def test_a_change_of_files_that_was_cut_short_is_finished_at_the_next_sealing(town: Town) -> None:
    folder = town.unit_folder(UNIT)
    given = town.enrol(renew(town)["file"])
    town.call("unit", "open", given["file"], "--data", folder)
    new = (folder / UNIT_KEY).read_bytes()
    (folder / UNIT_KEY).rename(folder / "unit-next.p12")  # the old file was put aside, the new one not yet put in place
    with open_store(folder) as store:
        assert isinstance(store, UnitStore)
        pem = store.get_value("certificate") or ""
        store.put_value("next_certificate", pem)
        signer = unit_signer(store, folder, SECRET)
    assert keys.certificate_pem(signer.certificate).decode() == pem
    assert (folder / UNIT_KEY).read_bytes() == new
