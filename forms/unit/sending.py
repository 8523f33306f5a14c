"""Sending: everything that goes to the office put together in one folder — for a mail, a USB stick or a disc.

Nothing is made here: the files are those that were kept when the return was sealed, byte for byte.
"""

from collections.abc import Mapping
from pathlib import Path

from forms.unit.sealing import file_name
from models.basics.errors import AppError
from models.issued.again import act_of, issue_again
from models.issued.views import write_view
from models.returns.returns import parse_return
from models.sheet.sheet import Sheet
from models.store import FiledReturn
from models.workspace.act import ActKind
from models.workspace.unit_workspace import UnitWorkspace


def put_together(
    workspace: UnitWorkspace, sheet: Sheet, filed: FiledReturn, *, words: Mapping[str, str], out: Path
) -> tuple[Path, ...]:
    """Write a return's files and texts (name → words, as the mail) into a folder of their own in `out`.

    A text there that somebody has changed keeps its name, and ours gets the next free one.

    Raises AppError("unchanged") when the return was taken in from a paper, so that its files are not here, as
    `models.workspace.act.issue_again`; OSError as the machine does.
    """
    number = act_of(workspace.store, ActKind.FILE, digest=filed.digest)
    if number is None:
        raise AppError("unchanged", 版次=filed.revision)
    folder = out / file_name(sheet, parse_return(filed.content))
    paths = issue_again(workspace.store, number, folder).paths
    texts = {name: text.encode("utf-8-sig") for name, text in words.items()}  # Notepad of any age reads it
    return (*paths, *write_view(workspace.store, folder, texts))
