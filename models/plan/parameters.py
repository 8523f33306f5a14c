"""A plan's rows about what the office may set: parameters, of one value or a table of them.

The same reading serves the plan's own values and those of a settings file. Figures are kept as plain decimal text.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from models.basics.quantity import plain
from models.basics.reading import APPROXIMATE, EntryError, read_date, read_number, with_power
from models.plan.plan import Parameter, ParameterColumn, Rows
from models.plan.rows.keys import KEYS
from models.plan.rows.toml_row import TomlRow, figure_fault, plain_text
from models.plan.rows.twins import unique
from models.plan.rows.values import Pools, Values, read

Value = str | tuple[str, ...] | Mapping[str, str] | tuple[Mapping[str, str], ...]
"""What a parameter is set to: text (a figure as plain decimal text), list, by unit, or rows of a table."""


OF_TYPE = {
    "choices": "choice",
    "choice_words": "choice",
    "values": "per_unit",
    "columns": "table",
    "key": "table",
    "rows": "table",
}  # key → the one type of parameter that has it
TYPES = KEYS["parameter"].key("type").words  # type: ignore[union-attr]
OWN_WORDS = {"choices": "choices", "choice_words": "choices", "values": "values"}  # key → how it is not wanted
PLAIN = ("id", "name", "type", "choices", "choice_words", "measure", "key", "clause", "note")  # taken as they are


def read_parameters(rows: Iterable[TomlRow], pools: Pools) -> dict[str, Parameter]:
    """Return parameters by id."""
    return unique((row.id(), row, _parameter(row, read(row, "parameter", pools), pools)) for row in rows)


def is_parameter(parameter: Parameter | None, kind: str) -> bool:
    """True for a parameter of a type; of one whose type is none, which was noted, it may be meant."""
    return parameter is not None and (parameter.type == kind or parameter.type not in TYPES)


def _parameter(row: TomlRow, said: Values, pools: Pools) -> Parameter:
    kind = said["type"]
    for key, of in OF_TYPE.items():
        if kind != of and said[key] and kind in TYPES:
            row.note(key, f"{OWN_WORDS.get(key, 'table')}_not_wanted")
    if kind == "choice" and not said["choices"]:
        row.note("choices", "missing_key", 键="choices")
    if said["choice_words"] and len(said["choice_words"]) != len(said["choices"]):
        row.note("choice_words", "choice_words_number", n=len(said["choice_words"]), m=len(said["choices"]))
    for unit in said["values"]:
        row.known(unit, f"values.{unit}", pools.ids["unit"])
    columns = tuple(
        ParameterColumn(name=one["name"], type=one["type"], measure=one["measure"]) for one in said["columns"]
    )
    if kind == "table" and not (columns and said["key"]):
        row.note("columns", "table_needs", 键="columns、key")
    for name in said["key"]:
        row.known(name, "key", [column.name for column in columns])
    made = Parameter(
        **{key: said[key] for key in PLAIN},
        values={unit: plain(value) for unit, value in said["values"].items()},
        columns=columns,
    )
    return _with_own(row, made, said)


def _with_own(row: TomlRow, made: Parameter, said: Values) -> Parameter:
    """Return the parameter with the plan's own value or rows."""
    default = None
    rows: Rows = ()
    if said["default"] is not None:
        if made.type in ("per_unit", "table"):
            row.note("default", "default_kind")
        else:
            found = read_value(row, "default", made, said["default"])
            default = Decimal(found) if made.type in ("number", "whole") and isinstance(found, str) and found else found
    if said["rows"] is not None:
        rows = _table(row, "rows", made, said["rows"])
    fields = {name: getattr(made, name) for name in made.__slots__}
    return Parameter(**{**fields, "default": default, "rows": rows})


def read_value(row: TomlRow, key: str, parameter: Parameter, value: Any) -> Any:  # noqa: ANN401
    """Return what a parameter is set to, as its type keeps it; what does not fit is noted and gives an empty value."""
    if parameter.type in ("number", "whole"):
        return _figure(row, key, value, parameter.measure, whole=parameter.type == "whole")
    if parameter.type == "list":
        return row.texts(key)
    if parameter.type == "table":
        return _table(row, key, parameter, value)
    if parameter.type == "date":
        return _day(row, key, value)
    if parameter.type == "choice":
        return row.one_of(key, parameter.choices)
    return row.text(key)


def read_figure(row: TomlRow, key: str, value: object, measure: str) -> Decimal | None:
    """Return one exact figure in `measure`; None (noted) for anything else."""
    text = plain_text(value)
    try:
        reading = read_number(text, measure) if type(value) in (str, int, Decimal) else None
    except EntryError:
        reading = None
    if reading is None or reading.value is None or APPROXIMATE in reading.remarks or with_power(value):
        row.note(key, figure_fault(text), 键=key.rpartition(".")[2], 原文=text)
        return None
    return Decimal(plain(reading.value))


def _figure(row: TomlRow, key: str, value: object, measure: str, *, whole: bool = False) -> str:
    figure = read_figure(row, key, value, measure)
    if figure is None:
        return ""
    if whole and figure != figure.to_integral_value():
        row.note(key, "wrong_type", 键=key, 应为="整数")
    return plain(figure)


def _day(row: TomlRow, key: str, value: object) -> str:
    try:
        return read_date(value.isoformat() if type(value) is date else str(value)).value.isoformat()
    except EntryError:
        row.note(key, "not_a_day", 原文=str(value))
        return ""


def _table(row: TomlRow, key: str, parameter: Parameter, value: object) -> tuple[Mapping[str, str], ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        row.note(key, "not_repeated", 键=key)
        return ()
    rows = tuple(_row_of(row, f"{key}[{n}]", parameter, one) for n, one in enumerate(value, 1))
    seen: set[tuple[str, ...]] = set()
    for number, one in enumerate(rows, 1):
        names = tuple(one.get(name, "") for name in parameter.key)
        if names in seen:
            row.note(f"{key}[{number}]", "row_twice", 名称="、".join(names))
        seen.add(names)
    return rows


def _row_of(row: TomlRow, place: str, parameter: Parameter, found: Mapping[str, object]) -> Mapping[str, str]:
    columns = {column.name: column for column in parameter.columns}
    said: dict[str, str] = {}
    for name, value in found.items():
        if not row.known(name, f"{place}.{name}", columns):
            continue
        column = columns[name]
        if column.type == "number":
            said[name] = _figure(row, f"{place}.{name}", value, column.measure)
        elif column.type == "date":
            said[name] = _day(row, f"{place}.{name}", value)
        else:
            said[name] = value.strip() if isinstance(value, str) else plain_text(value)
    for name in parameter.key:
        if not said.get(name) and found.keys() <= columns.keys():
            row.note(place, "missing_key", 键=name)
    return {name: text for name, text in said.items() if text}


def merged_rows(
    parameter: Parameter, before: tuple[Mapping[str, str], ...], later: tuple[Mapping[str, str], ...]
) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a table, those set later in the place of those with the same key."""
    key = parameter.key
    found = {tuple(row.get(name, "") for name in key): row for row in (*before, *later)}
    return tuple(found.values())
