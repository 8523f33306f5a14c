"""What `verify` says of an opened return: sound only with its data and without a reason, and whom it trusts."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from forms.opening.opened import Opened, Reason
from forms.opening.verify import _by_list, _paper_chain, _return, read_trust, verify
from forms.papers.paper import OpenedPaper, PaperKind, seal_paper
from forms.seals.key_list import EndedKey, KeyList
from forms.seals.keys import keys
from forms.seals.pdf.sealed import EVIDENCE, Attachment, SealedDocument
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.plan.records.units import OFFICE
from models.returns.returns import Evidence
from tests.forms.office.test_intake import filed, opened
from tests.forms.seals.sealing import office, unit

SAID = Reason(check="seal", item=None, message="签名不符。")


def test_a_return_is_sound_only_without_a_reason() -> None:
    one = replace(opened(filed()), compared=True)
    good, bad = _return(one, None), _return(replace(one, reasons=(SAID,)), None)
    assert (good.sound, bad.sound, bad.message) == (True, False, "签名不符。")
    assert good.message != bad.message
    assert (good.unit, good.period, good.revision, good.digest) == ("610924", "2020Q3", 1, filed().digest)


@pytest.mark.parametrize(
    ("signed", "revoked"), [("09:59:59", "not_compared"), ("10:00:00", "yes"), ("10:00:01", "yes")]
)
def test_a_seal_of_the_second_in_which_its_key_ended_is_not_before_its_end(signed: str, revoked: str) -> None:
    one = opened(filed())
    until = datetime(2020, 10, 13, 10, 0, 0, 500_000, tzinfo=PLAN_ZONE)
    ended = KeyList(number=1, issued=until, ended=(EndedKey(unit="610924", key=one.fingerprint, until=until),))
    found = replace(_return(one, None), named="610924", signed_at=f"2020-10-13T{signed}+08:00")
    told = _by_list(found, one.fingerprint, ended)
    assert told.revoked == revoked and bool(told.hints) is (revoked != "yes")


def test_what_could_not_be_read_says_nothing_of_a_unit() -> None:
    found = _return(Opened(filed=None, seals={"data": "broken"}, reasons=(SAID,), document=True), None)
    assert not found.sound
    assert (found.unit, found.period, found.revision, found.digest, found.ancestors) == (None, None, None, None, ())
    assert (found.cells, found.pages, found.evidence) == (None, None, ())


def test_a_certificate_the_office_did_not_give_is_not_trusted_when_trust_is_asked_for() -> None:
    one = replace(opened(filed()), seals={"data": "valid", "package": "resaved"})
    assert _return(one, None).seals == {"data": "valid", "package": "resaved"}
    asked = _return(one, b"any root")
    assert asked.seals == {"data": "untrusted", "package": "resaved"}
    assert asked.chain == "not_compared", "nobody is named as who sealed it"
    given, stranger = (
        keys.certificate_pem(keys.make_working(root, OFFICE, "测试市办").certificate)
        for root in (office(), keys.make_root("测试市办"))
    )
    root = keys.certificate_pem(office().certificate)
    ours, theirs = (_return(replace(one, certificate=leaf), root) for leaf in (given, stranger))
    assert (ours.seals, ours.chain) == (one.seals, "yes") and (theirs.seals, theirs.chain) == (asked.seals, "no")
    assert theirs.sound and theirs.message != ours.message, "as it was sealed, and by whom cannot be told"


def test_pages_are_told_of_a_pdf_only_and_cells_by_what_was_compared() -> None:
    one = replace(opened(filed()), pages="equal")
    assert _return(one, None).pages is None
    assert _return(replace(one, document=True), None).pages == "equal"
    assert [_return(replace(one, compared=compared), None).cells for compared in (False, True)] == [
        "not_compared",
        "equal",
    ]


@pytest.mark.parametrize(
    "seals, intact, covers",
    [
        ({"data": "valid", "document": "valid"}, "yes", "yes"),
        ({"data": "untrusted", "document": "untrusted"}, "yes", "yes"),
        ({"data": "valid", "workbook": "resaved"}, "yes", "no"),
        ({"data": "valid", "workbook": "broken"}, "no", "no"),
        ({"data": "unread"}, "no", "not_compared"),
        ({"data": "absent"}, "no", "not_compared"),
    ],
)
def test_each_property_is_told_by_itself(seals: dict[str, str], intact: str, covers: str) -> None:
    one = replace(_return(opened(filed()), None), seals=seals)
    found = one.properties
    assert (found["intact"], found["covers"]) == (intact, covers)
    chains = ("yes", "no", "not_compared")
    assert tuple(replace(one, chain=chain).properties["chain"] for chain in chains) == chains
    assert found["present"] == ("no" if seals == {"data": "absent"} else "yes")
    assert (found["registered"], found["revoked"]) == ("not_compared", "not_compared")


def test_the_signer_is_compared_where_one_is_named() -> None:
    one = replace(_return(opened(filed()), None), signer="CN=紫阳县", named="610924")
    assert one.properties["signer"] == "yes"
    assert replace(one, named="610929").properties["signer"] == "no"
    assert replace(one, signer="").properties["signer"] == "not_compared"
    assert (one.properties["clock"], replace(one, odd_clock=True).properties["clock"]) == ("yes", "no")


def test_evidence_is_told_with_whether_it_came_along() -> None:
    came, away = (
        Attachment(name=name, content=name.encode(), mime="application/pdf", relationship=EVIDENCE)
        for name in ("a.pdf", "b.pdf")
    )
    listed = [Evidence(name=at.name, size=5, sha256=sha256(at.content).hexdigest()) for at in (came, away)]
    one = opened(filed())
    assert one.filed is not None
    one = replace(one, filed=replace(one.filed, evidence=tuple(listed)), attachments=(came,))
    found = _return(one, None).evidence
    assert [(evidence.name, there) for evidence, there in found] == [("a.pdf", True), ("b.pdf", False)]


@pytest.mark.parametrize("kind", [PaperKind.REQUEST, PaperKind.RECEIPT])
def test_a_paper_is_of_an_office_whose_root_enrolled_the_key_that_sealed_it(kind: PaperKind) -> None:
    leaf = (unit() if kind is PaperKind.REQUEST else keys.make_working(office(), OFFICE, "测试市办")).certificate
    paper = OpenedPaper(kind=kind, facts={}, sealed=SealedDocument(state="valid", certificate=leaf))
    roots = (None, *(keys.certificate_pem(root.certificate) for root in (office(), keys.make_root("测试市办"))))
    said = [_paper_chain(paper, keys.certificate_pem(leaf), root) for root in roots]
    assert said == ["not_compared", "yes", "no"]
    assert [_paper_chain(paper, b"", root) for root in roots] == ["not_compared"] * 3, "nobody sealed it"


def test_the_root_to_trust_is_read_from_a_certificate_or_from_the_paper_that_brings_it() -> None:
    root, drawn = keys.certificate_pem(office().certificate), BytesIO()
    page = Canvas(drawn)
    page.showPage()
    page.save()
    at = datetime(2020, 10, 13, tzinfo=PLAN_ZONE)
    brings, lacks = (
        seal_paper(PaperKind.PACK, drawn.getvalue(), facts, unit(), at)
        for facts in ({"root": root.decode(), "unit": "M12", "period": 3}, {})
    )
    assert read_trust(brings) == read_trust(root) == root
    told = verify(brings, root)
    assert (told.kind, told.sound, told.digest, told.seals) == ("pack", True, None, {"document": "untrusted"})
    assert (told.unit, told.period) == ("M12", None), "a fact that is no text is not told"
    with pytest.raises(AppError, match="no_root_inside"):
        read_trust(lacks)
