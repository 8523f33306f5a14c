"""Comparing: two or more papers of one unit and period place by place, and the number by which the unit was known."""

from collections.abc import Sequence
from datetime import datetime

from models.basics.addresses import COVER, split_row_address
from models.basics.records import dataclass
from models.desk.review import entry_text
from models.plan.plan import Means
from models.returns.returns import parse_return
from models.returns.revisions import difference
from models.store.office.records import PaperRow
from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A place at which papers say something else: one text for each of them; `rows` of a register that differ."""

    address: str
    texts: tuple[str, ...]
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How a unit was reached before: number and person on the cover of its earliest paper."""

    telephone: str
    person: str
    since: datetime
    revision: int


def differing(
    office: OfficeWorkspace, papers: Sequence[PaperRow], before: PaperRow | None = None
) -> tuple[Differing, ...]:
    """Return the places at which papers of one unit and period differ, in the order of the first of them.

    Register rows are counted only: their columns may be sensitive. `before`: what an earlier paper says there is the
    last of the texts.
    """
    sheets = [office.sheet_of(one.digest) for one in (*papers, *((before,) if before else ()))]
    filed = [parse_return(one.content) for one in papers]
    places: dict[str, set[str]] = {}
    for other in filed[1:]:
        for one in difference(filed[0], other, sheets[0].plan):
            row = split_row_address(one.address)
            known = row is not None and row.register in sheets[0].plan.registers
            places.setdefault(row.register if row and known else one.address, set()).add(one.address)
    found = []
    for at, addresses in places.items():
        if at in sheets[0].plan.registers:
            counts = tuple(str(len(sheet.registers.get(at, ()))) for sheet in sheets)
            found.append(Differing(address=at, texts=counts, rows=len(addresses)))
        elif not at.startswith(f"{COVER}.") and any(at in (*one.slots, *one.fields) for one in sheets):
            found.append(Differing(address=at, texts=tuple(entry_text(one, at) for one in sheets)))
    return tuple(found)


def known_before(office: OfficeWorkspace, unit: str, doubted: frozenset[str]) -> Known | None:
    """Return how a unit was reached by its earliest paper under an enrolled key; None without one.

    `doubted` are digests of papers in question: a number on them proves nothing, whoever made it may have written it.
    """
    enrolled = {one.fingerprint for one in office.store.enrolled_keys() if one.unit == unit}
    rows = office.store.papers(unit)
    trusted = [row for row in rows if row.key in enrolled and row.digest not in doubted]
    if not trusted:
        return None
    row = min(trusted, key=lambda one: one.registered)
    cover, plan = parse_return(row.content).cover, office.plan

    def text(means: Means) -> str:
        entry = cover.get(plan.field_name(means))
        return entry.value if entry else ""

    telephone = text(Means.TELEPHONE)
    return (
        Known(telephone=telephone, person=text(Means.PREPARED), since=row.registered, revision=row.revision)
        if telephone
        else None
    )
