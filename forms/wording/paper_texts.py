"""Paper texts: how all papers write revisions, digests, days, states and figures.

Pure functions of texts; draws nothing.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from models.basics.addresses import CONTROL, COVER, RowAddress, split_address, split_row_address
from models.basics.canonical import in_fours
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.quantity import plain
from models.plan.plan import Item, Means, Plan, Register
from models.sheet.cells import State

if TYPE_CHECKING:  # a return is there only when something was filed
    from models.returns.returns import Entry, Return

CODE_LENGTH = 16  # hexadecimal digits of a digest that stand for it on paper


def revision_name(revision: int) -> str:
    """Return what a revision is called: 初报, 第1次订正 …; `revision` 1 is the first."""
    return say("papers.document.first") if revision <= 1 else say("papers.document.corrected", n=revision - 1)


def check_code(digest: str) -> str:
    """Return the 校验码 of a digest: its first 16 digits in groups of four."""
    return in_fours(digest[:CODE_LENGTH])


def barcode_of(digest: str) -> str:
    """Return what the code for scanners says: the id of a return."""
    return digest[:CODE_LENGTH].upper()


def plan_before(short_title: str, period: str) -> str:
    """Return the plan's name as it stands right before a period in a sentence: a space between two numbers."""
    return f"{short_title} " if short_title[-1:].isdigit() and period[:1].isdigit() else short_title


def day_words(iso: str) -> str:
    """Return an ISO day as papers write it, 2020年10月13日; any other text as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return say("papers.document.day_form", 年=day.year, 月=day.month, 日=day.day)


def moment_words(at: datetime) -> str:
    """Return a time as a sentence of a paper says it, on the plan's clock: 2020年10月13日17时30分."""
    local = at.astimezone(PLAN_ZONE)
    minutes = say("papers.document.minutes", 分=f"{local.minute:02}") if local.minute else ""
    return f"{day_words(local.date().isoformat())}{say('papers.document.hour', 时=local.hour)}{minutes}"


def cover_text(filed: "Return", name: str) -> str:
    """Return what the cover says in a field, "" when nothing was said."""
    entry = filed.cover.get(name)
    return entry.value if entry is not None and entry.state == State.VALUE else ""


def unit_name_in_tables(filed: "Return", plan: Plan) -> str:
    """Return the unit's name at the end of the period: what its tables are about (see `Unit.full_name_on`)."""
    return plan.units[filed.unit].full_name_on(plan.periods[filed.period].end)


def unit_name(filed: "Return", plan: Plan) -> str:
    """Return the unit's name on the 报出日期, which its cover bears, else at the end of the period."""
    return plan.units[filed.unit].full_name_on(day_of_return(filed, plan))


def day_of_return(filed: "Return", plan: Plan) -> date:
    """Return the 报出日期 of the cover, else the end of the period: by it, not by the clock, the papers are dated."""
    try:
        return date.fromisoformat(cover_text(filed, plan.field_name(Means.DATED)))
    except ValueError:
        return plan.periods[filed.period].end


def state_words(state: str, note: str = "") -> str:
    """Return a state as an official writes it, with its note; "" for a value or for nothing said."""
    if state in ("", State.VALUE):
        return note
    words = say(f"papers.state.{state}")
    return f"{words}：{note}" if note else words


def entry_figure(item: Item, entry: "Entry | None") -> str:
    """Return the figure or text of a frozen cell, "" when it is in a state; never fewer digits than sealed."""
    if entry is None or entry.state != State.VALUE:
        return ""
    if not item.numeric:
        return day_words(entry.value) if item.type.value == "D" else entry.value
    return figure(Decimal(entry.value), item.decimals)


def figure(value: Decimal, decimals: int | None) -> str:
    """Return a figure with at least so many decimals, all its own kept."""
    exponent = value.normalize().as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    return plain(value) if decimals is None else f"{value:.{max(decimals, own)}f}"


def place_words(plan: Plan, address: str | None) -> str:
    """Return an address as people say it: 人工造林（紫阳县）, the register and its row, the task and its column.

    None is the return as a whole; an address the plan does not know stays as it is.
    """
    if address is None:
        return say("papers.findings.whole_return")
    cell = address.removesuffix(CONTROL)
    if cell != address:
        return say("papers.changes.control", 处=place_words(plan, cell))
    row = split_row_address(address)
    if row is not None:
        return _row_words(plan, row)
    if address in plan.registers:
        return plan.registers[address].name
    parts = split_address(address)
    if parts is not None and parts.item in plan.items:
        line = f"（{plan.unit_name(parts.line)}）" if parts.line and parts.line in plan.units else ""
        return f"{plan.items[parts.item].name}{line}{say('papers.findings.last_year') if parts.last_year else ''}"
    group, _, name = address.partition(".")
    if group == COVER:
        return say("papers.findings.cover_place", 栏=name)
    return f"{plan.blocks[group].title}·{name}" if group in plan.blocks else address


def told_at(place: str, words: str, before: str) -> str:
    """Return what is said of a place: `before`, which names it, and the words, or the words alone that name it too."""
    named = all(part in words for part in place.split("·"))  # 封面·负责人 is named as 封面“负责人”
    return words if named else f"{before}{words}"


def _row_words(plan: Plan, at: RowAddress) -> str:
    known = plan.registers.get(at.register)
    if known is None:
        return at.register
    words = _key_words(known, at.key) if at.key else say("papers.findings.row_number", n=at.number)
    again = say("papers.findings.row_again", n=at.occurrence) if at.occurrence > 1 else ""
    return f"{known.name}·{words}{again}{'·' + at.column if at.column else ''}"


def _key_words(register: Register, key: tuple[str, ...]) -> str:
    """The texts of a row's key, each masked as its column is; of a key of another shape nothing can be shown."""
    from forms.wording.masks import STAR, mask

    columns = [register.column(name) for name in register.keys[0]] if register.keys else []
    if len(key) != len(columns):
        return STAR * 3
    return " ".join(mask(c.mask, text) if c else text for c, text in zip(columns, key, strict=True) if text)


def header_lines(header: Mapping[str, str]) -> tuple[str, ...]:
    """Return the legal marks at the top right of a form (法定标识): none while the office has none of them.

    Where some are given, the others are 待市办填写.
    """
    if not any(header.values()):
        return ()
    empty = say("papers.document.to_be_given")
    return tuple(say("papers.document.header", 名=name, 值=text or empty) for name, text in header.items())
