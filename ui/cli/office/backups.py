"""`office backup`, `restore`, `rescue`, `confirm`: copies of the workspace, and how one is put back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Folder, Moment, Person

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office backup")
def backup(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    *,
    out: Path | None = None,
    second: Path | None = None,
    root: Path | None = None,
) -> Answer:
    """Write a backup into a folder, with the keys; without one a dated copy into the workspace."""
    from ui.cli.answers.backups import backup_answer

    return backup_answer(office.store, out, at, by, second, root)


@command("office restore")
def restore(
    folder: Folder, at: Moment, copy: Path | None = None, *, beside: tuple[Path, ...] = (), by: str = ""
) -> Answer:
    """Put a copy in place of the store, by default the newest; tells what it lacks, by the papers beside it too."""
    from ui.cli.answers.backups import restore_answer

    return restore_answer(folder, copy, by, at, beside, desk="office")


@command("office confirm")
def confirm(office: OfficeWorkspace, by: Person, *, at: datetime | None = None) -> Answer:
    """Note that what a restored store lacks was seen, so that it may seal again."""
    from ui.cli.answers.backups import confirmed_answer

    return confirmed_answer(office.store, by, at)


@command("office rescue")
def rescue(folder: Folder, at: Moment, *, by: str = "") -> Answer:
    """Make a new store from what can be read of a damaged one."""
    from ui.cli.answers.backups import rescue_answer

    return rescue_answer(folder, by, at, desk="office")
