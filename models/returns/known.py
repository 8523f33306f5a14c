"""Known: a return whose bytes were taken before, read again part by part, each when somebody asks for it."""

from collections.abc import Callable, ItemsView, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from models.basics.canonical import decode
from models.basics.errors import AppError
from models.returns.returns import Return, Table, return_of

Read = Callable[[Table], Mapping[str, Any]]


def known_return(content: bytes) -> Return:
    """Read bytes that `parse_return` took before, maybe in another process.

    Raises AppError("return_malformed") for what it would not have taken, of a part when that is asked for; whether
    they are the canonical bytes of what they say is not asked again.
    """
    with _malformed():
        filed = return_of(decode(content), _LaterPart)
    filed.__dict__["content"] = content
    return filed


class _LaterPart(Mapping[str, Any]):
    """A part that is not read yet."""

    def __init__(self, read: Read, table: Table) -> None:
        self._read, self._table = read, table

    @cached_property
    def _found(self) -> Mapping[str, Any]:
        with _malformed():
            found = self._read(self._table)
        self._table = {}  # nothing more is read of it
        return found

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return self._found[name]

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as `items`, what Mapping has asks for each
        return self._found.get(name, default)

    def items(self) -> ItemsView[str, Any]:
        return self._found.items()

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@contextmanager
def _malformed() -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, RecursionError) as error:
        raise AppError("return_malformed", why=type(error).__name__) from error
