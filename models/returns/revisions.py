"""Revisions: everything a return says, place by place, and what differs between two.

Says which places differ, in comparable words; what a person reads of it is the papers' and the screen's business.
"""

from collections.abc import Iterable, Iterator, Mapping

from models.basics.addresses import CONTROL, COVER, field_address
from models.basics.records import dataclass
from models.plan.plan import Plan
from models.returns.returns import Entry, Return
from models.sheet.cells import State
from models.sheet.rows import row_addresses


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two returns, or a return and its visible cells, differ; "" = nothing there."""

    address: str
    before: str
    after: str


def next_ancestors(known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return every digest that the next revision of a line descends from, oldest first.

    `known`: the digests it follows, each with its own ancestors; two where a line was continued in two places.
    """
    order: dict[str, None] = {}
    for digest, ancestors in sorted(known.items(), key=lambda entry: (len(entry[1]), entry[0])):
        order.update(dict.fromkeys((*ancestors, digest)))
    return tuple(order)


def statements(filed: Return, plan: Plan | None = None) -> Iterator[tuple[str, str]]:
    """Yield address and shown text of all a return says: cover, progress, cells, controls, rows, explanations."""
    for group, entries in {COVER: filed.cover, **filed.progress}.items():
        for name, entry in entries.items():
            yield field_address(group, name), entry_text(entry)
    yield from ((address, entry_text(entry)) for address, entry in filed.cells.items())
    yield from ((f"{address}{CONTROL}", entry_text(entry)) for address, entry in filed.controls.items())
    for register, rows in filed.registers.items():
        known = plan.registers.get(register) if plan else None
        for at, row in zip(row_addresses(register, known, rows), rows, strict=True):
            yield from ((str(at.cell(column)), text) for column, text in row.items())
    yield from ((key, e.text) for key, e in filed.explanations.items())


def _evidence(filed: Return) -> dict[str, str]:
    """What is said of each file by its name; a second one of that name by name#2, as rows of one key are."""
    said: dict[str, str] = {}
    for number, one in enumerate(filed.evidence):
        again = sum(earlier.name == one.name for earlier in filed.evidence[:number])
        name = f"{one.name}#{again + 1}" if again else one.name
        said[name] = f"{one.size} B, SHA-256 {one.sha256[:8]}"
    return said


def entry_text(entry: Entry) -> str:
    """Return a frozen cell in comparable words: its value, or its state with the note."""
    return entry.value if entry.state == State.VALUE else f"{entry.state}{entry.note and '：' + entry.note}"


def difference(old: Return, new: Return, plan: Plan | None = None) -> tuple[Difference, ...]:
    """Return every place where two revisions differ, in the order of the newer one; evidence by the files' names."""
    said = _differing(dict(statements(old, plan)), dict(statements(new, plan)))
    return (*said, *_differing(_evidence(old), _evidence(new)))


def in_order(found: Iterable[Difference], addresses: Iterable[str]) -> tuple[Difference, ...]:
    """Return differences as a person goes through the places: by `addresses`, rows and explanations behind them."""
    order = {address: n for n, address in enumerate(addresses)}
    return tuple(sorted(found, key=lambda one: order.get(one.address.removesuffix(CONTROL), len(order))))


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for address in {**after, **before}:
        if before.get(address, "") != after.get(address, ""):
            yield Difference(address, before.get(address, ""), after.get(address, ""))
