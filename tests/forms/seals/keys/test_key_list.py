"""The list of ended keys: only the office's own working key seals one, and not a byte of it can be changed."""

import json
from datetime import datetime, timedelta

import pytest

from forms.papers.enrolment import comes_from
from forms.papers.paper import OpenedPaper, PaperKind
from forms.seals.key_list import EndedKey, read_key_list, write_key_list
from forms.seals.keys import keys
from forms.seals.pdf.sealed import SealedDocument
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.plan.records.units import OFFICE

AT = datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE)
ENDED = (EndedKey(unit="M06", key="ab" * 32, until=AT), EndedKey(unit="610924", key="cd" * 32, until=AT))
ROOT = keys.make_root("市办")
WORKING = keys.make_working(ROOT, OFFICE, "市办")
PEM = keys.certificate_pem(ROOT.certificate)


def unit_signer(root: keys.Signer) -> keys.Signer:
    key = keys.new_key()
    return keys.Signer(key, keys.issue(root, key.public_key(), "M06", "甲"), (root.certificate,))


def test_a_list_says_from_when_a_key_of_a_unit_counts_no_more() -> None:
    found = read_key_list(write_key_list(7, ENDED, WORKING, AT), PEM)
    assert (found.number, found.issued) == (7, AT)
    assert found.end_of("M06", "ab" * 32) == AT and found.end_of("M06", "cd" * 32) is None
    other = read_key_list(write_key_list(8, ENDED[::-1], WORKING, AT + timedelta(days=1)), PEM)
    assert other.digest == found.digest, "the order of keys, number and day make no other list"


def test_a_changed_list_or_one_of_somebody_else_is_refused() -> None:
    good = write_key_list(7, ENDED, WORKING, AT)
    other = keys.make_root("市办")
    unit = unit_signer(ROOT)
    said = json.loads(good)
    wrong = {
        "another number": json.dumps({**said, "list": said["list"].replace('"number":7', '"number":8')}).encode(),
        "a key left out": json.dumps({**said, "list": said["list"].replace("ab" * 32, "ef" * 32)}).encode(),
        "of another office": write_key_list(7, ENDED, keys.make_working(other, OFFICE, "市办"), AT),
        "of a unit": write_key_list(7, ENDED, unit, AT),
        "of the root": write_key_list(7, ENDED, keys.Signer(ROOT.key, ROOT.certificate), AT),
        "a number below nothing": write_key_list(-1, ENDED, WORKING, AT),
        "a true number": write_key_list(True, ENDED, WORKING, AT),
        "cut off": good[:-9],
        "no list": b"[]",
        "nothing": b"",
    }
    for name, content in wrong.items():
        with pytest.raises(AppError) as caught:
            read_key_list(content, PEM)
        assert caught.value.code == "key_list_damaged", name


def test_no_unit_seals_what_only_the_office_says() -> None:
    def paper(signer: keys.Signer) -> OpenedPaper:
        sealed = SealedDocument(state="valid", certificate=signer.certificate)
        return OpenedPaper(PaperKind.RECEIPT, {}, sealed)

    assert comes_from(paper(WORKING), PEM)
    assert not comes_from(paper(unit_signer(ROOT)), PEM)
    assert not comes_from(paper(keys.make_working(keys.make_root("甲"), OFFICE, "甲")), PEM)
