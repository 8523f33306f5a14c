"""Writer: the settings in force as one Excel book: a list to print, with who, when and document; sheets to fill in."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from forms.book.writer import Book, BookColumn, Margins, row_height
from forms.settings_book.layout import FilledSheet, by_unit_name, filled_sheets, head, table_name, targets_name
from forms.wording.files import name_by_content, write_files
from models.basics.messages import in_words_of, say
from models.basics.period import PLAN_ZONE, format_time
from models.basics.quantity import plain, with_measure
from models.office.settings_history import last_under, settings_history
from models.plan.records.parameter import Parameter
from models.workspace.office_workspace import OfficeWorkspace

LANES = (("group", 14), ("name", 52), ("in_force", 34), ("who", 40))
Line = tuple[str, str, str, str]  # group, name, value, key of its history


def write_settings_book(office: OfficeWorkspace, out: Path, at: datetime) -> tuple[Path, ...]:
    """Write the book into a folder; a book of other content is never replaced."""
    content = settings_book(office, at)
    return write_files(out, {f"{name_by_content(say('papers.settings.title'), content)}.xlsx": content})


@in_words_of(lambda office, *_, **__: office.plan.words)
def settings_book(office: OfficeWorkspace, at: datetime) -> bytes:
    """Return the book of the settings in force."""
    title, owner = say("papers.settings.title"), office.store.get_text("office_name")
    told = say("papers.settings.of", 单位=owner, 版=office.settings.version, 时=format_time(at.astimezone(PLAN_ZONE)))
    mark = say("papers.test") if office.store.get_value("test") == "1" else ""
    book = Book(title, owner, at, Margins(told, "", mark))
    lanes = [BookColumn(head(key), width) for key, width in LANES]
    page = book.page(title, title, lanes)
    page.note(told)
    page.head(keep=2)
    records = {one.key: one for one in settings_history(office)}.values()
    for group, name, value, key in _lines(office):
        last = last_under(records, key)
        parts = (last.by, format_time(last.at.astimezone(PLAN_ZONE)), last.document) if last else ()
        who = "　".join(filter(None, parts))
        page.row([say(f"papers.settings.{group}"), name, value or say("papers.settings.none"), who])
    for sheet in filled_sheets(office.plan, office.settings):
        _write_sheet(book, sheet)
    return book.content()


def _lines(office: OfficeWorkspace) -> Iterator[Line]:
    plan, settings = office.plan, office.settings
    for period in plan.periods.values():
        at = settings.due.get(period.id)
        yield "due", period.name, format_time(at) if at else "", f"due.{period.id}"
    yield "due", say("settings.clock.name"), say(f"settings.clock.{settings.clock}"), "clock"
    for question, version in settings.confirmed.items():
        said = say("papers.settings.confirmed_as", 版本=version)
        yield "confirmed", say(f"settings.elsewhere.{question}.name"), said, f"confirmed.{question}"
    for number, one in enumerate(settings.extensions, 1):
        name = f"{plan.unit_name(one.unit)}　{plan.periods[one.period].name}"
        yield "extension", name, f"{format_time(one.until)}　{one.reason}", f"extensions[{number}]"
    for parameter in plan.parameters.values():
        yield "parameter", parameter.name, _parameter(office, parameter), f"parameters.{parameter.id}"
    yield from _rules(office)


def _rules(office: OfficeWorkspace) -> Iterator[Line]:
    """What counts where, who belongs together, who owes what, what is let pass."""
    plan, settings = office.plan, office.settings
    for indicator, rules in settings.overlap.items():
        for unit, rule in rules.items():
            name = f"{plan.indicators[indicator].name}　{plan.unit_name(unit)}"
            yield "overlap", name, say(f"papers.summary.rule_{rule}"), f"overlap.{indicator}.{unit}"
    for group, members in settings.groups.items():
        yield "groups", plan.unit_name(group), "、".join(map(plan.unit_name, members)), f"groups.{group}"
    if settings.targets:
        yield "target", say("papers.settings.targets"), say("papers.settings.on_sheet", 表=targets_name()), "targets"
    for number, waiver in enumerate(settings.waivers, 1):
        name = f"{plan.unit_name(waiver.unit)}　{plan.check_called(waiver.check)}　{plan.periods[waiver.period].name}"
        yield "waiver", name, waiver.reason, f"waivers[{number}]"


def _parameter(office: OfficeWorkspace, parameter: Parameter) -> str:
    if parameter.type == "per_unit":
        return say("papers.settings.on_sheet", 表=by_unit_name())
    if parameter.type == "table":
        return say("papers.settings.on_sheet", 表=table_name(parameter))
    value = office.settings.parameter(office.plan, parameter.id)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return with_measure(parameter.words_of(value) if isinstance(value, str) else plain(value), parameter.measure)


def _write_sheet(book: Book, sheet: FilledSheet) -> None:
    """A sheet in which everything may be changed: heads in row 1; all cells are texts, none becomes a date."""
    page = book.add_open_sheet(sheet.name)
    bold, plain_text = book.style(bold=True, border=1), book.style(border=1, num_format="@", text_wrap=True)
    widths = [30 if any(len(row[column]) > 12 for row in sheet.rows) else 14 for column in range(len(sheet.heads))]
    for column, (text, width) in enumerate(zip(sheet.heads, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, text, bold)
    for number, row in enumerate(sheet.rows, 1):
        page.set_row(number, row_height(zip(row, widths, strict=True)))
        for column, text in enumerate(row):
            page.write_string(number, column, text, plain_text)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
