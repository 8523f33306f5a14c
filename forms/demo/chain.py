"""Chain: any plan played through with made-up figures — enrol, fill, file, receive, sum up.

The same pieces as the real work and nothing else; every sheet comes from what the plan declares (`made_up`). All of it
is test data; the passphrase is made up for the occasion and forgotten.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from forms.demo.made_up import made_up_sheet
from forms.demo.try_plan import fullest_period
from forms.office.arrivals import Received
from forms.office.intake import receive
from forms.office.office import create_office, enrol_paper
from forms.papers.enrolment import make_request
from forms.papers.pack import make_pack
from forms.papers.receipt import write_receipts
from forms.seals.keys import keys
from forms.summary.book import write_summary
from forms.unit.filing import Filed, file_return
from forms.unit.open_paper import replace_sheet, take_paper
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.city.summary import Summary
from models.ledger.roster import Roster, expected_units
from models.plan.plan import Plan
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace

Progress = Callable[[int, int], None]
WORDS = "演示"  # who did it, in every history
ROUNDS = 2000  # the passphrase is 128 random bits and forgotten; nobody could guess it, however cheap a guess
DAYS_AFTER = 5  # of the period's end: when everybody files


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What a demonstration ended with."""

    plan: Plan
    roster: Roster
    summary: Summary
    received: tuple[Received, ...]
    files: tuple[Path, ...]


def play_plan(
    out: Path, source: Path, seed: int, progress: Progress, *, period: str = "", only: Sequence[str] = ()
) -> Played:
    """Play the chain of a plan into an empty folder, in a period (the fullest one goes without saying).

    Raises AppError("folder_in_use") when the folder holds something, those of the plan's reader, "unknown_period".
    """
    if out.exists() and any(out.iterdir()):
        raise AppError("folder_in_use", 目录=out)
    with keys.signer_cache(rounds=ROUNDS):
        secret = secrets.token_urlsafe(16)
        office, _ = create_office(out / "汇总单位", source, None, secret)
        office.store.put_value("test", "1")
        return _play(office, out, secret, seed, progress, fullest_period(office.plan, period), only)


def _play(
    office: OfficeWorkspace, out: Path, secret: str, seed: int, progress: Progress, period: str, only: Sequence[str]
) -> Played:
    plan = office.plan
    at = datetime.combine(plan.periods[period].end + timedelta(days=DAYS_AFTER), time(10), PLAN_ZONE)
    pack = make_pack(office.store, office.folder, plan, office.settings, secret, at)
    units = [unit for unit in expected_units(plan, office.settings, period) if unit in only or not only]
    files: list[Path] = []
    for done, unit in enumerate(units):
        progress(done, len(units) + 1)
        enrol_unit(office, out, unit, pack, secret, at)
        with UnitWorkspace.open(out / "单位" / unit) as workspace:
            files += _filed(workspace, out, period, secret, seed, at).files
    received = tuple(receive(office, files, at=at, now=at, channel="邮件", by=WORDS))
    roster, city = office.roster(period), office.city(period)
    summary = office.summary(period)
    made = list(write_summary(office, city, roster, summary, out / "汇总"))
    for unit in units[:1]:
        made += write_receipts(office, out / "回执", secret, unit=unit, period=period, at=at, by=WORDS).files
    progress(len(units) + 1, len(units) + 1)
    office.store.close()
    return Played(plan=plan, roster=roster, summary=summary, received=received, files=tuple(made))


def enrol_unit(office: OfficeWorkspace, out: Path, unit: str, pack: bytes, secret: str, at: datetime) -> None:
    """Give one unit a folder of its own: open the pack, ask to be enrolled, take the certificate."""
    folder = out / "单位" / unit
    take_paper(folder, pack, unit=unit, by=WORDS)
    with UnitWorkspace.open(folder) as workspace:
        workspace.store.put_value("test", "1")
        content, request = make_request(workspace.store, folder, workspace.plan, secret, at)
    enrolled = enrol_paper(office, content, secret, out / "登记证", code=request.code, since=None, at=at, by=WORDS)
    take_paper(folder, enrolled.file.read_bytes(), unit=None, by=WORDS)


def _filed(workspace: UnitWorkspace, out: Path, period: str, secret: str, seed: int, at: datetime) -> Filed:
    sheet = made_up_sheet(workspace.sheet(period), seed)
    replace_sheet(workspace, sheet, WORDS)
    return file_return(workspace, sheet, secret, out / "报表", at=at)
