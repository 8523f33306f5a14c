"""Founding: the office that was chosen step by step is made, with its due times and who acts."""

import tempfile
from datetime import datetime
from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office.first_office import OfficeChoices
from models.workspace.first_run import put_person
from models.workspace.office_workspace import OfficeWorkspace
from ui.basics.folder_rules import refuse_synced


def found_office(folder: Path, choices: OfficeChoices, secret: str) -> None:
    """Make the office with its due times; one that was made before the window was closed is given what it lacks."""
    from forms.office.office import create_office, keep_settings
    from ui.office.settings.line import quoted

    refuse_synced(folder)
    try:
        office = OfficeWorkspace.open(folder)
    except AppError:
        with tempfile.TemporaryDirectory(prefix="tanbao-") as read:
            for name, text in choices.read.items():
                (Path(read) / name).write_bytes(text.encode())
            plan = Path(read if choices.read else choices.plan) if choices.plan else None
            office, _ = create_office(folder, plan, choices.name, secret, by=choices.by)
    with office:
        if choices.due:
            lines = [f"{quoted(period)} = {quoted(text)}" for period, text in choices.due.items()]
            keep_settings(office, "\n".join(["[due]", *lines]), choices.by, datetime.now(PLAN_ZONE))
        put_person(office.store, choices.by)


def pack_for_all(folder: Path, secret: str, by: str) -> tuple[tuple[Path, ...], str]:
    """Issue the pack of the office in `folder`; return its files and the text of the mail. Raises as `issue_pack`."""
    from forms.papers.pack import issue_pack, pack_mail

    with OfficeWorkspace.open(folder) as office:
        now = datetime.now(PLAN_ZONE)
        paths = issue_pack(office, secret, folder / say("papers.kind.pack"), at=now, by=by).paths
        return paths, pack_mail(office)
