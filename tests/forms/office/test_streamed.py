"""Where several files are opened at a time, each is decided on as soon as nothing can come before it.

A file says at a glance which revision it is; that orders the opening, and what is kept is the same whatever it says.
"""

import base64
import hashlib
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from forms.arrivals.batch import Batch
from forms.opening.apart import open_plainly
from forms.opening.pool import Pool, View
from forms.workbook.seal_order import CHUNK, is_seen_at_once, order_said
from tests.forms.office.test_intake import FILES, PLAN, filed
from tests.forms.office.test_pool import received, recorded, sealed

TEXTS, LINE = "xl/sharedStrings.xml", 4  # revisions of one unit
VIEW = View(plans={PLAN.digest: FILES}, settings={})


@pytest.fixture(scope="module")
def revisions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Revisions of one return, named so that the last one lies first in their folder."""
    folder, one, found = tmp_path_factory.mktemp("revisions"), filed(), list[Path]()
    for number in range(LINE):
        found.append(folder / f"{9 - number}.xlsx")
        found[-1].write_bytes(sealed(one))
        one = filed(f"{13 + number}", ancestors=(*one.ancestors, one.digest))
    return found


def saying(book: bytes, revision: int) -> bytes:
    """A book that says at a glance that it is another revision, and shows and is what it was."""
    said = b'{"ancestors":[' + b",".join(b'"%064d"' % number for number in range(1, revision)) + b"]}"
    first = b"<si><t>" + base64.b64encode(said) + b"</t></si><si>"
    number = re.compile(rb'(?<= t="s"><v>)\d+')  # of a text: each is one further down
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as held, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in held.namelist():
            part = held.read(name)
            if name.startswith("xl/worksheets/"):
                part = number.sub(lambda found: b"%d" % (int(found[0]) + 1), part)
            out.writestr(name, part.replace(b"<si>", first, 1) if name == TEXTS else part)
    return packed.getvalue()


def revision_said(content: bytes) -> int:
    said = order_said(content)
    return said[0] if said else 0


def test_a_book_says_at_a_glance_what_it_is_when_it_was_opened(revisions: list[Path]) -> None:
    for number, path in enumerate(revisions, 1):
        content = path.read_bytes()
        assert order_said(content) == open_plainly(content, "glance", VIEW.answer)["order"]
        assert revision_said(content) == number


def test_whoever_opened_a_book_says_what_it_says_at_a_glance(revisions: list[Path], lying: list[Path]) -> None:
    for path in [*revisions, *lying]:
        content = path.read_bytes()
        assert open_plainly(content, "glance", VIEW.answer)["glance"] == order_said(content)


@pytest.mark.parametrize(
    ("size", "before", "seen"),
    [
        (100, b"", True),
        (CHUNK, b"", True),
        (100, b"<si><t>eyJhbmNlc3RvcnMiOltdfQ==</t></si>", False),  # other data, that lie first
        (100, b"<si><t>" + b"a" * (1 << 20) + b"</t></si>", False),  # too many texts to be looked at
        (CHUNK // 4 * 3 - 24, b"", False),  # the last cell is full: a glance does not end with it
    ],
)
def test_data_are_seen_at_once_where_a_glance_finds_them(size: int, before: bytes, seen: bool) -> None:
    data, packed = b'{"ancestors":["1","2"]}'.ljust(size + 24), io.BytesIO()
    text = base64.b64encode(data).decode()
    cells = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    texts = b"<sst>" + before + b"".join(b"<si><t>%s</t></si>" % one.encode() for one in [*cells, "MIIB"])
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(TEXTS, texts)
    assert is_seen_at_once(texts, data, cells) is seen
    assert (order_said(packed.getvalue()) == (3, hashlib.sha256(data).hexdigest())) is seen


def test_one_worker_takes_no_glance(revisions: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opens the file says it: every file is opened before the first is decided on."""
    looked: list[bytes] = []
    monkeypatch.setattr("forms.arrivals.batch.order_said", looked.append)
    with closing(Batch(Pool(VIEW))) as batch:
        for path in revisions[::-1]:
            batch.take(path)
        assert [arrival.path for arrival in batch.in_order()] == revisions
        assert not looked


def test_what_is_no_book_of_ours_says_nothing(revisions: list[Path]) -> None:
    content, packed = revisions[1].read_bytes(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr(TEXTS, b"<sst><si><t>none</t></si></sst>")
    broken = content.replace(b"PK\x01\x02", b"PK\x01\x03", 1)
    assert [order_said(one) for one in (b"", b"%PDF-1.7", broken, packed.getvalue())] == [None] * 4
    assert all(order_said(content[:at]) is None for at in range(0, len(content), 97))


@pytest.mark.parametrize("size", [100, CHUNK, 2 * CHUNK])
def test_the_data_of_a_glance_end_with_the_first_cell_that_is_not_full(size: int) -> None:
    data, packed = b'{"ancestors":["1","2"]' + b" " * size + b"}", io.BytesIO()
    text = base64.b64encode(data)
    cells = [*(text[start : start + CHUNK] for start in range(0, len(text), CHUNK)), b"MIIB"]  # then the signature
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(TEXTS, b"".join(b"<si><t>%s</t></si>" % cell for cell in cells))
    assert order_said(packed.getvalue()) == (3, hashlib.sha256(data).hexdigest())


def test_a_book_of_long_texts_is_not_inflated_for_a_glance(revisions: list[Path]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(revisions[0]) as held, zipfile.ZipFile(packed, "w") as out:
        texts = held.read(TEXTS)
        out.writestr(TEXTS, texts.replace(b"<si>", b"<si><t>" + b"a" * (1 << 20) + b"</t></si><si>", 1))
    assert order_said(packed.getvalue()) is None


class Gated(Executor):
    """Opens files beside one another; one of them when `pass_by` has come back."""

    def __init__(self, last: bytes, pass_by: Callable[[], object]) -> None:
        self._last, self._pass_by, self._threads = last, pass_by, ThreadPoolExecutor(LINE)

    def submit(self, fn: Any, /, *words: Any, **named: Any) -> Future[Any]:
        def run() -> Any:
            if words[0] == self._last:
                self._pass_by()
            return fn(*words, **named)

        return self._threads.submit(run)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait, cancel_futures=cancel_futures)


def test_a_paper_is_given_out_before_those_behind_it_were_opened(revisions: list[Path]) -> None:
    let = Event()
    last = partial(let.wait, 60)
    with Gated(revisions[-1].read_bytes(), last) as gated, closing(Batch(Pool(VIEW, executor=gated))) as batch:
        for path in reversed(revisions):
            batch.take(path)
        given: list[tuple[Path, bool]] = []

        def idle() -> None:
            """Somebody has to wait; where all others were given out it is for the last one alone."""
            if len(given) == LINE - 1:
                let.set()

        for arrival in batch.in_order(idle):
            given.append((arrival.path, let.is_set()))
    assert given == [(path, path == revisions[-1]) for path in revisions]
    assert len(batch) == LINE


def test_what_was_decided_is_on_the_disk_before_somebody_waits_for_a_file(
    revisions: list[Path], tmp_path: Path
) -> None:
    kept: list[int] = []

    def look() -> None:
        with closing(sqlite3.connect(f"file:{tmp_path / 'office' / 'tanbao.db'}?mode=ro", uri=True)) as beside:
            for _ in range(1000):
                kept[:] = beside.execute("SELECT count(*) FROM receptions").fetchone()
                if kept == [LINE - 1]:
                    break
                Event().wait(0.01)

    with Gated(revisions[-1].read_bytes(), look) as gated:
        received(revisions[0].parent, tmp_path / "office", executor=gated)
    assert kept == [LINE - 1]


@pytest.fixture(scope="module")
def lying(revisions: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same papers: the first says that it is a late one, the last that it is the first."""
    folder, said = tmp_path_factory.mktemp("lying"), {0: 7, LINE - 1: 1}
    for number, path in enumerate(revisions):
        content = path.read_bytes()
        (folder / path.name).write_bytes(saying(content, said[number]) if number in said else content)
    found = [folder / path.name for path in revisions]
    assert [revision_said(one.read_bytes()) for one in found] == [7, 2, 3, 1]
    return found


@pytest.mark.parametrize("stop_at", [-1, LINE + 1, LINE + 3])
def test_a_false_word_at_a_glance_leaves_one_record_in_any_order_and_whoever_opens(
    lying: list[Path], tmp_path: Path, stop_at: int
) -> None:
    usual = recorded(lying, tmp_path / "usual")
    assert len({str(one) for one in usual}) == LINE
    with ThreadPoolExecutor(2) as several:
        assert recorded(lying[::-1], tmp_path / "several", stop_at=stop_at, executor=several) == usual
        assert recorded(lying[1:] + lying[:1], tmp_path / "other", stop_at=stop_at) == usual


def test_a_false_word_at_a_glance_changes_nothing_that_is_true(
    lying: list[Path], revisions: list[Path], tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as several:
        papers, *_, line = received(lying[0].parent, tmp_path / "lying", executor=several)
    true_papers, *_, true_line = received(revisions[0].parent, tmp_path / "true")
    assert papers == true_papers and line == true_line
