"""Keys of units at the office: a key is enrolled, takes the place of an older one, and is ended."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from forms.guards.guards import sniff
from forms.office.references import key_named
from forms.office.remarks import about_ended, ended_key
from forms.opening.apart import Apart
from forms.papers.enrolment import Request, enrol, request_in
from forms.seals.keys import keys
from forms.wording.files import name_by_content, plain_name
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.issued.again import issue_again, repeated
from models.ledger.ledger import key_counts
from models.sheet.explanation import require_reason
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace

OVERLAP = timedelta(days=30)  # how long an old key counts beside the one it signed for: papers are on their way


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """An enrolled unit: its certificate paper, 核对码, and whether the code was compared.

    `renews`: fingerprint of the unit's older key whose signature took the place of the telephone, "" = none.
    """

    file: Path
    code: str
    unit: str
    name: str
    compared: bool
    renews: str = ""
    reissued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEnd:
    """The end of a key: from when it does not count, and the digests that no longer count."""

    unit: str
    key: str
    until: datetime
    affected: tuple[str, ...]


def enrol_paper(
    office: OfficeWorkspace,
    content: bytes,
    passphrase: str,
    out: Path,
    *,
    code: str | None,
    since: datetime | None,
    at: datetime,
    by: str,
) -> Enrolled:
    """Enrol the key of a request, or of a held return that carries one, and write its certificate paper.

    A key counts from the first paper held with it; without one, from the beginning, unless `since` says otherwise. One
    that an older key signed for counts from now, and the older one ends `OVERLAP` later. Raises as `enrol`, and
    AppError("key_was_ended") for one that was ended and whose code nobody has compared since.
    """
    request = _request(content)
    counting = bool(request.renews) and key_counts(office.keys(), request.renews, request.unit, at)
    begin = since or _begin(office, request, at if counting else None)
    plan = next((one for one in (office.plan, *office.plans) if request.unit in one.units), office.plan)
    name = plan.unit_name(request.unit, at.date())
    if code is None:
        _refuse_ended(office, request, name, at)
    about = _about(request, begin, compared=code is not None)
    done = Enrolled(file=out, code=request.code, unit=request.unit, name=name, compared=code is not None)
    known = repeated(office.store, ActKind.ENROL, about, of=("unit", "key"))
    if known is not None and _counts(office, request):
        return replace(done, file=issue_again(office.store, known, out).paths[0], reissued=True)
    row, sealed = enrol(office.store, office.folder, plan, request, passphrase, code=code, since=begin, at=at, by=by)
    files = {_file_name(request, name, sealed): sealed}
    how = "compared" if code is not None else "renewed" if counting else "not_compared"
    why = say(f"record.{how}", 码=request.code, 旧码=keys.comparison_code(request.renews) if counting else "")
    with act(office.store, by, ActKind.ENROL, why=why, about=about, out=out, files=files) as written:
        office.store.put_key(row)
        if counting:
            _end_old(office, request, at, by)
    return replace(
        done, file=written.paths[0], compared=row.compared, renews=request.renews if how == "renewed" else ""
    )


def _refuse_ended(office: OfficeWorkspace, request: Request, name: str, at: datetime) -> None:
    """Refuse a key that was ended, and whose code nobody has compared since."""
    if (ended := ended_key(office, request.unit, request.fingerprint, at)) is not None:
        raise about_ended("key_was_ended", ended, name)


def _about(request: Request, begin: datetime | None, *, compared: bool) -> dict[str, object]:
    """What the record says of an enrolment: whose key, from when, whether its code was compared, what it renews."""
    about = {"unit": request.unit, "key": request.fingerprint, "compared": compared, "since": begin or ""}
    return about | ({"renews": request.renews} if request.renews else {})


def _file_name(request: Request, name: str, sealed: bytes) -> str:
    """What the certificate paper is called."""
    stem = f"{request.unit}_{plain_name(name)}_{say('papers.kind.certificate')}"
    return f"{name_by_content(stem, sealed)}.pdf"


def _begin(office: OfficeWorkspace, request: Request, else_at: datetime | None) -> datetime | None:
    """From when a key counts: as it does already, or from the first paper held with it, or from a time."""
    for row in office.store.enrolled_keys():
        if (row.unit, row.fingerprint) == (request.unit, request.fingerprint) and row.until is None:
            return row.since
    held = [p.registered for p in office.papers(request.unit) if p.key == request.fingerprint]
    return min(held, default=else_at)


def _end_old(office: OfficeWorkspace, request: Request, at: datetime, by: str) -> None:
    """Let the key that signed for a new one count for as long as the unit may take to open its certificate."""
    old = next(
        row for row in office.store.enrolled_keys() if (row.unit, row.fingerprint) == (request.unit, request.renews)
    )
    if old.until is None:
        reason = say("record.renewed_old", 码=request.code)
        office.store.end_key(request.unit, request.renews, at + OVERLAP, reason, by)


def _counts(office: OfficeWorkspace, request: Request) -> bool:
    """True while the key of a request is enrolled and not ended."""
    rows = (row for row in office.store.enrolled_keys() if row.unit == request.unit)
    return any(row.fingerprint == request.fingerprint and row.until is None for row in rows)


def carries_request(content: bytes) -> bool:
    """True when a file is or carries a request that a key can be enrolled by."""
    try:
        _request(content)
    except AppError:
        return False
    return True


def _request(content: bytes) -> Request:
    """The request a file is or carries."""
    if sniff(content) == "xlsx":
        return _request_inside(content)
    try:
        return request_in(content)
    except AppError as error:
        if error.code != "paper_unknown":
            raise
        return _request_inside(content)


def _request_inside(content: bytes) -> Request:
    try:
        opened = Apart().open(content)
    except AppError as error:
        raise AppError("enrol_what") if error.code == "not_a_return" else error from None
    if opened.filed is None or opened.reasons or opened.request is None:
        raise AppError("no_request_inside")
    request = request_in(opened.request)
    if request.fingerprint != opened.fingerprint or request.unit != opened.filed.unit:
        raise AppError("request_not_its_own")
    return request


def end_key(
    office: OfficeWorkspace, unit: str, key: str, *, reason: str, since: datetime | None, by: str, at: datetime
) -> KeyEnd:
    """End a key of a unit from a time on; by default from just after the last paper held with it, at the latest now.

    So a key that is lost keeps what it sealed, and nothing that comes later counts; an earlier `since` takes back more.
    One that was ended so, for the same reason, is not ended again.
    """
    reason = require_reason(reason)
    found = office.require_unit(unit)
    own = {row.fingerprint: row for row in office.store.enrolled_keys() if row.unit == found.id}
    row = own[key_named(own, key, found.name_on(at.date()))]
    papers = [p for p in office.papers(found.id) if p.key == row.fingerprint]
    last = max((p.registered for p in papers), default=at)
    until = since or min(last + timedelta(seconds=1), at)
    if row.until is not None and row.ended_because == reason and since in (None, row.until):
        until = row.until
    else:
        about = {"unit": found.id, "key": row.fingerprint, "until": until.isoformat()}
        with act(office.store, by, ActKind.REVOKE, why=reason, about=about):
            office.store.end_key(found.id, row.fingerprint, until, reason, by)
    return KeyEnd(
        unit=found.id,
        key=row.fingerprint,
        until=until,
        affected=tuple(p.digest for p in papers if p.registered >= until),
    )
