"""TOML places: where in a text each head, each key with its value and each comment stands.

It says where things stand in a text that can be read as TOML; what they say is tomli's to tell. Positions count
characters from the beginning of the text, an end is the place behind.
"""

from collections.abc import Iterator

import tomli

from models.basics.records import dataclass

Path = tuple[str | int, ...]  # keys from the top, with the number of the row where a key holds several
_ENDS = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlLine:
    """A head, or a key with its value: the lines it takes, and whose table it stands in."""

    path: Path
    table: Path  # of a head its own path
    start: int  # of its first line
    end: int  # behind its last line
    value: tuple[int, int] | None  # None for a head


def toml_lines(text: str) -> Iterator[TomlLine]:
    """Yield each head and each key of a text as they stand; what stands inside a value is part of it."""
    at, table, counts = 0, Path(), dict[Path, int]()
    while at < len(text):
        start, at = at, _passed(text, at, " \t\r\n")
        start = max(start, text.rfind("\n", 0, at) + 1)
        if at == len(text):
            return
        if text[at] == "#":
            at = _line_end(text, at)
        elif text[at] == "[":
            several = text.startswith("[[", at)
            stop = _found(text, at + 1 + several, "]")
            table = _headed(_keys(text[at + 1 + several : stop]), counts, several=several)
            at = _line_end(text, stop)
            yield TomlLine(path=table, table=table, start=start, end=at, value=None)
        else:
            stop = _found(text, at, "=")
            keys, begin = _keys(text[at:stop]), _passed(text, stop + 1, " \t")
            behind = value_end(text, begin)
            at = _line_end(text, behind)
            yield TomlLine(path=table + keys, table=table, start=start, end=at, value=(begin, behind))


def elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where each value of the list that begins at `start` stands."""
    at = start + 1
    while (at := _next_value(text, at)) < len(text) and text[at] != "]":
        stop = value_end(text, at)
        yield at, stop
        at = stop


def comments(text: str, start: int, end: int) -> list[str]:
    """Return the comments in a piece of the text, each from its # to the end of its line."""
    found, at = list[str](), start
    while at < end:
        if text[at] == "#":
            stop = _line_end(text, at)
            found.append(text[at:stop].rstrip())
            at = stop
        else:
            at = _string_end(text, at) if text[at] in "\"'" else at + 1
    return found


def value_end(text: str, at: int) -> int:
    """Return where the value that begins at `at` ends."""
    if text[at] in "\"'":
        return _string_end(text, at)
    if text[at] in _ENDS:
        return _found(text, at + 1, _ENDS[text[at]]) + 1
    stop = at
    while stop < len(text) and text[stop] not in ",]}#\n":
        stop += 1
    return at + len(text[at:stop].rstrip())


def _found(text: str, at: int, sign: str) -> int:
    """Where a sign stands next, outside of texts, comments, lists and tables within."""
    while at < len(text) and text[at] != sign:
        if text[at] in "\"'" or text[at] in _ENDS:
            at = value_end(text, at)
        else:
            at = _line_end(text, at) if text[at] == "#" else at + 1
    return at


def _string_end(text: str, at: int) -> int:
    sign = text[at]
    long = text.startswith(sign * 3, at)
    mark, at = (sign * 3, at + 3) if long else (sign, at + 1)
    while not text.startswith(mark, at):
        at += 2 if text[at] == "\\" and sign == '"' else 1
    at += len(mark)
    return _passed(text, at, sign) if long else at  # a long text may end in a quotation mark of its own


def _next_value(text: str, at: int) -> int:
    while (at := _passed(text, at, " \t\r\n,")) < len(text) and text[at] == "#":
        at = _line_end(text, at)
    return at


def _passed(text: str, at: int, signs: str) -> int:
    while at < len(text) and text[at] in signs:
        at += 1
    return at


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _keys(dotted: str) -> tuple[str, ...]:
    found, keys = tomli.loads(f"{dotted} = 0"), tuple[str, ...]()
    while isinstance(found, dict):
        ((key, found),) = found.items()
        keys += (key,)
    return keys


def _headed(keys: tuple[str, ...], counts: dict[Path, int], *, several: bool) -> Path:
    """The path of a head: behind a key that holds several rows stands the number of the last."""
    path = Path()
    for place, key in enumerate(keys, 1):
        path += (key,)
        if several and place == len(keys):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path += (counts[path],)
    return path
