"""The arrivals of a reception wait apart: memory does not grow with their number, and their order stays."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from forms.office.arrivals import IN_MEMORY, Batch
from forms.opening.apart import Apart
from forms.opening.open_return import Opened
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE


class Refusing(Apart):
    """Opens nothing: what a batch keeps is asked here, not what a file says."""

    def __init__(self) -> None:
        self.opened = 0

    def open(self, content: bytes) -> Opened:
        self.opened += 1
        raise AppError("not_a_return")


def test_a_batch_beyond_its_memory_gives_back_every_arrival_in_order(tmp_path: Path) -> None:
    apart = Refusing()
    batch = Batch(apart)
    size = IN_MEMORY // 4
    for number in (3, 1, 2, 0, 4, 5):
        (tmp_path / f"{number}.txt").write_bytes(bytes([number]) * size)
    (tmp_path / "again.txt").write_bytes(bytes([3]) * size)
    for name in ("3", "1", "2", "0", "4", "5", "again"):
        batch.take(tmp_path / f"{name}.txt")
    found = list(batch.in_order())
    assert len(batch) == len(found) == 7 and apart.opened == 6
    assert [one.path.stem for one in found] == ["0", "1", "2", "3", "4", "5", "again"]
    assert [one.content[:1] for one in found] == [bytes([n]) for n in (0, 1, 2, 3, 4, 5, 3)]
    assert [one.repeats for one in found] == [False] * 6 + [True]
    assert batch._waiting._rolled  # type: ignore[attr-defined]  # on the disk, not in memory
    batch.close()


def test_a_repeated_content_has_its_own_name_and_no_mail_of_the_first(tmp_path: Path) -> None:
    batch = Batch(Refusing())
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "b.txt").write_bytes(b"one")
    when = datetime(2020, 10, 1, tzinfo=PLAN_ZONE)
    first = batch._opened(tmp_path / "a.txt", b"one")
    batch._add(replace(first, shown="信里的.txt", at=when, sender="甲"), top=False)
    batch.take(tmp_path / "b.txt")
    again = next(one for one in batch.in_order() if one.path.name == "b.txt")
    assert (again.shown, again.at, again.sender, again.repeats) == ("", None, "", True)
    batch.close()
