"""City items: what one department files for the whole city, beside the table of counties — one row for each cell."""

from collections.abc import Container, Iterator

from forms.summary.content import ShownFigure, SummarySheet, SummarySource, Value, columns_of, decimals_of
from models.basics.addresses import Address, split_address
from models.basics.messages import say
from models.city.reconcile import compared_items
from models.city.sources import Sources
from models.city.summary import Result
from models.desk.trace import TraceCell, least_decimals, trace
from models.ledger.share_words import share_words
from models.plan.plan import Item


def city_items_sheet(ground: SummarySource) -> SummarySheet | None:
    """Return the cells that values of the city are made from and no county gives; None where there are none.

    A cell that several indicators read stands there once.
    """
    found: dict[tuple[str, str], tuple[Value, ...]] = {}
    for result in ground.found.results:
        if result.found.asked and not ground.city.by_county(compared_items(result.indicator)):
            for cell in _cells(ground, result):
                found.setdefault((cell.unit, cell.item), _row(ground, result, cell))
    if not found:
        return None
    columns = columns_of(
        ("number", 18), ("item", 84), ("filed_by", 40), ("measure", 24), ("value", 28, True), ("state", 40)
    )
    remarks = (say("papers.summary.city_items_note"),)
    place = {item: number for number, item in enumerate(ground.city.plan.items)}
    rows = tuple(sorted(found.values(), key=lambda row: place[str(row[0])]))
    return SummarySheet(name=say("papers.summary.city_items"), columns=columns, rows=rows, remarks=remarks)


def _cells(ground: SummarySource, result: Result) -> Iterator[TraceCell]:
    """The cells behind a value: those that count and those still to come; of an adjudicated one all."""
    cells = trace(ground.city, result, {}).cells
    whole = any(cell.counted for cell in cells)
    yield from (cell for cell in cells if cell.counted or cell.value is None or not whole)
    if not result.totals:
        yield from _to_come(ground, result, {cell.item for cell in cells})


def _to_come(ground: SummarySource, result: Result, given: Container[str]) -> Iterator[TraceCell]:
    """The inputs of a value that the department owes in this period and has not given."""
    city, sources = ground.city, Sources(ground.city, result.indicator)
    for item in sources.inputs:
        unit = sources.source_of(item)
        if item not in given and city.asks(unit, item):
            state = city.share(unit, item).state
            yield TraceCell(
                unit=unit, item=item, value=None, state=state, counted=False, within=None, paper=None, explanation=""
            )


def _row(ground: SummarySource, result: Result, cell: TraceCell) -> tuple[Value, ...]:
    city, address = ground.city, split_address(cell.item)
    item = city.plan.items[address.item if address else cell.item]
    state = "" if cell.value is not None else share_words(ground.roster, cell.unit, cell.state)
    return (
        item.id,
        _named(ground, item, address),
        city.name(cell.unit),
        item.measure,
        _value(ground, result, cell),
        state,
    )


def _named(ground: SummarySource, item: Item, address: Address | None) -> str:
    """An item, with the county of a line, by its name in the period, and that it is last year's figure."""
    name = item.name
    if address and address.line:
        name = say("papers.summary.counted", n=name, 原因=ground.city.name(address.line))
    return f"{name}{say('papers.findings.last_year')}" if address and address.last_year else name


def _value(ground: SummarySource, result: Result, cell: TraceCell) -> Value:
    """A figure with its decimals; a grade or a yes as its word."""
    if cell.value is None:
        return "—"
    words = result.indicator.words_of(cell.value) if cell.item == result.indicator.value_item else None
    places = max(least_decimals(ground.city.plan, result, cell.item), decimals_of(cell.value))
    return words or ShownFigure(cell.value, decimals=places)
