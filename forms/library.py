"""Library: what a program that uses the forms asks of them; `import forms` offers these names.

Every argument is named and times are arguments. `by` is the person who acts, kept with what is recorded.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import date, datetime
from pathlib import Path

from forms.arrivals.received import Received
from forms.filling import sheet_json
from forms.guards.guards import guard_size, paper_bytes
from forms.office import intake
from forms.office.office import create_office
from forms.office.unit_keys import Enrolled, enrol_paper
from forms.opening import verify as verifying
from forms.opening.verified import Verified
from forms.papers import enrolment, pack
from forms.unit.filing import Filed, GivenSheet, file_return
from forms.unit.open_paper import Taken, replace_sheet, take_paper
from models.sheet.sheet import Sheet
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace

LARGEST_JSON = 64 * 1024 * 1024  # bytes


def found_office(
    *, folder: Path, passphrase: str, by: str, plan: Path | None = None, name: str | None = None
) -> OfficeWorkspace:
    """Make the office's workspace with its keys and a plan (None: the shipped one). Raises as `create_office`."""
    office, _ = create_office(folder, plan, name, passphrase, by=by)
    return office


def issue_pack(*, office: OfficeWorkspace, passphrase: str, out: Path, at: datetime, by: str) -> Path:
    """Write the one pack for all units into a folder; return its path."""
    (path,) = pack.issue_pack(office, passphrase, out, at=at, by=by).paths
    return path


def open_paper(*, folder: Path, path: Path, by: str, unit: str | None = None) -> Taken:
    """Open a pack (the first time with the unit's id), certificate, receipt or own return in a unit's folder."""
    return take_paper(folder, paper_bytes(path), unit=unit, by=by)


def issue_request(*, unit: UnitWorkspace, passphrase: str, out: Path, at: datetime, by: str) -> Path:
    """Make the unit's key if it has none and write the request to be enrolled; return its path."""
    return enrolment.issue_request(unit, passphrase, out, at=at, by=by).file


def enrol(
    *, office: OfficeWorkspace, path: Path, passphrase: str, out: Path, at: datetime, by: str, code: str | None = None
) -> Enrolled:
    """Enrol the key of a request and write its certificate; `code`: the 核对码 the unit told, None: not compared."""
    return enrol_paper(office, paper_bytes(path), passphrase, out, code=code, since=None, at=at, by=by)


def read_sheet(*, unit: UnitWorkspace, period: str, path: Path, today: date) -> Sheet:
    """Return the whole sheet a JSON file says, its texts read as if typed. Raises as `sheet_json.read_sheet`."""
    return sheet_json.read_sheet(guard_size(path, LARGEST_JSON), unit.sheet(period, today), path.name)


def file(
    *, unit: UnitWorkspace, sheet: Sheet, passphrase: str, out: Path, at: datetime, by: str, reason: str = ""
) -> Filed:
    """Keep a sheet as its period's, seal it as the next revision and write its files. Raises as `file_return`."""
    given = GivenSheet(keep=lambda: replace_sheet(unit, sheet, by), evidence=None, contents={})
    return file_return(unit, sheet, passphrase, out, reason=reason, at=at, by=by, given=given)


def verify(*, path: Path, trust: Path | None = None) -> Verified:
    """Return what a paper is, who sealed it and what was changed since; `trust`: the office's certificate or a pack."""
    certificate = verifying.read_trust(paper_bytes(trust)) if trust is not None else None
    return verifying.verify(paper_bytes(path), certificate)


def receive(
    *,
    office: OfficeWorkspace,
    paths: Sequence[Path],
    at: datetime,
    by: str,
    channel: str = "",
    workers: int = 1,
    executor: Executor | None = None,
) -> tuple[Received, ...]:
    """Receive files and folders as registered at a time; return one answer for each paper or refused file.

    Files are opened by as many workers of this program, or by an executor (threads, processes, a cluster's), whose
    machines are then trusted; the answers are the same.
    """
    received, _ = intake.receive_batch(
        office, paths, at=at, now=at, channel=channel, by=by, workers=workers, executor=executor
    )
    return received
