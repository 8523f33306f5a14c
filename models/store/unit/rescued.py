"""Rescued: what waits for a disk as a text that another disk keeps, and back — only what still fits the store.

A place that says something else by now, and a period that was filed, have gone on without it: nothing newer is put
back to what was. Reads and writes no file.
"""

import json
import zlib
from base64 import b64decode, b64encode
from datetime import datetime
from typing import TYPE_CHECKING, cast

from models.sheet.cells import BLANK, Cell
from models.sheet.explanation import Explanation
from models.store.file.records import cell_columns, cell_from, rows_blob, rows_from
from models.store.unit.waiting import Given, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from models.sheet.rows import Row
    from models.store.unit.unit_store import UnitStore

FORMAT = 1


def rescued_text(store: "UnitStore", given: "Iterable[Given]") -> bytes:
    """Return what waits for a store as a text, with what tells that store from another one in its place."""
    told = [[one.kind, one.period, one.place, _plain(one.kind, one.said), _plain(one.kind, one.was), one.by, one.why,
             one.at.isoformat()] for one in given]  # fmt: skip
    return json.dumps({"format": FORMAT, "store": store.born, "given": told}, ensure_ascii=False).encode()


def rescued_of(store: "UnitStore", content: bytes) -> list[Given]:
    """Return what of a text still waits for a store. Raises ValueError for no such text, or another store's."""
    try:
        said = json.loads(content)
        if said["format"] != FORMAT or tuple(said["store"]) != store.born:
            raise ValueError
        found = [_given(one) for one in said["given"]]
    except (KeyError, TypeError, AttributeError, ArithmeticError, RecursionError, zlib.error) as error:
        raise ValueError from error
    return [one for one in found if _fits(store, one)]


def _plain(kind: Kind, said: object) -> object:
    if isinstance(said, Cell):
        return cell_columns(said)
    if kind is Kind.ROWS:
        return b64encode(rows_blob(cast("Sequence[Row]", said or ()))).decode()
    if kind is Kind.EXPLANATION and said:
        explanation, fingerprint = cast("tuple[Explanation | None, str]", said)
        return [explanation and [explanation.text, explanation.code], fingerprint]
    return said


def _said(kind: Kind, plain: object) -> object:
    if plain is None or kind is Kind.SETTLED:
        return plain if plain is None else bool(plain)
    if kind is Kind.CELL:
        return cell_from(cast("Iterable[object]", plain))
    if kind is Kind.ROWS:
        return rows_from(b64decode(str(plain)))
    if kind is Kind.EXPLANATION:
        words, fingerprint = cast("tuple[Sequence[object] | None, object]", plain)
        return (Explanation(*map(str, words)) if words else None), str(fingerprint)
    return str(plain)


def _given(one: "Sequence[object]") -> Given:
    name, period, place, said, was, by, why, at = one
    kind = Kind(str(name))
    return Given(
        kind=kind,
        period=str(period),
        place=str(place),
        said=_said(kind, said),
        was=_said(kind, was),
        by=str(by),
        why=str(why),
        at=datetime.fromisoformat(str(at)),
    )


def _fits(store: "UnitStore", one: Given) -> bool:
    """True where the store still says what stood there when it was given."""
    if one.period and store.sheets.filed_digest(one.period) is not None:
        return False
    if one.kind is Kind.CELL:
        return store.sheets.cells(one.period).get(one.place, BLANK) == (one.was or BLANK)
    if one.kind is Kind.ROWS:
        return store.sheets.rows(one.period, one.place) == (one.was or ())
    if one.kind is Kind.EXPLANATION:
        before, kept = one.was or (None, ""), store.sheets.explanations(one.period).get(one.place)
        return (kept[0] if kept else None) == before[0]
    return True
