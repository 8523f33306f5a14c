"""All hostile papers of the suites in one folder with a city's 33 good returns: one reception, 33 papers, each told.

Run by `python3 build/tasks.py inbox`. TANBAO_DEMO names the folder of a demonstration that was made before.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from forms.guards.usage import used
from forms.guards.worker import shared_worker
from forms.office.intake import receive_batch
from models.workspace.office_workspace import OfficeWorkspace
from tests.forms.guards.bombs import BOMBS
from tests.forms.guards.sealed_books import Parts, Twist, county_book, packed, stranger, unsigned
from tests.forms.guards.twisted.test_twisted_books import AT, seal_workbook
from tests.forms.guards.twisted.twisted_books import TWISTS
from tests.forms.guards.twisted.twisted_settings import made
from tests.forms.opening.pages.hostile_pages import AFTER, BEFORE, PAGES
from tests.inbox.inbox_whole import FIRST, PERIOD, UNITS, _office, demo

__all__ = ["demo"]
ODD_NAMES = (b"\xca\xaf\xc8\xaa\xcf\xd8.pdf", b"a\nb.pdf", "‮fdp.xlsx".encode(), b"-rf.pdf", b"%s%n.xlsx", b"=1+1.pdf")
MOST_MEMORY = 200 << 20


def hostile() -> dict[str, bytes]:
    """Every hostile file by a name of its kind."""
    parts = unsigned(county_book())
    files = {f"twist {n:03d}.xlsx": made(TWISTS[name], parts) for n, name in enumerate(sorted(TWISTS))}
    files |= {f"bomb {n:02d}": BOMBS[name]() for n, name in enumerate(sorted(BOMBS))}
    before = [make for make, _ in BEFORE.values()]
    after = [make for make, _ in AFTER.values()]
    files |= {f"page {n:02d}.pdf": make() for n, make in enumerate([*before, *PAGES.values(), *after])}
    signed = _signed_by_a_stranger(TWISTS["cell: another figure"], parts)
    return files | {
        "stranger.xlsx": signed,
        "empty.pdf": b"",
        "zeros.xlsx": bytes(1 << 20),
        "half.zip": packed(parts)[:9_999],
    }


def _signed_by_a_stranger(twist: Twist, parts: Parts) -> bytes:
    return seal_workbook(made(twist, parts), stranger(), AT)


@pytest.fixture(scope="module")
def folder(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder, and how many hostile files are in it; the good ones lie between them."""
    place = tmp_path_factory.mktemp("hostile")
    files = hostile()
    for name, content in files.items():
        (place / name).write_bytes(content)
    for name in ODD_NAMES:
        Path(os.fsdecode(bytes(place) + b"/" + name)).write_bytes(b"%PDF-1.4 no paper")
    for path in (demo / "报表").iterdir():
        if path.is_file():
            (place / f"{'mp'[path.suffix == '.pdf']}{path.name}").write_bytes(path.read_bytes())
    return place, len(files) + len(ODD_NAMES)


def test_every_good_return_is_received_and_every_hostile_file_is_told(
    demo: Path,
    folder: tuple[Path, int],
    tmp_path: Path,
) -> None:
    place, count = folder
    office_folder = _office(demo, tmp_path / "office")
    ended, before = shared_worker().ended, used(shared_worker()._process)
    with OfficeWorkspace.open(office_folder) as office:
        receive_batch(office, [place], at=FIRST, now=FIRST, channel="邮件", by="测试甲")
        rows = [
            one
            for one in office.store.receptions()
            if not one.file.rpartition("/")[2].startswith(("m", "p6", "pM", "pK", "pE"))
        ]
        assert len(office.store.papers()) == UNITS == len(office.roster(PERIOD).received)
    after = used(shared_worker()._process)
    print(f"\n{count} hostile files: {dict(Counter(one.decision for one in rows))}")
    print(
        f"worker: {after[0] - before[0]:.1f} s CPU, {(after[1] - before[1]) >> 20} MiB more, ended {shared_worker().ended - ended}"
    )
    passed = [(one.file, one.decision) for one in rows if one.decision not in ("rejected", "unread")]
    assert not passed, passed
    assert shared_worker().ended == ended, "what counts decide ends no worker"
    assert after[1] - before[1] <= MOST_MEMORY
