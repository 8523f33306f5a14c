"""Mutants: small changes of the rooms that decide, each of which some test must notice.

Generates a mutation of every comparison, constant, condition and return; what a mutation looks like stands in `CHANGES`.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One changed place of a file: the source before and after, for the report."""

    path: Path
    line: int
    before: str
    after: str
    start: int  # offset of the replaced bytes in the file
    end: int
    lines: range  # of the replaced place
    statement: range  # lines of the innermost statement it stands in; of one with a body only the head
    function: str  # qualified name of the innermost function it stands in; "" in the body of a module or class

    def source(self, whole: bytes) -> bytes:
        """Return the file's bytes with the place changed."""
        return whole[: self.start] + self.after.encode() + whole[self.end :]


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file, in the order of its lines."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    lines = [0]
    for line in source.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for node, function, statement in _code(tree):
        for after in _changes(node):
            if isinstance(node, ast.expr | ast.stmt) and node.end_lineno and node.end_col_offset is not None:
                start, end = lines[node.lineno - 1] + node.col_offset, lines[node.end_lineno - 1] + node.end_col_offset
                before = source.encode()[start:end].decode()
                if before != after:
                    yield Mutant(
                        path=path,
                        line=node.lineno,
                        before=before,
                        after=after,
                        start=start,
                        end=end,
                        lines=range(node.lineno, node.end_lineno + 1),
                        statement=_lines(node) or statement,
                        function=function,
                    )


def _code(
    tree: ast.AST, function: str = "", scope: str = "", statement: range = range(0)
) -> Iterator[tuple[ast.AST, str, range]]:
    """Yield the nodes that run (no annotation, docstring, import or decorator), each with the function around it and the
    lines of its statement."""
    if isinstance(tree, ast.FunctionDef):
        function = f"{scope}{tree.name}"
        scope = f"{function}.<locals>."
    elif isinstance(tree, ast.ClassDef):
        scope = f"{scope}{tree.name}."
    statement = _lines(tree) or statement
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "names", "type_params"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or _is_text(node):
                continue
            if isinstance(node, ast.keyword) and node.arg == "strict":  # of `zip`: what is zipped is equally long
                continue
            yield node, function, statement
            yield from _code(node, function, scope, statement)


def _lines(node: ast.AST) -> range | None:
    """Return the lines of a statement, of one with a body only its head; of anything else None."""
    if not isinstance(node, ast.stmt) or not node.end_lineno:
        return None
    body = getattr(node, "body", None)
    return range(node.lineno, max(body[0].lineno, node.lineno + 1) if body else node.end_lineno + 1)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _changes(node: ast.AST) -> Iterator[str]:  # noqa: C901 - one case for each kind of node
    """Yield the texts that may stand in a node's place."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            yield f"({ast.unparse(ast.Compare(left, [COMPARISONS[type(op)]()], [right]))})"
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"({ast.unparse(ast.BoolOp(other, values))})"
            yield f"({ast.unparse(values[0])})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            yield f"({ast.unparse(ast.BinOp(left, ARITHMETIC[type(op)](), right))})"
        case ast.Constant(value=bool(value)):
            yield str(not value)
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            yield str(value + 1)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield f"({ast.unparse(ast.IfExp(test, orelse, body))})"
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            yield "return None"
