"""Hostile books by kind and in pairs: each is refused or told, and takes little. Run by `tasks.py fuzz`.

CPU seconds and memory are those of the worker, so that a busy machine changes nothing. The seed is printed;
TANBAO_FUZZ_SEED plays a run again.
"""

import os
import random
import time

from forms.guards.usage import used
from forms.guards.worker import shared_worker
from forms.opening.apart import Apart, Texts
from models.basics.errors import AppError
from models.plan.load import SHIPPED, plan_files
from models.settings.load import settings_json
from tests.forms.guards.bombs import BOMBS
from tests.forms.guards.sealed_books import SETTINGS, county_book, known, packed, unsigned
from tests.forms.guards.twisted_books import TWISTS

SECONDS = float(os.environ.get("TANBAO_FUZZ_SECONDS", "60"))
MOST_SECONDS, MOST_MEMORY = 1.0, 200 << 20  # of the worker for one file


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
