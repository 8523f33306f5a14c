"""Hostile books by kind and in pairs: each is refused or told, and takes little. Run by `tasks.py fuzz`.

CPU seconds and memory are those of the worker, so that a busy machine changes nothing. The seed is printed;
TANBAO_FUZZ_SEED plays a run again.
"""

import io
import os
import random
import time
from dataclasses import replace

import openpyxl

from forms.guards.usage import used
from forms.guards.worker import shared_worker
from forms.opening.apart import Apart, Texts
from forms.seals.data_seal import seal
from forms.workbook.workbook import SealedContent, write_workbook
from models.basics.errors import AppError
from models.checks.run import run_checks
from models.plan.load import SHIPPED, plan_files
from models.settings.json import settings_json
from tests.forms.guards.bombs import BOMBS
from tests.forms.guards.sealed_books import SETTINGS, county_book, known, packed, signer_of, unsigned
from tests.forms.guards.twisted.twisted_books import TWISTS
from tests.forms.sample_return import filed, police, sheet_of
from tests.forms.seals.sealing import AT

SECONDS = float(os.environ.get("TANBAO_FUZZ_SECONDS", "60"))
MOST_SECONDS, MOST_MEMORY = 1.0, 200 << 20  # of the worker for one file
TIMES_A_READER = 2.0  # a register opened, compared and checked, against openpyxl reading its cells in the same run


def texts(digest: str, settings: int) -> Texts | None:
    """The plan every book here was made with."""
    return (plan_files(SHIPPED), settings_json(SETTINGS)) if known(digest, settings) else None


def opened(content: bytes) -> tuple[str, float, int]:
    """What became of a file, the CPU seconds it took, the bytes the worker held more afterwards."""
    worker = shared_worker()
    before = used(worker._process)
    try:
        found = Apart(texts).open(content)
        said = "told" if found.reasons else "accepted"
    except AppError as error:
        said = error.code
    after = used(worker._process)
    return said, after[0] - before[0], after[1] - before[1]


def test_each_bomb_takes_little_and_ends_nothing() -> None:
    opened(county_book())  # everything is imported
    ended, worst = shared_worker().ended, []
    for name, make in sorted(BOMBS.items()):
        said, seconds, memory = opened(make())
        worst.append((seconds, memory >> 20, name, said))
        assert said not in ("accepted", "file_unread"), name
    print(
        "\n" + "\n".join(f"{seconds:5.2f} s {memory:4d} MiB  {name}: {said}" for seconds, memory, name, said in worst)
    )
    assert shared_worker().ended == ended
    assert max(one[0] for one in worst) <= MOST_SECONDS and max(one[1] for one in worst) <= MOST_MEMORY >> 20


def test_a_register_of_ten_thousand_rows_saved_again_takes_little() -> None:
    again = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(book_with_a_long_register(10_000))).save(again)
    opened(county_book())
    said, seconds, memory = opened(again.getvalue())
    before = time.process_time()
    openpyxl.load_workbook(again)
    peer = time.process_time() - before
    print(
        f"\n{seconds:5.2f} s {memory >> 20:4d} MiB  10,000 rows saved again: {said}; openpyxl reads it in {peer:.2f} s"
    )
    assert said == "accepted" and seconds <= TIMES_A_READER * peer and memory <= MOST_MEMORY


def book_with_a_long_register(rows: int) -> bytes:
    """A sealed workbook, one of whose registers is long."""
    sheet, long = sheet_of(police()), sheet_of(police(), rows)
    name = next(iter(sheet.registers))
    sheet = replace(sheet, registers={**sheet.registers, name: long.registers[name]})
    content, signer = filed(sheet), signer_of(police())
    sealed = SealedContent(content.content, seal(content.content, signer, AT))
    return write_workbook(content, sheet, run_checks(sheet), sealed)


def test_twists_one_upon_another_are_never_accepted() -> None:
    seed = int(os.environ.get("TANBAO_FUZZ_SEED", time.time_ns() % 2**32))
    chance, until, tried = random.Random(seed), time.monotonic() + SECONDS, 0
    names = sorted(TWISTS)
    while time.monotonic() < until:
        parts, chosen = unsigned(county_book()), chance.sample(names, chance.choice((2, 2, 3)))
        made: object = parts
        for name in chosen:
            try:
                made = TWISTS[name](made)  # type: ignore[arg-type]
            except (AssertionError, ValueError, KeyError, StopIteration, TypeError, AttributeError, IndexError):
                continue  # one twist took away what the next one twists
        content = made if isinstance(made, bytes) else packed(made)  # type: ignore[arg-type]
        if made is parts:
            continue
        tried += 1
        assert opened(content)[0] not in ("accepted", "file_unread"), f"seed {seed}: {chosen}"
    print(f"\nseed {seed}: {tried} books")
    assert tried
