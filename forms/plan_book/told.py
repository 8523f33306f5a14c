"""Told: differences of two plans and problems of one, in the words that the sheets and columns of a book have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms.plan_book.cells import RULE
from forms.plan_book.layout import label, pages, sheet_name, word
from forms.plan_book.pages import BookPlace, BookProblem, BookRow
from models.basics.messages import CHINESE, catalogue, fill, language_in_use, say
from models.plan.looks.look import Look
from models.plan.plan import Plan
from models.plan.rows.keys import COMMON, KEYS, Key, Type, head_of
from models.plan.rows.problems import Problem
from models.plan.rows.toml_row import row_names
from models.plan.rules import RULES
from models.planning.compare import PlanChange
from models.planning.effects import ReturnEffect
from models.planning.source import SINGLE, Rows

_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_KEY = re.compile(  # a key in a sentence of the loader, with or without quotes, and what it is to be
    r" ?“?(?<![A-Za-z0-9_{.-])([a-z][a-z_]*)(?![A-Za-z0-9_}.-])”?(?: = (?:(true)|\"([a-z_]+)\"))? ?"
)
_TYPE_LETTERS = re.compile(r"（型 [A-Z、 ]+）")  # a book has their words
_SAME_TWICE = re.compile(r"(“?(\w+)”?)（“\2”）")  # a head and its key, once both are called alike
_WORD_FACTS = {  # sentence → its fact that is a word one may choose, and of which key
    "plan.means_twice": ("名称", "means"),
    "plan.means_elsewhere": ("名称", "means"),
    "plan.needs_parts": ("方式", "aggregate"),
}


def change_words(one: PlanChange) -> str:
    """Return one difference in a line."""
    before, after = (_short(value_words(one, text)) for text in _apart(one))
    facts = {"类": word(f"record.{one.kind}"), "编号": one.id, "前": before, "后": after}
    if not one.field:
        key = "added" if one.before is None else "removed" if one.after is None else "changed_whole"
        return say(f"plan_diff.{key}", **facts)
    if not one.id:
        return say("plan_diff.changed_own", **facts, 项=field_head(one.kind, one.field))
    return say("plan_diff.changed", **facts, 项=field_head(one.kind, one.field))


def effect_place(before: Plan, after: Plan, one: ReturnEffect) -> tuple[str, str]:
    """Return whose return and of which period; what the new plan lacks goes by its name in the plan before it."""
    who, when = (after if one.unit in after.units else before), (after if one.period in after.periods else before)
    return who.unit_name(one.unit), when.periods[one.period].name if one.period in when.periods else one.period


def refusal_words(one: ReturnEffect) -> str:
    """Return why a return cannot be read under the new plan."""
    known = one.refused if one.refused in ("unit_gone", "period_gone") else "refused"
    return say(f"plan_diff.{known}", 原因=one.refused).strip()


def _apart(one: PlanChange) -> tuple[str | None, str | None]:
    """Return both sides of a difference; of the plan's lists of words and holidays only what the other has not."""
    if one.kind != "plan" or one.before is None or one.after is None:
        return one.before, one.after
    sides = [text.split("；") for text in (one.before, one.after)]
    before, after = ("；".join(part for part in these if part not in those) for these, those in (sides, sides[::-1]))
    return before, after


def field_head(kind: str, field: str) -> str:
    """Return what a field of a record is called: as the key of its table, where there is one of that name."""
    table = _table(kind)
    alias = {
        "columns": "columns" if kind == "parameters" else "column",
        "inputs": "rule",
        "beside": "count",
        "date_column": "date",
        "fixed_rows": "fixed",
        "low": "low" if kind == "indicators" else "range",
        "high": "high" if kind == "indicators" else "range",
        "relations": "relation",
        "predecessors": "predecessor",
        "dimension": "of",
    }.get(field, field)
    texts = catalogue()
    if kind == "plan" and field in ("words", "uses", "calendar"):
        return word(f"sheet.{field}")
    if field in ("process", "block") and kind == "items":
        return word(f"sheet.{field}")
    said = texts.get(f"keys.{table}.{alias}") or texts.get(f"keys.common.{alias}") or texts.get(f"keys.plan.{alias}")
    return said.partition("：")[0] if said else field


def value_words(one: PlanChange, text: str | None) -> str:
    """Return one side of a difference with its keys called as in the book, and the words one may choose from."""
    if text is None:
        return ""
    key = KEYS[_table(one.kind)].key(one.field) if _table(one.kind) in KEYS else None
    if text in ("True", "False"):
        return word("yes" if text == "True" else "no")
    if key is not None and (key.words or (_table(one.kind), one.field) == RULE):
        return label(_table(one.kind), one.field, text)
    if one.kind == "checks" and one.field == "inputs":
        return _input_words(text)
    if one.kind == "plan":
        text = re.sub(r"(?:(?<=^)|(?<=；))([a-z_]+)(?= = )", lambda found: field_head(one.field, found[1]), text)
    inner = (key.of,) if key is not None and key.type in (Type.TABLE, Type.ROWS) else ()
    return _with_heads(inner, text)


def _input_words(text: str) -> str:
    """What a rule reads, as it is written in the book; inputs without a value are left out."""
    parts = (part.partition(" = ") for part in text.split("；"))
    chosen = {name for rule in RULES.values() for name, read in rule.inputs.items() if read.words}
    return "；".join(
        f"{field_head('checks', name)} = "
        + ("、".join(label("check", name, one) for one in value.split("、")) if name in chosen else value)
        for name, _, value in parts
        if value
    )


def _table(kind: str) -> str:
    """The table of keys that a kind of record is written in."""
    return kind if kind in ("words", "uses") else kind.removesuffix("s")


def _with_heads(inner: tuple[str, ...], text: str) -> str:
    """Return a text with the fields of a record called as in the book: 面积·measure → 面积·计量单位; 是 for a flag.

    `inner`: the table whose keys they are, where that is known.
    """

    def words(found: re.Match[str]) -> str:
        name, sign, value = found[1], found[2], found[3]
        others = (one for one, table in KEYS.items() if not table.settings)
        tables = (*inner, "register_column", "check", "item", *others)
        homes = (table for table in tables if field_head(table, name) != name)
        table = "measure" if name == "dimension" else next(homes, "")
        if value in ("True", "False"):
            value = word("yes" if value == "True" else "no")
        elif table in KEYS and (key := KEYS[table].key(name)) is not None and key.words:
            value = label(table, name, value)
        return f"{field_head(table, name)}{sign}{value or say('plan_show.nobody')}"

    return re.sub(r"(?<=[·（，])([a-z_]+)([：=])([^，（）]*)", words, text)


def _short(text: str) -> str:
    found = text or say("plan_show.nobody")
    return found if len(found) <= 120 else f"{found[:119]}…"


def problem_words(told: Problem | Look) -> str:
    """Return a sentence of the loader as one says it of a book: heads and words of its columns, no key of the files."""
    tables = tuple(_tables_at(told.path))
    facts = {name: _fact_words(tables, told.key, name, fact) for name, fact in told.facts.items()}
    if not told.key or language_in_use() != CHINESE:
        return say(told.key, **facts) if told.key else told.message
    texts = catalogue(CHINESE)
    text = _KEY.sub(lambda found: _key_words(tables, found), texts[told.key])
    text = _SAME_TWICE.sub(lambda found: found[1], _TYPE_LETTERS.sub("", text))
    return fill(texts.get(f"plan_reading.told.{told.key.partition('.')[2]}") or text, facts)


def kind_meant(told: Problem) -> str:
    """Return the table in which what a reference leads to would have stood, "" for a problem of another sort."""
    tables = tuple(_tables_at(told.path))
    step = re.match(r"[a-z_]*", _BRACKETS.sub("", told.path).rpartition(".")[2])
    key = KEYS[tables[0]].key(step[0]) if tables and step else None
    if told.key == "plan.not_in_table":
        return "table"
    if told.key not in ("plan.dangling", "plan.no_such") or key is None:
        return ""
    if key.type is Type.UNITS:
        return "unit_kind" if str(told.facts.get("名称", "")).lstrip("-").startswith("@") else "unit"
    return key.of if key.type in (Type.REF, Type.REFS) else ""


def _tables_at(path: str) -> Iterator[str]:
    """The tables around a place of a plan, the innermost first: item[Q1].count[1].when → count, item."""
    first, *steps = _BRACKETS.sub("", path).split(".")
    found = [first] if first in KEYS else []
    for step in steps if found else ():
        key = KEYS[found[0]].key(step)
        if key is None or key.type not in (Type.TABLE, Type.ROWS):
            break
        found.insert(0, key.of)
    yield from found


def _fact_words(tables: tuple[str, ...], key: str, name: str, fact: object) -> object:
    if name == "键" and isinstance(fact, str):
        return "、".join(_head_at(tables, one) or one for one in fact.split("、"))
    if name == "规则" and isinstance(fact, str):
        return label(*RULE, fact)
    of, chosen = _WORD_FACTS.get(key, ("", ""))
    return label(tables[0] if tables else "", chosen, str(fact)) if name == of else fact


def _key_words(tables: tuple[str, ...], found: re.Match[str]) -> str:
    said = _head_at(tables, found[1])
    if said is None:
        return found[0]
    value = word("yes") if found[2] else label(tables[0] if tables else "", found[1], found[3]) if found[3] else ""
    return fill("“{said}”填“{value}”" if value else "“{said}”", {"said": said, "value": value})


def _head_at(tables: tuple[str, ...], name: str) -> str | None:
    """Return what a key, a word one may choose or a table is called in a book; None for what is none of them."""
    around = [(table, key) for table in tables for key in (*KEYS[table].keys, *COMMON)]
    elsewhere = [(table.name, key) for table in KEYS.values() if not table.settings for key in table.keys]
    for table, key in around:
        if key.name == name:
            return _key_head(table, key)
    for table, key in around:
        if name in key.words:
            return label(table, key.name, name)
    return next((_key_head(table, key) for table, key in elsewhere if key.name == name), None) or (
        sheet_name(name) if name in KEYS else None
    )


def _key_head(table: str, key: Key) -> str:
    """The head of a key's column; of tables inside another, which have a sheet of their own, its name."""
    inner = {Type.ROWS: key.of, Type.RECORDS: key.name}.get(key.type)
    return sheet_name(inner) if inner else head_of(table, key.name)


_STEP = re.compile(r"(?:\.[^.\[\]]*|\[[^\[\]]*\])$")


def at_cells(problems: Iterable[Problem | Look], places: Mapping[str, BookPlace]) -> tuple[BookProblem, ...]:
    """Problems of a plan with the cells of the book that say what is wrong."""
    return tuple(BookProblem(place=place_of(one.path, places), message=problem_words(one)) for one in problems)


def places_of(rows: Rows) -> Mapping[str, BookPlace]:
    """Return path of the loader (`item[Q06.8].formula`) → cell."""
    found: dict[str, BookPlace] = {}
    for kind, of in rows.items():
        for called, row in zip(row_names(list(of)), of, strict=True):
            found.update(_cells(kind if kind in SINGLE else f"{kind}[{called}]", row))
    return found


def _cells(path: str, row: Mapping[str, Any]) -> Iterator[tuple[str, BookPlace]]:
    if not isinstance(row, BookRow):
        return
    yield path, row.place
    for name, place in row.cells.items():
        yield f"{path}.{name}", place
    for name, value in row.items():
        if isinstance(value, dict) and value and name not in row.cells:  # in columns of its own: the first of them
            yield f"{path}.{name}", row.cells[f"{name}.{next(iter(value))}"]
        if isinstance(value, list) and value and isinstance(value[0], BookRow):
            for called, inner in zip(row_names(value), value, strict=True):
                yield from _cells(f"{path}.{name}[{called}]", inner)


def place_of(path: str, places: Mapping[str, BookPlace]) -> BookPlace:
    """Return the cell a path leads to, or the nearest thing around it; the sheet for a table that has no row."""
    at = path
    while at not in places and at:
        cut = _STEP.sub("", at)
        at = cut if cut != at else ""
    if at:
        return places[at]
    table = re.match(r"\w*", path)
    known = {page.table for page in pages()}
    return BookPlace(sheet=sheet_name(table[0]) if table and table[0] in known else "")
