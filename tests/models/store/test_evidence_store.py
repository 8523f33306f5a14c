"""Evidence in the store: bytes once, places many, gone when nothing names them; at the office presence is a join."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.returns.returns import Evidence, Return
from models.store import UnitStore
from models.store.office.office_store import OfficeStore
from models.store.office.records import QuarantineRow
from models.store.unit.sheets import content_key
from tests.altered import alter
from tests.models.store.test_unit_store import filed as blank_return

P, AT = "2020Q3", datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
PAPER, PHOTO = b"paper", b"photo"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UnitStore]:
    with UnitStore.create(tmp_path / "unit", "610924") as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeStore]:
    with OfficeStore.create(tmp_path / "office") as opened:
        yield opened


def filed(*evidence: Evidence) -> Return:
    return replace(blank_return(), evidence=evidence)


def listing(content: bytes, name: str = "a.pdf") -> Evidence:
    return Evidence(name, len(content), content_key(content))


def blobs(store: UnitStore) -> int:
    return int(store._rows("SELECT count(*) FROM evidence_files")[0][0])


def test_the_same_bytes_are_kept_once_and_go_with_their_last_place(store: UnitStore) -> None:
    store.evidence.attach(P, "T06.佐证编号", "a.pdf", PAPER, "张三")
    store.evidence.attach(P, "Q06.1", "a.pdf", PAPER, "李四")
    assert [(one.place, one.size, one.by) for one in store.evidence.attachments(P)] == [
        ("Q06.1", 5, "李四"), ("T06.佐证编号", 5, "张三")
    ]  # fmt: skip
    assert blobs(store) == 1
    key = content_key(PAPER)
    store.evidence.detach(P, key, "张三", "Q06.1")
    assert store.evidence.content(key) == PAPER
    store.evidence.detach(P, key, "张三")
    assert store.evidence.attachments(P) == ()
    assert store.evidence.content(key) is None


def test_what_a_filed_return_lists_is_never_lost(store: UnitStore) -> None:
    store.evidence.attach(P, "T06.佐证编号", "a.pdf", PAPER, "张三")
    store.returns.put(filed(listing(PAPER)), AT, own=True)
    for change in (
        lambda: store.evidence.attach(P, "Q06.1", "b.jpg", PHOTO, "张三"),
        lambda: store.evidence.detach(P, content_key(PAPER), "张三"),
    ):
        with pytest.raises(AppError, match="period_filed"):
            change()
    store.sheets.reopen(P)
    store.evidence.detach(P, content_key(PAPER), "张三")
    assert store.evidence.attachments(P) == ()
    assert store.evidence.content(content_key(PAPER)) == PAPER


def test_each_change_stands_in_the_history(store: UnitStore) -> None:
    store.evidence.attach(P, "Q06.1", "a.pdf", PAPER, "张三")
    store.evidence.detach(P, content_key(PAPER), "李四")
    found = store._rows("SELECT person, why, place FROM history WHERE kind = 'evidence' ORDER BY id")
    assert found == [("张三", "attached", "Q06.1"), ("李四", "detached", "Q06.1")]


def test_a_stamped_scan_is_kept_with_its_dates_and_after_filing(store: UnitStore) -> None:
    paper = filed()
    store.returns.put(paper, AT, own=True)
    store.evidence.put_scan(paper.digest, "盖章.pdf", PAPER, "张三", signed_on=date(2020, 10, 13))
    store.evidence.put_scan(paper.digest, "盖章件.pdf", PAPER, "张三", printed_on=date(2020, 10, 12))
    (row,) = store.evidence.scans(paper.digest)
    assert (row.name, row.signed_on, row.printed_on) == ("盖章件.pdf", date(2020, 10, 13), date(2020, 10, 12))
    store.evidence.remove_scan(paper.digest, row.sha256, "张三")
    assert store.evidence.scans(paper.digest) == ()
    assert blobs(store) == 0


def test_presence_does_not_depend_on_what_came_first(office: OfficeStore) -> None:
    first, second = listing(PAPER), listing(PHOTO, "b.jpg")
    office.put_evidence(first.sha256, PAPER)
    assert office.waiting_size() == len(PAPER)
    office.put_listed("d1", (first, second))
    office.put_listed("d1", (first, second))
    assert [(one.name, one.present) for one in office.listed("d1")] == [("a.pdf", True), ("b.jpg", False)]
    assert office.waiting_size() == 0
    office.put_quarantine(QuarantineRow(sha256=second.sha256, file="b.jpg", at=AT, reasons="[]"), PHOTO)
    assert all(one.present for one in office.listed("d1"))
    assert office.evidence_bytes(second.sha256) == PHOTO
    assert office.has_evidence(first.sha256) and office.has_evidence(second.sha256)
    assert not office.has_evidence("other") and office.evidence_bytes("other") is None
    assert office.listing(second.sha256) == ("d1",)
    assert office.listed("d2") == ()


def test_bytes_that_are_others_now_are_named_when_they_are_read(store: UnitStore, office: OfficeStore) -> None:
    store.evidence.attach(P, "Q06.1", "a.pdf", PAPER, "张三")
    office.put_evidence(content_key(PAPER), PAPER)
    for one in (store, office):
        alter(one.folder, "UPDATE evidence_files SET content = ?", PHOTO)
    with pytest.raises(AppError, match="evidence_altered"):
        store.evidence.content(content_key(PAPER))
    with pytest.raises(AppError, match="kept_altered"):
        office.evidence_bytes(content_key(PAPER))
