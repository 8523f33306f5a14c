"""The office's commands for the keys of units: enrol, revoke."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.basics.period import format_time
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Moment, Passphrase, Person

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office enrol")
def enrol(
    office: OfficeWorkspace,
    secret: Passphrase,
    at: Moment,
    by: Person,
    paper: Path,
    *,
    code: str | None = None,
    since: datetime | None = None,
    out: Path,
) -> Answer:
    """Enrol a unit's key from its request, or from a held return that carries one."""
    from forms.guards.guards import paper_bytes
    from forms.office.unit_keys import enrol_paper

    done = enrol_paper(office, paper_bytes(paper), secret, out, code=code, since=since, at=at, by=by)
    found = {
        "file": str(done.file),
        "code": done.code,
        "unit": done.unit,
        "compared": done.compared,
        "renews": done.renews or None,
        "reissued": done.reissued,
    }
    how = "enrolled_renewed" if done.renews else "enrolled" if done.compared else "enrolled_uncompared"
    words = say(f"cli.{how}", 单位=done.name, 核对码=done.code)
    return Answer(found, [words, str(done.file)])


@command("office revoke", once=True)
def revoke(
    office: OfficeWorkspace,
    at: Moment,
    by: Person,
    unit: str,
    *,
    key: str,
    reason: str,
    since: datetime | None = None,
) -> Answer:
    """End a key; tells what that changes."""
    from forms.office.unit_keys import end_key

    effect = end_key(office, unit, key, reason=reason, since=since, by=by, at=at)
    found = {
        "unit": effect.unit,
        "key": effect.key,
        "until": effect.until.isoformat(),
        "affected": list(effect.affected),
    }
    return Answer(found, [say("cli.revoked", 时间=format_time(effect.until), n=len(effect.affected))])
