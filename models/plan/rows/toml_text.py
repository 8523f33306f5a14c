"""TOML text: the tables of one file of a plan, with bounds on what the parser is given."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import tomli

from models.basics.reading import toml_number

LONGEST_LINE, MOST_DOTS = 5000, 60  # tomli takes the square of a dotted key's length
_QUOTED = r'"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'"
FILES_KEPT = 32  # those of a plan and of its next version
_DAY = r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])"


class TooDenseError(Exception):
    """A file with a line that would take the parser too long; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


@lru_cache(maxsize=FILES_KEPT)
def tables_in(text: str) -> Mapping[str, Any]:
    """Return what a file says; nobody may change it. Versions of a plan share most of their files, parsed once.

    Raises TooDenseError; ValueError, RecursionError or ArithmeticError as the parser does.
    """
    lines = enumerate(text.split("\n"), 1)
    dense = next((number for number, line in lines if len(line) > MOST_DOTS and _dense(line)), None)
    if dense is not None:
        raise TooDenseError(dense)
    return tomli.loads(text, parse_float=toml_number)


def impossible_days(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each day that no calendar has."""
    for number, line in enumerate(text.split("\n"), 1):
        for found in re.finditer(_DAY, re.sub(_QUOTED, "", line.partition("#")[0])):
            try:
                date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                yield number, found[0]


def _dense(line: str) -> bool:
    if len(line) > LONGEST_LINE:
        return True
    return line.count(".") > MOST_DOTS and re.sub(_QUOTED, "", line).count(".") > MOST_DOTS
