"""Evidence 佐证材料: what may be attached where, what of it travels inside the PDF and what beside it, what has come.

Files are known by their SHA-256; the return lists name, size and SHA-256. Reads and writes no file. Places
are addresses, register rows, findings' keys, or 封面 for the return as a whole.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from models.basics.addresses import COVER, field_address, split_row_address
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.basics.sizes import LARGEST_EVIDENCE_TOGETHER, LARGEST_INSIDE, MB, MOST_EVIDENCE, MOST_INSIDE, size_words
from models.plan.plan import Means, Plan
from models.returns.evidence_rows import AttachmentRow, ListedRow
from models.returns.file_names import clean_name
from models.returns.returns import Evidence
from models.settings.settings import Settings
from models.sheet.sheet import Sheet

_LIMIT = "evidence_limit"  # what [uses] of a plan calls it


@dataclass(frozen=True, slots=True)
class Travel:
    """How the evidence of a return travels: all of it inside the PDF, or all of it in a 佐证.zip beside it."""

    files: tuple[Evidence, ...]
    inside: bool
    limit: int  # bytes

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files)

    @property
    def beside(self) -> bool:
        """True when a 佐证.zip goes with the return."""
        return bool(self.files) and not self.inside

    def sentence(self) -> str:
        """Return one sentence with the sizes, "" without evidence."""
        if not self.files:
            return ""
        facts = {"n": len(self.files), "合计": size_words(self.size), "上限": size_words(self.limit), "件": MOST_INSIDE}
        if self.inside:
            return say("evidence.inside", **facts)
        return say("evidence.over" if self.size > self.limit else "evidence.many", **facts)


@dataclass(frozen=True, slots=True)
class Presence:
    """Which of the files a return lists are here; `missing`: the names of those that are not. 缺佐证 is a state."""

    listed: int = 0
    present: int = 0
    missing: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Return one sentence, "" when nothing is listed."""
        if not self.listed:
            return ""
        if not self.missing:
            return say("evidence.complete", n=self.listed)
        return say("evidence.lacking", n=self.listed, 缺=len(self.missing), 名单="、".join(self.missing))

    def as_dict(self) -> dict[str, object]:
        """Return it as the command line tells it."""
        return {
            "listed": self.listed,
            "present": self.present,
            "missing": list(self.missing),
            "message": self.sentence(),
        }


def evidence_limit(plan: Plan, settings: Settings) -> int:
    """Return how many bytes may travel inside the PDF: the office's parameter, never more than a PDF has room for."""
    value = settings.parameter(plan, plan.uses.get(_LIMIT, ""))
    wanted = int(value * MB) if isinstance(value, Decimal) else 5 * MB
    return max(0, min(wanted, LARGEST_INSIDE))


def travel_of(files: Sequence[Evidence], plan: Plan, settings: Settings) -> Travel:
    """Return how files travel: all inside up to the limit, else all beside, so that a person knows one place to look.

    Raises AppError("evidence_total") when they are more than any way of sending takes.
    """
    limit, size = evidence_limit(plan, settings), sum(one.size for one in files)
    if size > LARGEST_EVIDENCE_TOGETHER or len(files) > MOST_EVIDENCE:
        raise AppError(
            "evidence_total",
            n=len(files),
            合计=size_words(size),
            上限=size_words(LARGEST_EVIDENCE_TOGETHER),
            件=MOST_EVIDENCE,
        )
    return Travel(tuple(files), size <= limit and len(files) <= MOST_INSIDE, limit)


def place_of(sheet: Sheet, text: str) -> str:
    """Return the place a file is kept at for what a person named or chose.

    A block or any field of its progress row is the row's 佐证编号, a cell of a register row the row, a field of the
    cover the return as a whole. Raises AppError("evidence_place") for what the unit does not have in the period.
    """
    check, _, at = text.partition("@")
    if check in sheet.plan.checks:
        return f"{check}@{_known(sheet, at)}" if at else check
    return _known(sheet, text)


def _known(sheet: Sheet, text: str) -> str:
    field = sheet.fields.get(text)
    group = field.group if field else text
    if group == COVER:
        return COVER
    at = field_address(group, sheet.plan.field_name(Means.EVIDENCE))
    if group in sheet.blocks and at in sheet.fields:
        return at
    row = split_row_address(text)
    if row is not None and row.register in sheet.register_ids:
        if not sheet.plan.registers[row.register].keys:
            return row.register  # its rows have nothing but their numbers, and those move
        places, rows = sheet.places(row.register), sheet.registers.get(row.register, ())
        place = places.place(row)
        if place is not None:
            return str(places.address(rows[place]))
    elif text in sheet.slots or text in sheet.register_ids:
        return text
    raise AppError("evidence_place", 位置=text, 单位=sheet.unit_name)


def require_key(sheet: Sheet, place: str) -> None:
    """Raise AppError("evidence_row_no_key") for a register row that goes by its number: another row may get that."""
    row = split_row_address(place.rpartition("@")[2])
    register = sheet.plan.registers.get(row.register) if row else None
    if row is not None and not row.key and register is not None and register.keys:
        raise AppError("evidence_row_no_key", 栏="、".join(register.keys[0]))


def adrift(sheet: Sheet, rows: Iterable[AttachmentRow]) -> tuple[AttachmentRow, ...]:
    """Return the files attached to register rows that are gone, have another key, or went by their number alone.

    A number is no identity: the row that has it now may be another one.
    """
    return tuple(one for one in rows if _is_adrift(sheet, one.place))


def _is_adrift(sheet: Sheet, place: str) -> bool:
    check, _, at = place.partition("@")
    row = split_row_address(at if check in sheet.plan.checks else place)
    if row is None:
        return False
    return not row.key or row.register not in sheet.register_ids or sheet.places(row.register).place(row) is None


def listed(rows: Iterable[AttachmentRow]) -> tuple[Evidence, ...]:
    """Return attached files as the return lists them: each once, by name."""
    files = {one.sha256: Evidence(one.name, one.size, one.sha256) for one in rows}
    return tuple(sorted(files.values(), key=lambda one: (one.name, one.sha256)))


def presence(rows: Iterable[ListedRow]) -> Presence:
    """Return which of a return's files are here."""
    files = tuple(rows)
    missing = tuple(clean_name(one.name) for one in files if not one.present)
    return Presence(len(files), len(files) - len(missing), missing)


def presence_among(files: Sequence[Evidence], held: Iterable[str]) -> Presence:
    """Return which of a return's files are among some SHA-256 values."""
    here = frozenset(held)
    return presence(
        ListedRow(digest="", sha256=one.sha256, name=one.name, size=one.size, present=one.sha256 in here)
        for one in files
    )
