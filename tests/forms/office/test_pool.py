"""A reception opens files in one worker, in several, or by an executor of somebody's own: what is kept is the same."""

import multiprocessing
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from forms.guards.worker import shared_worker
from forms.office.intake import receive_batch
from forms.opening.pool import AHEAD, AT_ONCE, MOST_WORKERS, WORTH, Pool, View, open_for
from forms.seals.data_seal import seal
from forms.seals.keys.keys import Signer, fingerprint, issue, make_root, new_key
from forms.seals.xlsx.seal import seal_workbook
from forms.workbook.workbook import SealedContent, write_workbook
from models.basics.errors import AppError
from models.checks.run import run_checks
from models.returns.frozen import thaw
from models.returns.returns import Return
from models.settings.settings import Settings
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind
from models.workspace.office_workspace import OfficeWorkspace
from tests.forms.guards.worker_tasks import asking_and_asleep
from tests.forms.office.test_intake import AT, FILES, NOW, OTHER, PLAN, UNIT, filed, key_row

ROOT = make_root("市办")


def signer(unit: str) -> Signer:
    key = new_key()
    return Signer(key, issue(ROOT, key.public_key(), unit, unit), (ROOT.certificate,))


SIGNERS = {unit: signer(unit) for unit in (UNIT, OTHER)}


def sealed(one: Return) -> bytes:
    by, sheet = SIGNERS[one.unit], thaw(one, PLAN, Settings())
    held = SealedContent(one.content, seal(one.content, by, AT))
    return seal_workbook(write_workbook(one, sheet, run_checks(sheet), held), by, AT)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first return and its correction, one with an error, one twice, one in a zip, and what is none."""
    folder = tmp_path_factory.mktemp("arrived")
    first, wrong = filed(), filed("100", unit=OTHER)
    second = filed("13", ancestors=(first.digest,))
    books = {"b": first, "a": second, "c": wrong}
    for name, one in books.items():
        (folder / f"{name}.xlsx").write_bytes(sealed(one))
    (folder / "again.xlsx").write_bytes((folder / "b.xlsx").read_bytes())
    (folder / "none.pdf").write_bytes(b"%PDF-1.7 none")
    with zipfile.ZipFile(folder / "mail.zip", "w") as held:
        held.write(folder / "c.xlsx", "c.xlsx")
    return folder


class Lost(Executor):
    """Whose processes are gone."""

    def submit(self, fn: Any, /, *given: Any, **named: Any) -> Future[Any]:
        raise BrokenExecutor


def received(files: Path, folder: Path, **how: Any) -> list[Any]:
    """Receive the files; return what the store keeps but for what hangs on the moment."""
    with OfficeStore.create(folder) as store:
        store.put_plan(PLAN.digest, PLAN.id, PLAN.version, FILES)
        for unit, by in SIGNERS.items():
            store.put_key(key_row(unit, fingerprint(by.certificate)))
        office = OfficeWorkspace(folder, store)
        items, tally = receive_batch(office, [files], at=AT, now=NOW, channel="", by="王某", **how)
        kept = [store.papers(), store.receptions(), store.quarantine(), tuple(items), tally]
        return [*kept, *(store.forms(row.digest) for row in store.papers()), office.line(UNIT, "2020Q3")]


@pytest.fixture(scope="module")
def in_one(files: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return received(files, tmp_path_factory.mktemp("office"))


@pytest.fixture(params=["threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    if request.param == "threads":
        with ThreadPoolExecutor(2) as pool:
            yield pool
        return
    if sys.platform == "win32":
        pytest.skip("a process is started anew there, which takes seconds")
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        yield pool


def test_every_kind_of_answer_is_there(in_one: list[Any]) -> None:
    _, receptions, quarantine, items, tally = in_one[:5]
    found = Counter(row.decision for row in receptions)
    assert found == {"accepted": 2, "duplicate": 2, "returned": 1, "rejected": 1}
    assert len(quarantine) == 1 and len(items) == 4
    assert (tally.files, tally.first, tally.repeats, tally.zips, tally.others) == (6, 3, 1, 1, 1)


def test_an_executor_keeps_what_one_worker_keeps(
    files: Path, in_one: list[Any], tmp_path: Path, executor: Executor
) -> None:
    assert received(files, tmp_path, executor=executor) == in_one


def test_several_workers_keep_what_one_worker_keeps(files: Path, in_one: list[Any], tmp_path: Path) -> None:
    assert received(files, tmp_path, workers=2) == in_one


def recorded(files: list[Path], folder: Path, *, stop_at: int = -1, **how: Any) -> list[Any]:
    """Receive files, stopped at a step and begun again; return what each act of it covers, by hash, in its order."""

    def progress(done: int, _of: int) -> None:
        if done == stop_at:
            raise InterruptedError

    with OfficeStore.create(folder) as store:
        store.put_plan(PLAN.digest, PLAN.id, PLAN.version, FILES)
        for unit, by in SIGNERS.items():
            store.put_key(key_row(unit, fingerprint(by.certificate)))
        office = OfficeWorkspace(folder, store)
        if stop_at >= 0:
            with pytest.raises(InterruptedError):
                receive_batch(office, files, at=AT, now=NOW, channel="", by="王某", progress=progress, **how)
        receive_batch(office, files[::-1], at=AT, now=NOW, channel="", by="王某", **how)
        return [one.recorded for one in store.acts.rows(ActKind.RECEIVE)]


def test_the_record_is_the_same_in_any_order_of_files_and_when_begun_again(files: Path, tmp_path: Path) -> None:
    papers = [files / name for name in ("a.xlsx", "b.xlsx", "c.xlsx", "none.pdf")]
    usual = recorded(papers, tmp_path / "usual")
    assert len(usual) == len(papers) and len({str(one) for one in usual}) == len(papers)
    assert recorded(papers[::-1], tmp_path / "other", workers=2) == usual
    assert recorded(papers, tmp_path / "again", stop_at=6, workers=2) == usual


@pytest.mark.parametrize(("expected", "started"), [(0, 1), (2 * WORTH - 1, 1), (2 * WORTH, 2), (9 * WORTH, 3)])
def test_no_more_workers_are_started_than_files_keep_busy(expected: int, started: int) -> None:
    with closing(Pool(View(plans={}, settings={}), 3, files=expected)) as pool:
        assert [one.is_running for one in pool._workers[1:]] == [True] * (started - 1)  # before the first file
        with pytest.raises(AppError, match="not_a_return"):
            pool.begin(b"none")()
        assert len(pool._workers) == started and pool.at_once == 3 * AHEAD
        assert pool._workers[0] is shared_worker()


def test_what_was_begun_and_not_waited_for_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, worker = Event(), shared_worker()

    def answer(_: View, question: object) -> None:
        begun.set()

    monkeypatch.setattr(View, "answer", answer)
    monkeypatch.setattr("forms.opening.pool.open_plainly", asking_and_asleep)
    pool = Pool(View(plans={}, settings={}))
    waits = [pool.begin(b""), pool.begin(b"")]
    begun.wait()
    pool.close()
    assert not worker.is_running
    for wait in waits:
        with pytest.raises((AppError, CancelledError)):
            wait()


def test_a_lost_executor_leaves_every_file_to_be_read_again(files: Path, tmp_path: Path) -> None:
    papers, receptions, quarantine, *_ = received(files, tmp_path, executor=Lost())
    assert papers == () and {row.decision for row in receptions} == {"unread"} and len(quarantine) == 4


def test_a_process_without_the_plan_asks_for_it_and_a_bug_of_ours_is_told_by_its_type(files: Path) -> None:
    view = View(plans={PLAN.digest: FILES}, settings={})
    content = (files / "b.xlsx").read_bytes()
    with ThreadPoolExecutor(1) as fresh:
        assert fresh.submit(open_for, content, view.mark).result() == ("wants",)
        kind, said = fresh.submit(open_for, content, view.mark, view).result()
        assert kind == "done" and said["sound"] is True and said["compared"] is True
        assert fresh.submit(open_for, content, view.mark).result()[0] == "done"
        assert fresh.submit(open_for, b"none", view.mark).result()[:2] == ("refused", "not_a_return")
        assert fresh.submit(open_for, 5, view.mark).result()[0] == "failed"  # type: ignore[arg-type]


def test_no_more_is_on_its_way_than_keeps_an_executor_busy(files: Path, tmp_path: Path) -> None:
    class Counting(ThreadPoolExecutor):
        given = most = ended = 0

        def submit(self, fn: Any, /, *words: Any, **named: Any) -> Future[Any]:
            Counting.given += 1
            Counting.most = max(Counting.most, Counting.given - Counting.ended)
            found = super().submit(fn, *words, **named)
            taken = found.result

            def end(timeout: float | None = None) -> Any:
                Counting.ended += 1
                return taken(timeout)

            found.result = end  # type: ignore[method-assign]
            return found

    many = tmp_path / "many"
    many.mkdir()
    for number in range(AT_ONCE + 3):
        (many / f"{number}.pdf").write_bytes(b"%%PDF-1.7 %d" % number)
    with Counting(2) as pool:
        received(many, tmp_path / "office", executor=pool)
    assert Counting.given == Counting.ended >= AT_ONCE + 3  # who lacks the plan is given a file twice
    assert Counting.most == AT_ONCE


@pytest.mark.parametrize("workers", [0, -1, MOST_WORKERS + 1])
def test_a_number_of_workers_nobody_has_is_refused(workers: int) -> None:
    with pytest.raises(AppError) as refused:
        Pool(View(plans={}, settings={}), workers)
    assert refused.value.code == "workers_out_of_range" and shared_worker().limits
