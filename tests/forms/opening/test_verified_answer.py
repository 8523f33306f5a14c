"""What `verify` answers key by key: of a return, of a small paper, of a file that is neither, and by a list of ended keys."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from forms.opening.verified import Verified, nothing_of, unreadable
from forms.opening.verify import _by_list, _cells, _return, sources_of, verify
from forms.papers.paper import PaperKind, seal_paper
from forms.seals.key_list import EndedKey, KeyList
from forms.seals.keys import keys
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.returns.returns import Evidence
from models.returns.revisions import Difference
from tests.forms.office.test_intake import UNIT, filed, opened
from tests.forms.seals.sealing import office, unit

AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
NOTHING = {
    "kind": None, "unit": None, "period": None, "plan": None, "revision": None, "digest": None, "ancestors": [], "signer": "",
    "fingerprint": None, "code": None, "signed_at": None,
    "seals": {"data": "absent", "workbook": "absent", "document": "absent"}, "differences": [], "reasons": [],
    "pages": None, "cells": None, "fonts": [], "further": [], "hints": [],
    "evidence": {"listed": 0, "present": 0, "missing": [], "files": []}, "message": "",
}  # fmt: skip
TOLD_OF_NOTHING = {
    "present": "no", "intact": "no", "covers": "not_compared", "chain": "not_compared", "signer": "not_compared",
    "clock": "not_compared", "registered": "not_compared", "revoked": "not_compared", "cells": "not_compared",
    "pages": "not_compared",
}  # fmt: skip


def test_of_a_file_without_a_seal_there_is_one_sentence_and_nothing_else() -> None:
    assert nothing_of("", "不是本程序的文件。").answer() == NOTHING | {
        "message": "不是本程序的文件。", "properties": TOLD_OF_NOTHING
    }  # fmt: skip
    assert not nothing_of("", "").sound and nothing_of("draft", "", sound=True).sound
    assert nothing_of("draft", "").answer()["kind"] == "draft"


@pytest.mark.parametrize(
    ("code", "state"),
    [("file_cut", "broken"), ("paper_changed", "broken"), ("file_unread", "unread"), ("paper_unknown", "absent")],
)
def test_a_refused_pdf_says_of_its_seal_what_the_refusal_says(code: str, state: str) -> None:
    error = AppError(code)
    assert unreadable(error, pdf=True).seals == {"document": state}
    assert unreadable(error, pdf=False).seals == {"document": "absent"}


def test_a_return_is_told_key_by_key() -> None:
    certificate = keys.certificate_pem(unit().certificate)
    one = replace(
        opened(filed()), document=True, pages="other", certificate=certificate, signed_at=AT, unknown_fonts=("宋体",),
        further=("CN=甲",), hints=("提示",), differences=(Difference("Q06.8", "12.5", "13"),),
        seals={"data": "valid", "document": "broken"},
    )  # fmt: skip
    found = _return(one, None)
    told = found.answer()
    assert told["signer"] == found.signer != "" and told["signed_at"] == AT.isoformat()
    wanted = {
        "kind": "return", "unit": UNIT, "period": "2020Q3", "revision": 1, "digest": filed().digest, "ancestors": [],
        "seals": {"data": "valid", "workbook": "absent", "document": "broken"}, "pages": "other", "cells": "other",
        "differences": [{"item": "Q06.8", "signed": "12.5", "now": "13"}], "fonts": ["宋体"], "further": ["CN=甲"],
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted
    assert found.hints[0] == "提示" and found.odd_clock is (len(found.hints) > 1)
    assert found.properties["clock"] == ("no" if found.odd_clock else "yes")
    assert found.named == keys.unit_of(unit().certificate)
    assert (found.properties["pages"], found.properties["cells"]) == ("no", "no")
    bare = _return(replace(one, certificate=b"", signed_at=None), None)
    assert (bare.signer, bare.signed_at, bare.named, bare.properties["clock"]) == ("", None, "", "not_compared")


def test_what_a_workbook_shows_is_other_equal_or_not_compared() -> None:
    one = opened(filed())
    other = replace(one, differences=(Difference("Q06.8", "1", "2"),))
    assert [_cells(said) for said in (other, replace(one, compared=True), one)] == ["other", "equal", "not_compared"]
    assert _cells(replace(other, filed=None)) is None


def test_evidence_is_counted_and_named() -> None:
    files = (Evidence("a.pdf", 5, "a" * 64), Evidence("../b.pdf", 6, "b" * 64))
    told = replace(nothing_of("return", ""), evidence=tuple(zip(files, (True, False), strict=True))).answer()
    assert told["evidence"] == {
        "listed": 2, "present": 1, "missing": ["b.pdf"],
        "files": [
            {"name": "a.pdf", "size": 5, "sha256": "a" * 64, "present": True},
            {"name": "b.pdf", "size": 6, "sha256": "b" * 64, "present": False},
        ],
    }  # fmt: skip


def by_list(signed: datetime | None, *, until: datetime = AT, unit: str = UNIT, sound: bool = True) -> Verified:
    one = opened(filed())
    found = replace(
        _return(replace(one, reasons=()), None), named=UNIT, signed_at=signed and signed.isoformat(), sound=sound,
        message="先前的话", hints=("先前",),
    )  # fmt: skip
    ended = KeyList(number=3, issued=AT, ended=(EndedKey(unit=unit, key=one.fingerprint, until=until),))
    return _by_list(found, one.fingerprint, ended)


def test_a_list_of_ended_keys_says_yes_no_or_nothing() -> None:
    late, early, unknown = by_list(AT + timedelta(days=1)), by_list(AT - timedelta(days=1)), by_list(None)
    assert [(one.revoked, one.sound) for one in (late, early, unknown)] == [
        ("yes", False), ("not_compared", True), ("yes", False)
    ]  # fmt: skip
    assert "先前" not in late.message and late.hints == ("先前",) and len(early.hints) == 2
    unsound = by_list(AT + timedelta(days=1), sound=False)
    assert (unsound.message, unsound.revoked, unsound.sound) == ("先前的话", "yes", False)
    other = by_list(AT, unit="610929")
    assert (other.revoked, other.sound, len(other.hints)) == ("no", True, 2)
    found = _return(opened(filed()), None)
    assert (
        _by_list(found, "key", None) is found and _by_list(found, "", KeyList(number=1, issued=AT, ended=())) is found
    )


def blank_page() -> bytes:
    drawn = BytesIO()
    page = Canvas(drawn)
    page.showPage()
    page.save()
    return drawn.getvalue()


def test_a_small_paper_is_told_with_who_sealed_it_and_when() -> None:
    content = seal_paper(PaperKind.REQUEST, blank_page(), {"unit": UNIT, "period": "2020Q3"}, unit(), AT)
    root = keys.certificate_pem(office().certificate)
    found = verify(content, root)
    told = found.answer()
    wanted = {"kind": "request", "unit": UNIT, "period": "2020Q3", "revision": None, "digest": None, "ancestors": []}
    assert {name: told[name] for name in wanted} == wanted
    assert not found.sound, "it asks for no key"
    assert found.chain == "yes" and found.signer and found.named == keys.unit_of(unit().certificate)
    assert found.signed_at is not None and datetime.fromisoformat(found.signed_at) == AT
    assert found.odd_clock is bool(found.hints)
    assert verify(content, None).properties["chain"] == "not_compared"
    with pytest.raises(AppError):
        verify(blank_page(), None)


def test_a_pack_gives_the_texts_of_the_plan_and_settings_it_holds_and_of_no_other() -> None:
    from types import SimpleNamespace

    pack = SimpleNamespace(
        plan=SimpleNamespace(digest="d"),
        settings=SimpleNamespace(version=2),
        files={"plan.toml": b""},
        settings_text="x",
    )
    texts = sources_of(pack)  # type: ignore[arg-type] - only these are asked
    assert texts("d", 2) == ({"plan.toml": b""}, "x")
    assert [texts("d", 1), texts("e", 2)] == [None, None]
