"""Names: records of one name that something else tells apart, which may still be a slip of the pen."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from models.plan.looks.look import Look, look
from models.plan.looks.matrix import Matrix
from models.plan.plan import Plan
from models.plan.rows.twins import seen_name


class _Called(Protocol):
    @property
    def name(self) -> str: ...


def same_names(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Yield each record that has the name of an earlier one of its kind; items those of the same indicator."""
    seen: dict[tuple[object, ...], str] = {}
    for kind, at, id, name in _named(plan):
        other = seen.setdefault((*kind, seen_name(name)), id)
        if other != id:
            yield look(at, "same_name", 名称=name, 另一=other)


def _named(plan: Plan) -> Iterator[tuple[tuple[object, ...], str, str, str]]:
    """Yield of each record what it is of, its place, its id and its name."""
    kinds: Mapping[str, Mapping[str, _Called]] = {
        "unit_kind": plan.unit_kinds, "period_kind": plan.period_kinds, "table": plan.tables,
        "indicator": plan.indicators, "register": plan.registers, "parameter": plan.parameters,
    }  # fmt: skip
    for kind, records in kinds.items():
        yield from (((kind,), f"{kind}[{id}].name", id, one.name) for id, one in records.items())
    yield from ((("block",), f"block[{one.id}].title", one.id, one.title) for one in plan.blocks.values())
    yield from ((("process",), f"process[{id}].name", id, name) for id, name in plan.process.items())
    for item in plan.items.values():
        at = f"item[{item.id}].name" if item.process is None else f"process[{item.process}].part[{item.id}].name"
        yield ("item", item.indicator, item.process), at, item.id, item.name
