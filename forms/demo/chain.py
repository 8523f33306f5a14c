"""Chain: what a demonstration ends with, and how a unit comes into it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from forms.arrivals.received import Received
from forms.office.unit_keys import enrol_paper
from forms.papers.enrolment import make_request
from forms.unit.open_paper import take_paper
from models.basics.records import dataclass
from models.city.summary import Summary
from models.ledger.roster import Roster
from models.plan.plan import Plan
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace

Progress = Callable[[int, int], None]
WORDS = "演示"  # who did it, in every history
ROUNDS = 2000  # the passphrase is 128 random bits and forgotten; nobody could guess it, however cheap a guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What a demonstration ended with."""

    plan: Plan
    roster: Roster
    summary: Summary
    received: tuple[Received, ...]
    files: tuple[Path, ...]


def enrol_unit(office: OfficeWorkspace, out: Path, unit: str, pack: bytes, secret: str, at: datetime) -> None:
    """Give one unit a folder of its own: open the pack, ask to be enrolled, take the certificate."""
    folder = out / "单位" / unit
    take_paper(folder, pack, unit=unit, by=WORDS)
    with UnitWorkspace.open(folder) as workspace:
        workspace.store.put_value("test", "1")
        content, request = make_request(workspace.store, folder, workspace.plan, secret, at)
    enrolled = enrol_paper(office, content, secret, out / "登记证", code=request.code, since=None, at=at, by=WORDS)
    take_paper(folder, enrolled.file.read_bytes(), unit=None, by=WORDS)
