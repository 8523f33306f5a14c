"""Binding: a tree on a ground becomes one closure, from a row or from the reader of names to a value.

None is unknown (missing, awaited, unread), never 0; EXCUSED is 不适用: a sum leaves such parts out and is EXCUSED only
when all of them are, arithmetic passes it on, for everything else it is unknown. Only names of cells can be excused,
so rows do not pay for it. Truth is Kleene's three-valued logic. What has the same value
whatever the row is worked out while binding, once; what hangs on one column of few choices once for each choice.
Nothing is compiled or handed to Python; the cost of an answer is the number of nodes.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Protocol

from models.basics.quantity import Rounding
from models.formula.meaning import (
    ARITHMETIC,
    COMPARISONS,
    EXCUSED,
    NO_ANSWER,
    ON_ALL,
    ON_ONE,
    Operation,
    Value,
    rounded,
    shifted,
    without,
)
from models.formula.tree import AMONG_ROWS, ELSEWHERE, Node, ValueKind

Here = Any  # a row, or the reader of names
Answer = Any  # a value of the kind the parser has settled; None is unknown
Step = Callable[[Here], Answer]  # from a row, or from the reader of names, to a value of the node's kind
ValueOf = Callable[[str], Value]


class RowLike(Protocol):
    """A row of a register: its number as the person sees it, and canonical texts by column."""

    @property
    def number(self) -> int:
        """Place in the register, from 1."""

    @property
    def values(self) -> Mapping[str, str]:
        """Texts by column; a blank or unread column is not there."""


class Ground(Protocol):
    """What a tree is bound to: how its names, its other rows and its constants are answered."""

    @property
    def rounding(self) -> Rounding:
        """The rule of round()."""

    @property
    def few(self) -> Collection[str]:
        """Columns with a closed list of values."""

    def settled(self, node: Node, /) -> bool:
        """True when a node has one value on this ground, whatever the row."""

    def named(self, node: Node, /) -> Step:
        """Answer a name that is no column."""

    def elsewhere(self, node: Node, /) -> Step:
        """Answer a look at rows of another list."""

    def among(self, node: Node, /) -> Step:
        """Answer a look at the other rows of the same list."""


def bind(node: Node, ground: Ground) -> Step:
    """Return the closure of a tree on its ground."""
    if node.op in ("column", "inner"):
        return read_column(node.value, node.kind)
    if node.op == "name":
        return ground.named(node)
    step = _made(node, ground)
    if ground.settled(node):
        return constant(step(None))
    if node.kind is ValueKind.TRUTH and len(node.columns) == 1 and not node.ops & _ROW_AS_A_WHOLE and not node.names:
        (column,) = node.columns
        if column in ground.few:
            return _once_per_choice(step, column)
    return step


_ROW_AS_A_WHOLE = AMONG_ROWS | ELSEWHERE | {"row_number", "inner"}


def _made(node: Node, ground: Ground) -> Step:
    op = node.op
    if op in ELSEWHERE:
        return ground.elsewhere(node)
    if op in AMONG_ROWS:
        return ground.among(node)
    if op in COMPARISONS:
        return _compared(COMPARISONS[op], node, ground)
    if op in ON_ALL:
        return _on_all(ON_ALL[op], node, ground)
    if op in ON_ONE:
        return _on_one(ON_ONE[op], node, ground)
    if op in ARITHMETIC:
        return _on_both(node, ground)
    return _OWN[op](node, ground)


def constant(value: Value) -> Step:
    """Yield the same value always."""
    return lambda here: value


def read_column(column: str, kind: ValueKind) -> Step:
    """Yield what a column of a row says; None when it is blank or could not be read."""
    if kind is ValueKind.NUMBER:
        return lambda row: Decimal(text) if (text := row.values.get(column)) else None
    if kind is ValueKind.TRUTH:
        return lambda row: text == "是" if (text := row.values.get(column)) else None
    return lambda row: row.values.get(column) or None


def _once_per_choice(step: Step, column: str) -> Step:
    """Work a truth out once for each value of a column that has a closed list of them."""
    known: dict[str | None, Any] = {}

    def answer(row: RowLike) -> Answer:
        text = row.values.get(column)
        try:
            return known[text]
        except KeyError:
            known[text] = found = step(row)
            return found

    return answer


def both(left: Step, right: Step) -> Step:
    """Yield 且: one false is enough, whatever the other."""
    return _settled_by(False, left, right)


def either(left: Step, right: Step) -> Step:
    """Yield 或: one true is enough, whatever the other."""
    return _settled_by(True, left, right)


def _settled_by(enough: bool, left: Step, right: Step) -> Step:
    """Yield `enough` where one of two truths is that, the other truth where neither is; else unknown."""
    otherwise = not enough

    def step(here: Here) -> Answer:
        first = left(here)
        if first is enough:
            return enough
        second = right(here)
        if second is enough:
            return enough
        return None if first is None or second is None else otherwise

    return step


def invert(part: Step) -> Step:
    """Yield 非: unknown stays unknown."""
    return lambda here: None if (value := part(here)) is None else not value


def implies(condition: Step, consequence: Step) -> Step:
    """Yield `condition => consequence`: true when the condition does not apply."""
    return either(invert(condition), consequence)


def known(node: Node, ground: Ground) -> Step:
    """Return the closure of a tree for an operation to which what is excused is unknown."""
    step = bind(node, ground)
    if not node.names:
        return step
    return lambda here: None if (value := step(here)) is EXCUSED else value


def _compared(operation: Operation, node: Node, ground: Ground) -> Step:
    left, right = (known(part, ground) for part in node.parts)
    if ground.settled(node.parts[1]):
        limit = right(None)
        if limit is None:
            return constant(None)
        return lambda here: None if (value := left(here)) is None else operation(value, limit)

    def step(here: Here) -> Answer:
        first = left(here)
        if first is None:
            return None
        second = right(here)
        return None if second is None else operation(first, second)

    return step


def _on_both(node: Node, ground: Ground) -> Step:
    op, operation = node.op, ARITHMETIC[node.op]
    left, right = (bind(part, ground) for part in node.parts)
    parts = all(part.names for part in node.parts)

    def step(here: Here) -> Answer:
        first = left(here)
        if first is None:
            return None
        second = right(here)
        if second is None:
            return None
        if first is EXCUSED or second is EXCUSED:
            return without(op, first, second, parts=parts)
        try:
            return operation(first, second)
        except NO_ANSWER:
            return None

    return step


def _on_all(operation: Operation, node: Node, ground: Ground) -> Step:
    parts = [bind(part, ground) for part in node.parts]
    adds = node.op == "sum"

    def step(here: Here) -> Answer:
        values = []
        for part in parts:
            value = part(here)
            if value is None:
                return None
            values.append(value)
        if node.names and EXCUSED in values:
            values = [value for value in values if value is not EXCUSED] if adds else []
            if not values:
                return EXCUSED if node.kind is ValueKind.NUMBER else None
        try:
            return operation(*values)
        except NO_ANSWER:
            return None

    return step


def _on_one(operation: Operation, node: Node, ground: Ground) -> Step:
    part = bind(node.parts[0], ground)
    return lambda here: None if (value := part(here)) is None else operation(value)


def _round(node: Node, ground: Ground) -> Step:
    decimals, rounding = int(node.value), ground.rounding
    return _on_all(lambda value: rounded(value, decimals, rounding), node, ground)


def _shift(node: Node, ground: Ground) -> Step:
    sign = int(node.value)
    return _on_all(lambda day, days: shifted(day, days, sign), node, ground)


def _in(node: Node, ground: Ground) -> Step:
    part, values = known(node.parts[0], ground), node.value
    return lambda here: None if (value := part(here)) is None else value in values


def _between(node: Node, ground: Ground) -> Step:
    """介于(x, 低, 高), the ends included; below the low end is false even while the high one is unknown."""
    value, low, high = (known(part, ground) for part in node.parts)
    if ground.settled(node.parts[1]) and ground.settled(node.parts[2]):
        first, last = low(None), high(None)
        if first is not None and last is not None:
            return lambda here: None if (x := value(here)) is None else first <= x <= last

    def step(here: Here) -> Answer:
        x = value(here)
        if x is None:
            return None
        least, most = low(here), high(here)
        if (least is not None and x < least) or (most is not None and x > most):
            return False
        return None if least is None or most is None else True

    return step


def _contains(node: Node, ground: Ground) -> Step:
    part, wanted = bind(node.parts[0], ground), node.value
    if len(wanted) == 1:
        only = wanted[0]
        return lambda here: None if (text := part(here)) is None else only in text
    return lambda here: None if (text := part(here)) is None else any(one in text for one in wanted)


def _like(node: Node, ground: Ground) -> Step:
    part, pattern = bind(node.parts[0], ground), node.value
    match = pattern.fullmatch
    return lambda here: None if (text := part(here)) is None else match(text) is not None


def _present(node: Node, ground: Ground) -> Step:
    part = known(node.parts[0], ground)
    return lambda here: part(here) is not None


def _sure(node: Node, ground: Ground) -> Step:
    part = bind(node.parts[0], ground)
    return lambda here: part(here) is True


def _coalesce(node: Node, ground: Ground) -> Step:
    parts = [known(part, ground) for part in node.parts]

    def step(here: Here) -> Answer:
        for part in parts:
            value = part(here)
            if value is not None:
                return value
        return None

    return step


def _if(node: Node, ground: Ground) -> Step:
    condition, yes, no = (bind(part, ground) for part in node.parts)
    return lambda here: None if (chosen := condition(here)) is None else yes(here) if chosen else no(here)


def _logic(join: Callable[..., Step]) -> Callable[[Node, Ground], Step]:
    return lambda node, ground: join(*(bind(part, ground) for part in node.parts))


LOGIC: Mapping[str, Callable[..., Step]] = {"and": both, "or": either, "=>": implies, "not": invert}
_OWN: Mapping[str, Callable[[Node, Ground], Step]] = {
    **{op: _logic(join) for op, join in LOGIC.items()},
    "literal": lambda node, _: constant(node.value),
    "row_number": lambda _, __: lambda row: Decimal(row.number),
    "round": _round,
    "shift": _shift,
    "in": _in,
    "between": _between,
    "contains": _contains,
    "like": _like,
    "present": _present,
    "sure": _sure,
    "coalesce": _coalesce,
    "if": _if,
}


def bind_across(
    node: Node, ground: Ground, own: Callable[[Node], bool], remembered: Callable[[Node, Step], Step]
) -> Step:
    """Return the closure of a truth that looks at other rows; its parts about one row alone may be remembered by row.

    `own` tells which parts those are, `remembered` wraps their closure.
    """
    if own(node):
        return remembered(node, bind(node, ground))
    if node.op in LOGIC:
        return LOGIC[node.op](*(bind_across(part, ground, own, remembered) for part in node.parts))
    return bind(node, ground)
