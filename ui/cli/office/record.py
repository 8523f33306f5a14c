"""`office check`, `office issued`: does the record still say what was recorded, and what was issued, once more?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office check")
def check(
    office: OfficeWorkspace,
    at: Moment,
    papers: tuple[Path, ...] = (),
    *,
    head: tuple[str, ...] = (),
    log: bool = False,
    out: Path | None = None,
) -> Answer:
    """Compare the record with itself and with the heads that stand on papers; write it as a workbook if asked to."""
    from forms.office.checking import compare_heads, write_audit
    from ui.cli.answers.record import record_answer

    compared = compare_heads(office.store, papers, head)  # a head that cannot be read leaves no file
    files = [write_audit(office, out, at)[0]] if out is not None else []
    return record_answer(office.store, compared, log=log, files=files)


@command("office issued")
def issued(office: OfficeWorkspace, number: int | None = None, *, out: Path | None = None) -> Answer:
    """List what was issued, or write the files of one act again, byte for byte."""
    from ui.cli.answers.record import issued_answer, reissued_answer

    return issued_answer(office.store) if number is None else reissued_answer(office.store, number, out)
