"""The arrivals of a reception wait apart: memory does not grow with their number, and their order stays."""

import email.message
import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Never

from forms.arrivals.batch import Batch, _Begun
from forms.arrivals.spool import IN_MEMORY
from forms.opening.pool import FileSent, Pool, View
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE


class Refusing(Pool):
    """Opens nothing: what a batch keeps is asked here, not what a file says."""

    def __init__(self) -> None:
        super().__init__(View(plans={}, settings={}))
        self.opened = 0

    def begin(self, content: bytes) -> FileSent:
        self.opened += 1

        def refused() -> Never:
            raise AppError("not_a_return")

        return FileSent(refused)


def test_a_batch_beyond_its_memory_gives_back_every_arrival_in_order(tmp_path: Path) -> None:
    pool = Refusing()
    batch = Batch(pool)
    size = IN_MEMORY // 4
    for number in (3, 1, 2, 0, 4, 5):
        (tmp_path / f"{number}.txt").write_bytes(bytes([number]) * size)
    (tmp_path / "again.txt").write_bytes(bytes([3]) * size)
    for name in ("3", "1", "2", "0", "4", "5", "again"):
        batch.take(tmp_path / f"{name}.txt")
    found = list(batch.in_order())
    assert len(batch) == len(found) == 7 and pool.opened == 6
    assert [one.path.stem for one in found] == ["0", "1", "2", "3", "4", "5", "again"]
    assert [one.content[:1] for one in found] == [bytes([n]) for n in (0, 1, 2, 3, 4, 5, 3)]
    assert [one.repeats for one in found] == [False] * 6 + [True]
    assert batch._spool.is_on_disk
    batch.close()


def test_a_repeated_content_has_its_own_name_and_no_mail_of_the_first(tmp_path: Path) -> None:
    batch = Batch(Refusing())
    when = datetime(2020, 10, 1, tzinfo=PLAN_ZONE)
    mail = email.message.EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@example.com", "returns", when
    mail.set_content("see below")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    (tmp_path / "first.eml").write_bytes(mail.as_bytes())
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    for name in ("first.eml", "b.pdf"):
        batch.take(tmp_path / name)
    again, first = sorted(batch.in_order(), key=lambda one: one.path.name != "b.pdf")
    assert (first.at, first.sender, first.repeats) == (when, "a@example.com", False)
    assert (again.shown, again.at, again.sender, again.repeats) == ("", None, "", True)
    assert again.refused == first.refused is not None
    batch.close()


def test_a_file_that_was_opened_is_let_go_at_once_and_not_when_garbage_is_looked_for(tmp_path: Path) -> None:
    """A reception of PDFs held all of them: each file on its way held what told of it, and that held the file."""
    with ThreadPoolExecutor(1) as threads:
        batch = Batch(Pool(View(plans={}, settings={}), executor=threads))
        gc.disable()
        try:
            for number in range(5):
                (tmp_path / f"{number}.txt").write_bytes(bytes([number]))
                batch.take(tmp_path / f"{number}.txt")
            assert len(list(batch.in_order())) == 5
            assert [one for one in gc.get_objects() if isinstance(one, _Begun)] == []
        finally:
            gc.enable()
        batch.close()
