"""Invented register rows for `demo`: scrapped vehicles, communities, events. Test data, the same for the same seed."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.basics.messages import fill
from models.plan.plan import Plan
from models.sheet.rows import Row, read_row

_LETTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"  # of a VIN: no I, O, Q


def invent_registers(
    plan: Plan, asked: Sequence[str], said: Sequence[Mapping[str, Any]], draw: random.Random
) -> dict[str, tuple[Row, ...]]:
    """Return register → rows for the registers a unit is asked for. `said` are the [[row]] tables of demo.toml."""
    found: dict[str, tuple[Row, ...]] = {}
    for register in asked:
        texts = [made for row in said if row["register"] == register for made in _invented(row, draw)]
        if texts:
            found[register] = _rows(plan, register, texts)
    return found


def _rows(plan: Plan, register: str, texts: Sequence[Mapping[str, str]]) -> tuple[Row, ...]:
    wanted = plan.registers[register]
    known = [{name: text for name, text in row.items() if wanted.column(name)} for row in texts]
    return tuple(read_row(wanted, number, row) for number, row in enumerate(known, 1))


def _invented(row: Mapping[str, Any], draw: random.Random) -> Iterator[dict[str, str]]:
    """The rows that one [[row]] stands for: `times` of them, each text with its own number, letters and day."""
    for number in range(1, int(row.get("times", 1)) + 1):
        facts = {
            "n": int(row.get("from", 0)) + number,
            "k": f"{number:06d}",
            "letters": "".join(draw.choice(_LETTERS) for _ in range(6)),
            "day": f"{row.get('year', '')}-{draw.randint(1, 9):02d}-{draw.randint(1, 28):02d}",
        }
        texts = {name: draw.choice(text) if isinstance(text, list) else text for name, text in row["cells"].items()}
        yield {name: fill(str(text), facts) for name, text in texts.items()}
