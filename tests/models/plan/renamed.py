"""A plan under other names: every id, column, name of a unit or item, and word at random, and in another order.

Units, indicators and items keep theirs: where a message names one of several, it is the first.

What the program says of it must be what it says of the plan itself, once the names are put back (`Renamed.back`).
"""

import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from models.plan.load import SHIPPED, plan_files

_LETTERS = "bcdfghjklmnpqrstvwxz"
_NAME = re.compile(r'"[^"]*"|\[[^\]]+\]|\d{4}-\d\d-\d\d|[^\W\d]\w*(?:\.\w+)*(?:-\w+)*(?P<call>\s*\()?')
_ALONE = ("期", "单位", "方案", "本行")  # prefixes whose rest is the program's
_PREFIXES = (*_ALONE, "上年", "上期", "合计", "平均", "目标", "参数", "台账", "状态", "封面")
_KEYED = ("fixed", "where", "rows", "predecessor", "columns", "wordings")  # tables whose keys the plan itself declares
_FORMULAS = ("formula", "exact", "must", "when", "required_when", "na_when", "choices_from", "limit", "percent")
_PROSE = ("message", "text", "notes", "as_written", "lead_as_written", "responsible_as_written", "clause", "clauses",
          "note", "title", "short_title", "doc_no", "default", "header", "wordings")  # fmt: skip


@dataclass(frozen=True)
class Renamed:
    """The files of the plan under other names, and both ways between the names."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]  # old → new

    def there(self, text: str) -> str:
        """Return an address, id or typed text under the other names."""
        return self.names.get(text) or _parts(text, self.names)

    def back(self, text: str) -> str:
        """Return a text with the names put back."""
        return _known(self.names).sub(lambda found: _old(self.names)[found[0]], text)


_patterns: dict[int, tuple[re.Pattern[str], dict[str, str]]] = {}


def _both(names: Mapping[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    if id(names) not in _patterns:
        old = {new: name for name, new in names.items()}
        _patterns[id(names)] = re.compile("|".join(sorted(map(re.escape, old), key=len, reverse=True))), old
    return _patterns[id(names)]


def _known(names: Mapping[str, str]) -> re.Pattern[str]:
    return _both(names)[0]


def _old(names: Mapping[str, str]) -> dict[str, str]:
    return _both(names)[1]


@cache
def renamed(seed: int) -> Renamed:
    """Return the shipped plan under names drawn with a seed."""
    draw = random.Random(seed)
    data: dict[str, Any] = {}
    for content in plan_files(SHIPPED).values():
        for kind, found in tomllib.loads(content.decode(), parse_float=Decimal).items():
            data[kind] = [*data[kind], *found] if kind in data and isinstance(found, list) else found
    names = _drawn(data, draw)
    for kind, found in data.items():
        if isinstance(found, list) and kind not in (
            "indicator",
            "item",
            "unit",
        ):  # a message may name the first of several
            draw.shuffle(found)
        data[kind] = _renamed(found, names, kind)
    return Renamed({"plan.toml": "\n".join(_written(data)).encode()}, names)


def _drawn(data: Mapping[str, Any], draw: random.Random) -> dict[str, str]:
    """A name of six letters for every id, column and name; those that are also a choice keep theirs."""
    wanted: dict[str, None] = {}
    for kind, rows in data.items():
        for row in rows if isinstance(rows, list) else ():
            wanted |= dict.fromkeys(_own_names(kind, row))
    wanted |= dict.fromkeys(data["words"].values())
    choices = {text for row in _tables(data) for text in row.get("choices", ()) if isinstance(text, str)}
    names: dict[str, str] = {}
    for text in wanted:
        if text and text not in choices and text not in _ALONE:
            names[text] = "".join(draw.choice(_LETTERS) for _ in range(6)) + str(len(names))
    stems = {text: new for text, new in names.items() if "." not in text}
    for text in [text for text in names if text.partition(".")[0] in stems and "." in text]:
        stem, _, rest = text.partition(".")
        names[text] = f"{stems[stem]}.{rest}"  # Q06.1..Q06.5 counts on
    return names


def _own_names(kind: str, row: Mapping[str, Any]) -> Iterator[str]:
    if kind not in ("assignment", "safeguard", "measure"):
        yield str(row.get("id", ""))
    if kind in ("unit", "group", "item", "indicator", "register", "table", "process", "unit_kind"):
        yield row.get("name", "")
        yield row.get("full_name", "")
        yield from row.get("aliases", ())
        yield row.get("all", "")
        for dated in row.get("names", ()) if isinstance(row.get("names"), list) else ():
            yield dated["name"]
            yield dated.get("code", "")
    yield row.get("code", "")
    for key in ("column", "columns", "part"):
        for inner in (one for one in row.get(key, ()) if isinstance(one, dict)):
            yield inner.get("id", "")
            yield inner.get("name", "")


def _tables(found: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from _tables(value)
    elif isinstance(found, list):
        for value in found:
            yield from _tables(value)


def _renamed(found: Any, names: Mapping[str, str], key: str = "") -> Any:
    if isinstance(found, dict):
        by_unit = key == "values" and all(re.fullmatch(r"[\d.]+", str(value)) for value in found.values())
        inner = {}
        for name, value in found.items():
            of = "must" if key == "values" and not by_unit else name
            inner[names.get(name, name) if key in _KEYED or by_unit else name] = _renamed(value, names, of)
        return inner
    if isinstance(found, list):
        return [_renamed(value, names, key) for value in found]
    if not isinstance(found, str) or key in _PROSE:
        return found
    return _text(found, names, formula=key in _FORMULAS or found.startswith("参数."))


def _text(text: str, names: Mapping[str, str], *, formula: bool) -> str:
    sign = text[0] if text[:1] in ("@", "-") else ""
    sign = text[:2] if text.startswith("-@") else sign
    bare = text[len(sign) :]
    if bare in names:
        return sign + names[bare]
    if formula:
        return _NAME.sub(lambda found: _token(found, names), text)
    return _parts(text, names)


def _parts(text: str, names: Mapping[str, str]) -> str:
    """Rename what stands between the signs of an address: T06.本期进展, Q06.1@610923/last_year."""
    pieces = re.split(r"([@/|\[\]])", text)
    return "".join(_dotted(piece, names) for piece in pieces)


def _dotted(text: str, names: Mapping[str, str]) -> str:
    if text in names:
        return names[text]
    head, dot, rest = text.rpartition(".")
    if dot and head in names and rest in names:
        return f"{names[head]}.{names[rest]}"
    first, dot, rest = text.partition(".")
    return f"{first}.{names[rest]}" if dot and first == "封面" and rest in names else text


def _token(found: re.Match[str], names: Mapping[str, str]) -> str:
    text = found[0]
    if text.startswith('"'):
        inner = text.strip('"')
        return f'"{names[inner]}"' if inner in names and (inner.isalnum() and inner.isascii()) else text
    if text.startswith("["):
        return f"[{names.get(text[1:-1], text[1:-1])}]"
    if found["call"] or text[0].isdigit():
        return text
    if text in names:
        return names[text]
    first, dot, rest = text.partition(".")
    if not dot or first in _ALONE:
        return text
    if rest in names:
        return f"{first if first in _PREFIXES else names.get(first, first)}.{names[rest]}"
    parts = text.split(".")
    kept = parts[:1] if first in _PREFIXES else []
    return ".".join([*kept, *(names.get(part, part) for part in parts[len(kept) :])])


def _written(data: Mapping[str, Any]) -> Iterator[str]:
    for kind, found in data.items():
        for row in found if isinstance(found, list) else [found]:
            yield f"[[{kind}]]" if isinstance(found, list) else f"[{kind}]"
            yield from (f"{_quoted(key)} = {_value(value)}" for key, value in row.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_quoted(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_value(one)}" for one in value) + "\n]"
    return value.isoformat() if isinstance(value, date) else _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
