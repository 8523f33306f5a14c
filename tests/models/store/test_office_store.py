"""The office's store: papers in any order end the same, the registers of what came and what was said are kept."""

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.city.adjudication import Adjudication
from models.ledger.ledger import Decision, judge
from models.ledger.rulings import Ruling
from models.store.connection.one_thread import sha256_of
from models.store.office.office_store import OfficeStore
from models.store.office.records import (
    ChaseRow,
    FormRow,
    IssuedRow,
    KeyRow,
    PaperHead,
    PaperRow,
    QuarantineRow,
    ReceptionRow,
)

P = "2020Q3"
AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
PAPER = PaperRow(
    digest="d1",
    key="k1",
    unit="610924",
    period=P,
    revision=1,
    ancestors=(),
    content=b"{}",
    certificate=b"der",
    plan="plan",
    settings=3,
    good=True,
    reasons="[]",
    request=None,
    registered=AT,
)
KEY = KeyRow(
    unit="610924",
    fingerprint="k1",
    certificate=b"der",
    since=None,
    until=None,
    enrolled_at=AT,
    compared=False,
    by="王某",
)
LINE = ReceptionRow(
    file="a.pdf",
    sha256="s1",
    received_at=AT,
    registered_at=AT,
    channel="邮件",
    by="王某",
    decision="accepted",
    reasons="[]",
    digest="d1",
    key="k1",
    seals='{"data":"valid"}',
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OfficeStore]:
    with OfficeStore.create(tmp_path) as opened:
        yield opened


def test_a_paper_comes_back_as_it_was_put_and_is_found_by_place_and_digest(store: OfficeStore) -> None:
    second = replace(PAPER, digest="d2", revision=2, ancestors=("d1",), registered=AT + timedelta(hours=1))
    other = replace(PAPER, digest="d9", unit="M10", key="k9", period="2020-10")
    for row in (second, other, PAPER):
        store.put_paper(row)
    assert store.papers("610924", P) == (PAPER, second)
    assert store.papers(unit="M10") == (other,)
    assert store.papers(period=P) == (PAPER, second)
    assert set(store.papers()) == {PAPER, second, other}
    assert store.papers_of("d2") == (second,)
    assert store.paper_head("d2") == tuple(getattr(second, name) for name in PaperHead._fields)
    with pytest.raises(IndexError):
        store.paper_head("d3")
    assert store.lineage() == {"d1": ("610924", P), "d2": ("610924", P), "d9": ("M10", "2020-10")}


def test_a_paper_that_came_twice_keeps_its_earliest_registration_in_any_order(store: OfficeStore) -> None:
    times = [AT, AT + timedelta(minutes=1), AT + timedelta(days=3)]
    for number, order in enumerate(itertools.permutations(times)):
        for time in order:
            store.put_paper(replace(PAPER, digest=f"p{number}", registered=time))
    assert {paper.registered for paper in store.papers()} == {AT}


def test_times_of_another_zone_are_the_same_moment_here(store: OfficeStore) -> None:
    store.put_paper(replace(PAPER, registered=datetime.fromisoformat("2020-10-13T02:30:00+01:00")))
    assert store.papers()[0].registered == AT
    assert store.papers()[0].registered.isoformat() == "2020-10-13T09:30:00+08:00"


def test_a_request_that_comes_later_is_added_and_none_is_lost(store: OfficeStore) -> None:
    store.put_paper(PAPER)
    store.put_paper(replace(PAPER, request=b"request"))
    store.put_paper(PAPER)
    assert store.papers()[0].request == b"request"


def test_what_the_store_gives_is_what_the_ledger_judges(store: OfficeStore) -> None:
    store.put_paper(PAPER)
    papers = [row.paper for row in store.papers("610924", P)]
    assert judge(papers, (), ()).decisions == {("d1", "k1"): Decision.HELD}
    store.put_key(KEY)
    enrolled = store.enrolled_keys()
    keys = [row.interval for row in enrolled]
    assert judge(papers, keys, (), lineage=store.lineage()).in_force == "d1"


def test_the_reception_register_keeps_every_line_in_order(store: OfficeStore) -> None:
    rejected = replace(LINE, file="b.pdf", decision="rejected", digest=None, key=None, reasons='["damaged"]')
    for line in (LINE, rejected, LINE):
        store.put_reception(line)
    assert store.receptions() == (replace(LINE, id=1), replace(rejected, id=2), replace(LINE, id=3))
    assert [line.id for line in store.receptions("d1")] == [1, 3]


def test_a_reception_is_recorded_whole_or_not_at_all(store: OfficeStore) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.transaction("王某"):
        store.put_reception(LINE)
        store.put_form("d1", "k1", "pdf", "s1", b"%PDF")  # its paper never comes
    assert store.receptions() == ()
    with store.transaction("王某"):
        store.put_form("d1", "k1", "pdf", "s1", b"%PDF")
        store.put_form("d1", "k1", "xlsx", sha256_of(b"PK"), b"PK")
        store.put_form("d1", "k1", "xlsx", sha256_of(b"PK"), b"PK")
        store.put_paper(PAPER)
    assert store.forms("d1") == (
        FormRow(digest="d1", key="k1", kind="pdf", sha256="s1"),
        FormRow(digest="d1", key="k1", kind="xlsx", sha256=sha256_of(b"PK")),
    )
    assert store.form_bytes(sha256_of(b"PK")) == b"PK"
    assert store.form_bytes("s3") is None
    with pytest.raises(AppError, match="kept_altered"):
        store.form_bytes("s1")


def test_a_rejected_file_is_kept_with_its_reasons(store: OfficeStore) -> None:
    row = QuarantineRow(sha256=sha256_of(b"bytes"), file="报表.pdf", at=AT, reasons='["seal"]')
    store.put_quarantine(row, b"bytes")
    store.put_quarantine(replace(row, reasons='["seal","cells"]'), b"bytes")
    assert store.quarantine() == (replace(row, reasons='["seal","cells"]'),)
    assert store.quarantined_bytes(sha256_of(b"bytes")) == b"bytes"
    assert store.quarantined_bytes("s2") is None


def test_a_key_is_compared_later_and_ended_with_a_reason(store: OfficeStore) -> None:
    store.put_key(KEY)
    store.put_key(replace(KEY, compared=True, since=AT))
    store.end_key("610924", "k1", AT + timedelta(days=9), "换人", "王某")
    (kept,) = store.enrolled_keys()
    assert kept == replace(KEY, compared=True, since=AT, until=AT + timedelta(days=9), ended_because="换人")
    with pytest.raises(AppError, match="key_unknown"):
        store.end_key("610925", "k1", AT, "遗失", "王某")


def test_rulings_are_numbered_as_they_were_given(store: OfficeStore) -> None:
    said = Ruling(
        sequence=0, unit="610924", period=P, keep="d1", over=("d2", "d3"), reason="电话核实", by="王某", checked_by=None,
        at=AT,
    )  # fmt: skip
    store.put_ruling(said)
    store.put_ruling(replace(said, keep="d2", over=(), reason="更正", checked_by="李某"))
    store.put_ruling(replace(said, unit="M10", keep="d9", over=(), reason="核实"))
    first, second = store.rulings("610924", P)
    assert (first.sequence, first.keep, first.over, first.checked_by) == (1, "d1", ("d2", "d3"), None)
    assert (second.sequence, second.checked_by, second.at) == (2, "李某", AT)
    assert len(store.rulings()) == 3


def test_the_latest_adjudication_counts_and_the_earlier_ones_are_kept(store: OfficeStore) -> None:
    first = Adjudication(
        period=P, indicator="Q06", value=Decimal("98.10"), reason="现场核查", document="安环函〔2020〕9号", by="王某",
        checked_by="李某", at=AT, rests_on={"610924": "d1"}, id=1,
    )  # fmt: skip
    later = replace(first, value=Decimal("97.60"), rests_on={"610924": "d2"}, id=2)
    assert [store.put_adjudication(one) for one in (first, later)] == [1, 2]
    assert store.adjudications(P) == {"Q06": later}
    assert store.adjudication_history(P) == (first, later)
    assert store.adjudications("2020-10") == {}
    with pytest.raises(TypeError):
        store.put_adjudication(replace(first, value=98.1))  # type: ignore[arg-type]


def test_an_adjudication_taken_back_counts_no_more_and_stays_in_the_history(store: OfficeStore) -> None:
    said = Adjudication(
        period=P, indicator="Q06", value=Decimal("98.10"), reason="现场核查", document="安环函〔2020〕9号", by="王某",
        checked_by="李某", at=AT, rests_on={},
    )  # fmt: skip
    id = store.put_adjudication(said)
    store.withdraw_adjudication(id, "依据有误", "王某", AT + timedelta(days=1))
    assert store.adjudications(P) == {}
    assert set(store.adjudications(P, AT)) == {"Q06"}, "as it stood before"
    assert store.adjudication(id) is None
    assert len(store.adjudication_history(P)) == 1


def test_chases_and_issued_receipts_are_listed(store: OfficeStore) -> None:
    chase = ChaseRow(period=P, unit="M10", at=AT, channel="电话", by="王某", note="答应明日报出")
    issued = IssuedRow(
        digest="d1", unit="610924", period=P, decision="accepted", at=AT, by="王某", file="回执.pdf", content=b"sealed"
    )
    store.put_chase(chase)
    store.put_issued(issued)
    store.put_issued(replace(issued, unit="M10"))
    assert store.chases(P) == (chase,)
    assert store.chases("2020-10") == ()
    assert store.issued("610924") == (issued,)
    assert len(store.issued(period=P)) == 2
