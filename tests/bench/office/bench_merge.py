"""What receiving signed returns costs, everything verified, checked and kept, against peers that only read the books.

What a process takes to start is taken off on both sides: a paper is the difference between all returns and one of them.
Each unit of a city files some revisions, so that what a process makes once for each form is shared by several papers.
The peers have an environment of their own, which `tasks.py bench` makes.
"""

import gc
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from forms.guards.usage import look_seldom_for_garbage, pass_over_what_stays
from forms.opening.open_return import Opening
from forms.opening.pages import compared_pages
from forms.seals.pdf.check import pages_drawn
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from tests.bench.made.receptions import received
from tests.bench.results import PEERS, Spent, in_time, in_turn, is_busy, spent, told

ROUNDS = 2
MANY = 264  # workbooks
READ = "import sys, pandas as pd\nfor path in sys.argv[2:]: pd.read_excel(path, sheet_name=None, engine=sys.argv[1])"
BY_TWO = {"openpyxl": 0.25, "calamine": 1.25}  # times the peer, by two workers, on the clock
FIRST = 2.5  # times the peer: one workbook with all that starts before it, on the clock
BARS = {"openpyxl": 0.35, "calamine": 1.8}  # times the peer; of several revisions each is judged with those before it
PDF, BARE, FEW = 3.8, 1.0, 8  # a PDF, and one without its pages, to a workbook read; a few files
PAGES, LONGEST = 60, 1.15  # ms that the pages of a PDF are to cost; how many times that they do at most
GROWTH = 1.35  # times the peak of memory from few returns to all


@pytest.fixture(scope="module")
def receive(new_office: Callable[[], Path]) -> Callable[[list[Path]], Spent]:
    """Receive files in a process of its own, in an office that knows the keys and has received nothing."""
    return lambda paths: received(new_office(), paths)


def papers(demo: Path, ending: str) -> list[Path]:
    return sorted(path for path in (demo / "报表").iterdir() if path.suffix == ending)


Act = Callable[[list[Path]], Spent]


def per_paper(ours: Act, our_files: list[Path], theirs: Act, their_files: list[Path]) -> tuple[float, float]:
    """Return the milliseconds of both sides, in turn, for each paper beyond the first."""
    one, every, their_one, their_every = in_turn(ROUNDS, *_sides((ours, our_files), (theirs, their_files)))
    count = len(our_files) - 1
    return (every - one) / count * 1000, (their_every - their_one) / count * 1000


def _sides(*sides: tuple[Act, list[Path]]) -> list[Callable[[], Spent]]:
    """Of each side what handles its first paper alone, and what handles all of them."""
    return [partial(act, files) for act, paths in sides for files in (paths[:1], paths)]


def peer(engine: str) -> Callable[[list[Path]], Spent]:
    python = os.environ.get(PEERS)
    if not python:
        pytest.skip("the peers are installed by `tasks.py bench`")
    return lambda paths: spent([python, "-c", READ, engine, *paths])


@pytest.fixture(scope="module")
def books(demo: Path, request: pytest.FixtureRequest) -> list[Path]:
    """The workbooks of several revisions of each unit; of a demonstration whose keys are not here the first alone."""
    if os.environ.get("TANBAO_DEMO"):
        return papers(demo, ".xlsx")
    returns: list[Path] = request.getfixturevalue("returns")
    return returns[:MANY]


@pytest.mark.parametrize("engine", BARS)
def test_a_workbook_received_costs_no_more_than_a_few_times_its_reading(
    engine: str, books: list[Path], receive: Callable[[list[Path]], Spent]
) -> None:
    ours, theirs = per_paper(receive, books, peer(engine), books)
    assert told(f"workbook received / pandas + {engine} reading it", ours, theirs, BARS[engine]) <= BARS[engine]


@pytest.mark.parametrize("engine", BY_TWO)
def test_two_workers_receive_a_workbook_in_a_share_of_the_time_that_reading_it_takes(
    engine: str, books: list[Path], new_office: Callable[[], Path]
) -> None:
    """Time on the clock, that of one core for the peer; a busy machine spoils it: there it is told and held to nothing.

    What both take for their first paper, programs and workers started, is a line of its own.
    """
    busy = is_busy()
    ours = lambda paths: received(new_office(), paths, workers=2)  # noqa: E731
    one, every, their_one, their_every = in_time(3, *_sides((ours, books), (peer(engine), books)))
    count = (len(books) - 1) / 1000
    bar = f"workbook received by two workers, on the clock / pandas + {engine} reading it"
    ratio = told(bar, (every - one) / count, (their_every - their_one) / count, BY_TWO[engine])
    bar = f"the first workbook with all that is started for it, on the clock / pandas + {engine} reading it"
    first = told(bar, one * 1000, their_one * 1000, FIRST)
    assert (ratio <= BY_TWO[engine] and first <= FIRST) or busy, "or others began to use the cores meanwhile"


def test_a_pdf_received_costs_no_more_than_a_few_times_reading_the_workbook(
    demo: Path, receive: Callable[[list[Path]], Spent], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is done for its pages stands on a line of its own; the other line is without them."""
    pdfs = papers(demo, ".pdf")
    ours, theirs = per_paper(receive, pdfs, peer("openpyxl"), papers(demo, ".xlsx"))
    pages = spent_on_pages(pdfs, monkeypatch)
    held = told("pages of a PDF compared / 60 ms", pages, PAGES, LONGEST)
    told("PDF received, without its pages / pandas + openpyxl reading the workbook", ours - pages, theirs, BARE)
    assert told("PDF received, pages compared / pandas + openpyxl reading the workbook", ours, theirs, PDF) <= PDF
    assert held <= LONGEST


def spent_on_pages(pdfs: list[Path], monkeypatch: pytest.MonkeyPatch) -> float:
    """Return the milliseconds of processor time that the pages of a PDF take while it is opened.

    What they draw and with which fonts, what they say beside what was sealed, and what they say besides.
    """
    spans: list[float] = []

    def timed(act: Callable[..., Any]) -> Callable[..., Any]:
        def run(*words: Any) -> Any:
            start = time.process_time()
            try:
                return act(*words)
            finally:
                spans.append(time.process_time() - start)

        return run

    monkeypatch.setattr("forms.seals.pdf.check.pages_drawn", timed(pages_drawn))
    monkeypatch.setattr("forms.opening.pages.compared_pages", timed(compared_pages))
    plan, settings = load_plan(SHIPPED), Settings()
    opening = Opening(lambda _digest, _version: (plan, settings))
    looks = gc.get_threshold()
    look_seldom_for_garbage()
    for path in [pdfs[0], *pdfs]:  # the first one once more: what is made once for a process is not counted
        assert opening.open(path.read_bytes()).pages == "equal"
        if len(spans) == 2:
            pass_over_what_stays()  # as a worker does behind its first file
    gc.set_threshold(*looks)
    gc.unfreeze()
    assert len(spans) == 2 * (len(pdfs) + 1)
    return mean(spans[2:]) * 2 * 1000


def test_memory_does_not_grow_with_the_number_of_returns(demo: Path, receive: Callable[[list[Path]], Spent]) -> None:
    paths = papers(demo, ".pdf")
    few, all_of_them = receive(paths[:FEW]).memory, receive(paths).memory
    assert told(f"peak of memory, {len(paths)} PDFs / {FEW}", all_of_them, few, GROWTH, "MiB") <= GROWTH
