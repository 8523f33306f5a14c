"""Reader: a book of settings somebody filled in becomes the TOML that settings are kept from; the loader judges it.

Lines without a value are left out: blank is no value and takes none away. What cannot be a unit, an indicator or a
parameter is told with its sheet and cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from forms.given.cells import SheetCells
from forms.given_books.books import read_given
from forms.guards.guards import guard_size, text_file
from forms.settings_book.layout import by_unit_name, given, head, table_name, targets_name
from models.basics.errors import AppError
from models.basics.sizes import LARGEST_GIVEN
from models.plan.plan import Plan
from models.plan.records.parameter import Parameter, Rows
from models.returns.file_names import readable_name
from models.settings.settings import Settings
from models.settings.toml import toml_entry, toml_table

MOST_HEAD_ROWS = 10  # rows looked through for the heads
TOML = ".toml"


def is_text(path: Path) -> bool:
    """True for a settings file of texts, False for a book."""
    return path.suffix.lower() == TOML


def settings_file(path: Path, plan: Plan, settings: Settings) -> str:
    """Return what a settings file says as TOML: one of texts as it is, a book as `settings_of_book`. Raises as both."""
    if is_text(path):
        return text_file(path)
    return settings_of_book(guard_size(path, LARGEST_GIVEN), readable_name(path), plan, settings)


def settings_of_book(content: bytes, name: str, plan: Plan, settings: Settings) -> str:
    """Return what a book says as TOML. `name`: what the file is called on the screen.

    What is in force already is no statement: it may be the plan's own.

    Raises AppError("settings_book_empty"), ("settings_book_cell"), and as `read_given`.
    """
    book = read_given(content, name)
    tables = {table_name(one): one.id for one in plan.parameters.values() if one.type == "table"}
    parts: list[str] = []
    by_unit: dict[str, dict[str, str]] = {}
    for sheet in book.sheets:
        title = sheet.title.strip()
        if title == targets_name():
            parts += _targets(sheet, plan)
        elif title == by_unit_name():
            for parameter, unit, value in _values(sheet, plan, settings):
                by_unit.setdefault(parameter, {})[unit] = value
        elif title in tables:
            parts += _rows(sheet, plan.parameters[tables[title]], settings.table(plan, tables[title]))
    parts += [toml_table(f"parameters.{one}", units) for one, units in by_unit.items()]
    if not any(parts):
        raise AppError("settings_book_empty", 文件=name)
    return "\n".join(parts)


def _lines(sheet: SheetCells, wanted: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row below the heads: its number and its texts by head; a sheet without the heads has none."""
    for row in list(sheet.rows)[:MOST_HEAD_ROWS]:
        columns = {sheet.text(row, column): column for column in sheet.rows[row]}
        if all(one in columns for one in wanted):
            for number in (one for one in sorted(sheet.rows) if one > row):
                yield number, {text: sheet.text(number, column) for text, column in columns.items()}
            return
    raise AppError("settings_book_heads", 表=sheet.title, 栏="、".join(wanted))


def _targets(sheet: SheetCells, plan: Plan) -> Iterator[str]:
    for number, said in _lines(sheet, (head("unit"), head("indicator"), head("target"))):
        value = said[head("target")]
        if not value:
            continue
        unit = _unit(sheet, number, plan, said[head("unit")] or said.get(head("unit_name"), ""))
        indicator = said[head("indicator")]
        if indicator not in plan.indicators:
            raise _wrong(sheet, number, head("indicator"), indicator)
        more = {"doc_no": said.get(head("doc_no"), ""), "doc_date": said.get(head("doc_date"), "")}
        entry = {
            "unit": unit,
            "indicator": indicator,
            "value": value,
            **{key: text for key, text in more.items() if text},
        }
        yield toml_entry("target", entry)


def _values(sheet: SheetCells, plan: Plan, settings: Settings) -> Iterator[tuple[str, str, str]]:
    for number, said in _lines(sheet, (head("parameter"), head("unit"), head("value"))):
        parameter, value = said[head("parameter")], said[head("value")]
        if not value:
            continue
        if parameter not in plan.parameters:
            raise _wrong(sheet, number, head("parameter"), parameter)
        unit = _unit(sheet, number, plan, said[head("unit")] or said.get(head("unit_name"), ""))
        if value != given(plan, settings, parameter, unit):
            yield parameter, unit, value


def _rows(sheet: SheetCells, parameter: Parameter, known: Rows) -> Iterator[str]:
    columns = [one.name for one in parameter.columns]
    for _, said in _lines(sheet, columns):
        filled = {name: said[name] for name in columns if said[name]}
        if filled and filled not in known:
            yield toml_entry(f"parameters.{parameter.id}", filled)


def _unit(sheet: SheetCells, number: int, plan: Plan, text: str) -> str:
    found = plan.unit_named(text)
    if found is None:
        raise _wrong(sheet, number, head("unit"), text)
    return found.id


def _wrong(sheet: SheetCells, number: int, column: str, text: str) -> AppError:
    return AppError("settings_book_cell", 表=sheet.title, 行=number, 栏=column, 原文=text)
