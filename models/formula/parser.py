"""Parser of the rule language: tokens → typed tree, by operator precedence.

Knows the grammar and the kinds; every name is asked of the place where the formula stands, so a formula that parses
has nothing left to fail: no kind is mixed, no column is missing, every pattern is matched in one pass, every look at
other rows goes by an index. Nothing is ever handed to Python to be evaluated.
Source: GB/T 8170 for round().
"""

from collections.abc import Sequence
from decimal import Context, Decimal

from models.formula.functions import FUNCTION_NAMES, FUNCTIONS, Function, Wanted
from models.formula.pattern import compile_pattern
from models.formula.tokens import FOLD, FormulaError, Token, read_tokens
from models.formula.tree import GATHERED, FormulaPlace, Node, Source, ValueKind, split_condition

MAX_DEPTH = 32  # brackets, functions and signs within each other
MAX_NODES = 200  # names, literals, operators and functions of one formula
MAX_DECIMALS = 12  # of round()
ROW_NUMBER = "本行.号"

ARITHMETIC = ("+", "-", "*", "/")
ORDER, SAME = ("<", "<=", ">", ">="), ("==", "!=")
LOGIC = ("and", "or", "=>")
_STRENGTH = {"=>": 10, "or": 20, "and": 30, "in": 50, "not in": 50} | dict.fromkeys((*ORDER, *SAME), 50)
_STRENGTH |= {"+": 60, "-": 60, "*": 70, "/": 70}
_NOT, _SIGN = 40, 80  # strength of the prefixes 非 and −
_JOINED_WORDS = ("且", "或", "非", "属于")
_LITERAL_KINDS = {"number": ValueKind.NUMBER, "date": ValueKind.DATE, "text": ValueKind.TEXT}
_LITERALS = (Wanted.TEXT_LITERAL, Wanted.PATTERN)
_EXACT = Context(prec=40)


def parse(text: str, place: FormulaPlace, want: ValueKind | None) -> Node:
    """Return the tree of a formula that must yield `want`; None: a number, text, day or truth.

    Raises FormulaError, with the column and the reason, for anything the plan may not hold.
    """
    node = _Parser(text, place).whole()
    if node.kind is ValueKind.COLUMN:
        raise FormulaError(node.start + 1, "column_alone", text=text[node.start : node.end])
    if want is not None and node.kind is not want:
        raise FormulaError(node.start + 1, f"{want}_expected", text=text[node.start : node.end])
    return node


def number_literal(text: str) -> Decimal:
    """Return the value of a number as written; 5% is 0.05."""
    return Decimal(text[:-1]).scaleb(-2, _EXACT) if text.endswith("%") else Decimal(text)


class _Parser:
    def __init__(self, text: str, place: FormulaPlace) -> None:
        self._text, self._place, self._tokens = text, place, read_tokens(text)
        self._token = self._tokens[0]  # the next one
        self._at = self._depth = self._nodes = 0
        self._over = ""  # the rows a condition is about

    def whole(self) -> Node:
        node = self._expression(0)
        if self._token.sort != "end":
            raise self._unexpected()
        return node

    def _take(self) -> Token:
        token = self._token
        self._at += 1
        if token.sort != "end":
            self._token = self._tokens[self._at]
        return token

    def _count(self, token: Token, nodes: int = 1) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise FormulaError(token.start + 1, "too_complex", limit=MAX_NODES)

    def _expression(self, floor: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(self._token.start + 1, "too_deep", limit=MAX_DEPTH)
        left = self._operand()
        while (strength := _STRENGTH.get(self._token.sort, 0)) > floor:
            sign = self._take()
            self._count(sign)
            if sign.sort in ("in", "not in"):
                left = self._member(sign, left)
            else:
                right = self._expression(strength - 1 if sign.sort == "=>" else strength)
                left = self._joined(sign, left, right)
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        token = self._take()
        self._count(token)
        start = token.start
        if token.sort in _LITERAL_KINDS:
            return self._literal(token)
        if token.sort == "name":
            return self._call(token) if self._token.sort == "(" else self._name(token, token.text)
        if token.sort == "column":
            return self._column(token)
        if token.sort == "(":
            inner = self._expression(0)
            return Node(inner.op, inner.kind, start, self._close(token).end, inner.parts, inner.value)
        if token.sort == "-":
            part = self._expression(_SIGN)
            self._require(ValueKind.NUMBER, part)
            return Node("negate", ValueKind.NUMBER, start, part.end, (part,))
        if token.sort == "not":
            part = self._expression(_NOT)
            self._require(ValueKind.TRUTH, part)
            return Node("not", ValueKind.TRUTH, start, part.end, (part,))
        raise self._lacking_operand(token)

    def _literal(self, token: Token) -> Node:
        kind = _LITERAL_KINDS[token.sort]
        value = number_literal(token.text) if kind is ValueKind.NUMBER else token.text
        return Node("literal", kind, token.start, token.end, (), value)

    def _column(self, token: Token) -> Node:
        kind = self._place.columns.get(token.text)
        if kind is None:
            raise FormulaError(token.start + 1, "unknown_name", name=token.text)
        return Node("column", kind, token.start, token.end, (), token.text)

    def _name(self, token: Token, name: str) -> Node:
        place, start, end = self._place, token.start, token.end
        if (kind := place.columns.get(name)) is not None:
            return Node("column", kind, start, end, (), name)
        if name == ROW_NUMBER and place.columns:
            return Node("row_number", ValueKind.NUMBER, start, end)
        if (source := self._source(name)) is not None:
            if source.rows == self._over:  # a column of the rows the condition is about
                return Node("inner", source.kind, start, end, (), source.column)
            return Node("source", ValueKind.COLUMN, start, end, (), source)
        kind = place.names(name)
        if kind is None:
            raise self._unknown(token, "unknown_name")
        return Node("name", kind, start, end, (), name)

    def _unknown(self, token: Token, reason: str) -> FormulaError:
        joined = any(word in token.text for word in _JOINED_WORDS)
        return FormulaError(token.start + 1, "joined_name" if joined else reason, name=token.text)

    def _source(self, name: str) -> Source | None:
        rows, _, column = name.removesuffix("]").partition(".[") if name.endswith("]") else name.rpartition(".")
        return self._place.sources(rows, column) if rows and column else None

    def _member(self, sign: Token, left: Node) -> Node:
        opening = self._take()
        if opening.sort != "(":
            raise FormulaError(opening.start + 1, "list_expected")
        values = [self._listed(left.kind)]
        while self._token.sort == ",":
            self._take()
            values.append(self._listed(left.kind))
        end = self._close(opening).end
        node = Node("in", ValueKind.TRUTH, left.start, end, (left,), frozenset(values))
        if sign.sort == "in":
            return node
        return Node("not", ValueKind.TRUTH, left.start, end, (node,))

    def _listed(self, kind: ValueKind) -> object:
        token = self._take()
        self._count(token)
        minus = token.sort == "-"
        token = self._take() if minus else token
        if token.sort not in _LITERAL_KINDS or (minus and token.sort != "number"):
            raise FormulaError(token.start + 1, "literal_expected")
        node = self._literal(token)
        self._require(kind, node)
        return -node.value if minus and isinstance(node.value, Decimal) else node.value

    def _joined(self, sign: Token, left: Node, right: Node) -> Node:
        op, start, end = sign.sort, left.start, right.end
        if op in LOGIC:
            self._require(ValueKind.TRUTH, left, right)
            return Node(op, ValueKind.TRUTH, start, end, (left, right))
        if op in ARITHMETIC:
            return self._calculated(op, left, right)
        if self._token.sort in _STRENGTH and _STRENGTH[self._token.sort] == _STRENGTH["=="]:
            raise FormulaError(self._token.start + 1, "chained")
        if op in SAME:
            self._require_alike(left, right)
        else:
            self._require_ordered(left, right)
        return Node(op, ValueKind.TRUTH, start, end, (left, right))

    def _calculated(self, op: str, left: Node, right: Node) -> Node:
        start, end = left.start, right.end
        if left.kind is ValueKind.DATE and op == "-" and right.kind is ValueKind.DATE:
            return Node("days", ValueKind.NUMBER, start, end, (left, right))
        if left.kind is ValueKind.DATE and op in ("+", "-"):
            self._require(ValueKind.NUMBER, right)
            return Node("shift", ValueKind.DATE, start, end, (left, right), 1 if op == "+" else -1)
        self._require(ValueKind.NUMBER, left, right)
        return Node(op, ValueKind.NUMBER, start, end, (left, right))

    def _call(self, name: Token) -> Node:
        key = FUNCTION_NAMES.get(name.text)
        if key is None:
            raise self._unknown(name, "unknown_function")
        if key == "listed" and not self._place.message:
            raise FormulaError(name.start + 1, "messages_only", name=name.text)
        opening, function = self._take(), FUNCTIONS[key]
        if key in GATHERED:
            return self._over_rows(key, function, name, opening)
        parts = self._arguments(ranges=key == "sum")
        end = self._close(opening).end
        self._require_count(function, name, len(parts))
        kept, value = self._fitted(key, function, name, parts)
        kind = function.yields or (kept[0].value.kind if isinstance(kept[0].value, Source) else kept[-1].kind)
        return Node(key, kind, name.start, end, kept, value)

    def _require_count(self, function: Function, name: Token, count: int) -> None:
        least, most = 1 if function.takes[0] is Wanted.SOURCE else function.least, function.most
        if not least <= count <= most:
            said = str(least) if least == most else f"{least}～{most}"
            raise FormulaError(name.start + 1, "argument_count", name=name.text, count=said)

    def _fitted(
        self, key: str, function: Function, name: Token, parts: Sequence[Node]
    ) -> tuple[tuple[Node, ...], object]:
        """Return the arguments that are left for later, and what of them is settled now."""
        if key == "look_up":
            self._require_keys(name, parts)
            return tuple(parts), None
        self._require_wanted(parts, function.wanted(len(parts)))
        if key == "round":
            return (parts[0],), self._decimals(parts[1])
        if key == "like":
            return (parts[0],), compile_pattern(str(parts[1].value), parts[1].start)
        if key == "contains":
            return (parts[0],), tuple(str(part.value) for part in parts[1:])
        return tuple(parts), None

    def _require_wanted(self, parts: Sequence[Node], wanted: Sequence[ValueKind | Wanted]) -> None:
        for part, kind in zip(parts, wanted, strict=True):
            if isinstance(kind, ValueKind):
                self._require(kind, part)
            elif kind is Wanted.OWN_COLUMN and part.op != "column":
                raise FormulaError(part.start + 1, "own_column_expected")
            elif kind in _LITERALS and (part.op, part.kind) != ("literal", ValueKind.TEXT):
                raise FormulaError(part.start + 1, "literal_expected")
        if Wanted.ORDERED in wanted:
            self._require_ordered(*parts)
        alike = [part for part, kind in zip(parts, wanted, strict=True) if kind is Wanted.ANY]
        self._require_alike(*alike)

    def _require_keys(self, name: Token, parts: Sequence[Node]) -> None:
        source = parts[0].value
        if not isinstance(source, Source):
            raise FormulaError(parts[0].start + 1, "source_expected")
        kinds = tuple(part.kind for part in parts[1:])
        if kinds and kinds != tuple(kind for _, kind in source.keys):
            keys = "、".join(key for key, _ in source.keys) or "—"
            raise FormulaError(name.start + 1, "key_differs", name=name.text, keys=keys)

    def _decimals(self, part: Node) -> int:
        written = self._text[part.start : part.end].translate(FOLD)
        if not (written.isascii() and written.isdigit() and int(written) <= MAX_DECIMALS):
            raise FormulaError(part.start + 1, "round_places", limit=MAX_DECIMALS)
        return int(written)

    def _over_rows(self, key: str, function: Function, name: Token, opening: Token) -> Node:
        """行数(R01, 条件), 行合计(R01.列, 条件): the condition names the columns as R01.列."""
        first = self._take()
        self._count(first)
        source = self._rows_meant(first, function)
        if key in ("total", "greatest", "least") and source.kind not in (
            (ValueKind.NUMBER,) if key == "total" else (ValueKind.NUMBER, ValueKind.DATE)
        ):
            raise FormulaError(first.start + 1, "number_expected", text=first.text)
        outside, self._over = self._over, source.rows
        conditions: list[Node] = []
        if self._token.sort == "," and key != "listed":
            self._take()
            conditions.append(self._condition())
        self._over = outside
        end = self._close(opening).end
        kind = function.yields or source.kind
        node = Node(key, kind, name.start, end, tuple(conditions), source)
        if outside and not node.same_for_all:
            raise FormulaError(name.start + 1, "rows_in_rows")
        return node

    def _rows_meant(self, first: Token, function: Function) -> Source:
        if first.sort != "name":
            raise FormulaError(first.start + 1, "register_expected")
        rows = function.takes[0] is Wanted.ROWS
        source = self._place.sources(first.text, "") if rows else self._source(first.text)
        if source is None:
            raise FormulaError(first.start + 1, "unknown_name", name=first.text)
        return source

    def _condition(self) -> Node:
        node = self._expression(0)
        self._require(ValueKind.TRUTH, node)
        try:
            split_condition(node)
        except ValueError as error:
            wrong: Node = error.args[0]
            raise FormulaError(wrong.start + 1, "join_by_equality_only") from error
        return node

    def _arguments(self, ranges: bool) -> list[Node]:
        if self._token.sort == ")":
            return []
        parts = self._argument(ranges)
        while self._token.sort == ",":
            self._take()
            parts += self._argument(ranges)
        return parts

    def _argument(self, ranges: bool) -> list[Node]:
        if ranges and self._token.sort == "name" and self._tokens[self._at + 1].sort == "..":
            first, _, last = self._take(), self._take(), self._take()
            names = _names_between(first, last)
            self._count(first, len(names))
            return [self._name(Token("name", first.text, first.start, last.end), name) for name in names]
        return [self._expression(0)]

    def _close(self, opening: Token) -> Token:
        if self._token.sort == ")":
            return self._take()
        if self._token.sort == "end":
            raise FormulaError(opening.start + 1, "bracket_open")
        raise self._unexpected()

    def _require(self, kind: ValueKind, *parts: Node) -> None:
        for part in parts:
            if part.kind is not kind:
                raise FormulaError(part.start + 1, f"{kind}_expected", text=self._text[part.start : part.end])

    def _require_alike(self, *parts: Node) -> None:
        for part in parts:
            text = self._text[part.start : part.end]
            if part.kind is ValueKind.COLUMN:
                raise FormulaError(part.start + 1, "column_alone", text=text)
            if part.kind is not parts[0].kind:
                raise FormulaError(part.start + 1, "kinds_differ", text=text)

    def _require_ordered(self, *parts: Node) -> None:
        if any(part.kind is ValueKind.DATE for part in parts):
            self._require(ValueKind.DATE, *parts)
        else:
            self._require(ValueKind.NUMBER, *parts)

    def _lacking_operand(self, token: Token) -> FormulaError:
        if token.sort == "end":
            return FormulaError(token.start + 1, "incomplete")
        return FormulaError(token.start + 1, "operand_expected", text=self._text[token.start : token.end])

    def _unexpected(self) -> FormulaError:
        token = self._token
        reason = {")": "bracket_extra", "..": "range_outside_sum"}.get(token.sort, "unexpected")
        facts = {"text": self._text[token.start : token.end]} if reason == "unexpected" else {}
        return FormulaError(token.start + 1, reason, **facts)


def _names_between(first: Token, last: Token) -> list[str]:
    """Return Q06.1, Q06.2 … for Q06.1..Q06.5: the same name but for its last number, which rises."""
    stem, low = _numbered(first)
    other, high = _numbered(last)
    if stem != other or not low < high or high - low >= MAX_NODES:
        raise FormulaError(first.start + 1, "bad_range")
    return [f"{stem}.{number}" for number in range(low, high + 1)]


def _numbered(token: Token) -> tuple[str, int]:
    stem, _, number = token.text.rpartition(".")
    if token.sort != "name" or not stem or not (number.isascii() and number.isdigit()) or number != number.lstrip("0"):
        raise FormulaError(token.start + 1, "bad_range")
    return stem, int(number)
