"""Signing: 认定单 and 审定单 wait for the signatures of two persons until somebody notes the signed sheet.

Noted are its day and, where there is one, its scan, whose bytes are kept; that is an act of its own kind. A sheet is
numbered within its year. Only what stands waits: the last ruling about a unit, an 审定数 not taken back.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.city.adjudication import Adjudication
from models.ledger.rulings import Ruling
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace


class SheetKind(StrEnum):
    """What is decided on a sheet; the names are those of the papers."""

    RULING = "ruling"  # 认定单
    ADJUDICATION = "adjudication"  # 审定单


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The signed sheet: the day on it, the name and SHA-256 of its scan ("" = none), who noted it and when."""

    day: date
    name: str
    sha256: str
    by: str
    at: datetime


SignedSheets = Mapping[tuple[str, str], Signed]  # kind and id of the decision → the sheet as last noted


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSheet:
    """A decision that stands, with its sheet; `signed` is None while the sheet waits for signatures."""

    kind: SheetKind
    id: int  # the ruling's sequence, the 审定数's id
    period: str
    unit: str = ""  # of a ruling
    indicator: str = ""  # of an 审定数
    decided: datetime
    year: int
    number: int
    signed: Signed | None


def decision_sheets(office: OfficeWorkspace, period: str, at: datetime | None = None) -> tuple[DecisionSheet, ...]:
    """Return the sheets of what was decided about a period and stands, now or at a time, oldest first."""
    rulings = {one.unit: one for one in office.store.rulings(None, period) if at is None or one.at <= at}
    given = office.store.adjudications(period, at)
    signed = _signed(office, at)
    found = [_of_ruling(office, one, signed) for one in rulings.values()]
    found += [_of_adjudication(office, one, signed) for one in given.values()]
    return tuple(sorted(found, key=lambda one: one.decided))


def sheet_of(
    office: OfficeWorkspace, period: str, *, unit: str = "", indicator: str = "", at: datetime | None = None
) -> DecisionSheet:
    """Return the sheet of the decision that stands about a unit or an indicator. Raises AppError("no_sheet")."""
    for one in decision_sheets(office, period, at):
        if (one.unit, one.indicator) == (unit, indicator):
            return one
    plan = office.at(period).plan
    known = plan.indicators.get(indicator)
    about = plan.unit_in(unit, period) if unit else known.name if known else indicator
    raise AppError("no_sheet", 谁=about, 报告期=plan.period_name(period))


def ruling_sheet(office: OfficeWorkspace, ruling: Ruling) -> DecisionSheet:
    """Return the sheet of a ruling, whether or not it stands."""
    return _of_ruling(office, ruling, _signed(office, None))


def adjudication_sheet(office: OfficeWorkspace, said: Adjudication) -> DecisionSheet:
    """Return the sheet of an 审定数, whether or not it stands."""
    return _of_adjudication(office, said, _signed(office, None))


def _require_day(sheet: DecisionSheet, day: date, at: datetime) -> None:
    if day > at.astimezone(PLAN_ZONE).date():
        raise AppError("signed_future", 日期=day.isoformat())
    decided = sheet.decided.astimezone(PLAN_ZONE).date()
    if day < decided:
        raise AppError("signed_before", 日期=day.isoformat(), 决定=decided.isoformat())


def note_signed(
    office: OfficeWorkspace,
    sheet: DecisionSheet,
    *,
    day: date,
    scan: bytes | None = None,
    name: str = "",
    at: datetime,
    by: str,
) -> DecisionSheet:
    """Note that the signed sheet is here; a later note counts, the same once more is not recorded again.

    Raises AppError("signed_future") for a day that has not come, ("signed_before") for one before the decision.
    """
    _require_day(sheet, day, at)
    sha256 = hashlib.sha256(scan).hexdigest() if scan is not None else ""
    noted = sheet.signed
    if noted is not None and (noted.day, noted.name, noted.sha256, noted.by) == (day, name, sha256, by):
        return sheet
    about: dict[str, object] = {
        "sheet": sheet.kind.value,
        "id": sheet.id,
        "period": sheet.period,
        "unit": sheet.unit,
        "indicator": sheet.indicator,
        "day": day.isoformat(),
        "name": name,
        "sha256": sha256,
        "at": at.isoformat(),
    }
    with act(office.store, by, ActKind.COUNTERSIGN, why=_why(office, sheet, day), about=about):
        if scan is not None:
            office.store.acts.keep(scan)
    return sheet_of(office, sheet.period, unit=sheet.unit, indicator=sheet.indicator)


def _why(office: OfficeWorkspace, sheet: DecisionSheet, day: date) -> str:
    """What was signed, for the record: which sheet about whom, and the day."""
    plan = office.at(sheet.period).plan
    known = plan.indicators.get(sheet.indicator)
    about = plan.unit_in(sheet.unit, sheet.period) if sheet.unit else known.name if known else sheet.indicator
    facts = {"谁": about, "报告期": plan.period_name(sheet.period), "年": sheet.year, "n": sheet.number}
    return say(f"record.why.signed_{sheet.kind.value}", **facts, 日期=day.isoformat())


def _of_ruling(office: OfficeWorkspace, ruling: Ruling, signed: SignedSheets) -> DecisionSheet:
    year, number = _numbered(ruling.at, [one.at for one in office.store.rulings() if one.sequence <= ruling.sequence])
    return DecisionSheet(
        kind=SheetKind.RULING,
        id=ruling.sequence,
        period=ruling.period,
        unit=ruling.unit,
        decided=ruling.at,
        year=year,
        number=number,
        signed=signed.get((SheetKind.RULING, str(ruling.sequence))),
    )


def _of_adjudication(office: OfficeWorkspace, said: Adjudication, signed: SignedSheets) -> DecisionSheet:
    given = (one for period in office.at(said.period).plan.periods for one in office.store.adjudication_history(period))
    year, number = _numbered(said.at, [one.at for one in given if one.id <= said.id])
    return DecisionSheet(
        kind=SheetKind.ADJUDICATION,
        id=said.id,
        period=said.period,
        indicator=said.indicator,
        decided=said.at,
        year=year,
        number=number,
        signed=signed.get((SheetKind.ADJUDICATION, str(said.id))),
    )


def _numbered(decided: datetime, up_to_it: Sequence[datetime]) -> tuple[int, int]:
    """The year of a decision, and which of that year it is."""
    year = decided.astimezone(PLAN_ZONE).year
    return year, sum(one.astimezone(PLAN_ZONE).year == year for one in up_to_it)


def _signed(office: OfficeWorkspace, at: datetime | None) -> SignedSheets:
    found = {}
    for row in office.store.acts.rows(ActKind.COUNTERSIGN):
        said, noted = row.about, datetime.fromisoformat(row.about["at"])
        if at is None or noted <= at:
            found[said["sheet"], said["id"]] = Signed(
                day=date.fromisoformat(said["day"]), name=said["name"], sha256=said["sha256"], by=row.by, at=noted
            )
    return found
