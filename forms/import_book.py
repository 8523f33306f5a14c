"""Import: what a workbook or a pasted block says for a sheet of ours, as an offer — nothing is taken here.

Lines are found by the code in the column 代码 (or, where that is blank, by a name that only one line has), columns by
their heads; the order of lines, columns and sheets means nothing. Our own templates, our own returns and a clerk's own
list all read alike. Source: issue of CK-A19, CK-A20; practice.md §3.4.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from forms.book_text import word
from forms.import_cells import SheetCells, Shown, read_sheets
from forms.import_heads import HEADS, LEAST_COLUMNS, column_letters, head_name, register_columns
from forms.template_words import KEY_SHEET, KNOWN_SHEETS, TemplateKeys, derived_word, template_keys
from models.addresses import COVER, field_address
from models.cells import PROGRESS_FIELDS, State
from models.errors import AppError
from models.plan import Register
from models.proposal import Offer, OfferedRow, OfferedText, Refusal
from models.reading import half_width
from models.sheet import Sheet
from models.words import fill, say

HEAD_WITHIN = 40  # rows in which the heads are looked for
MOST_TEXTS = 400_000
_STATES = {"未开展": State.NIL, "不适用": State.NA, "未到报告期": State.NOT_DUE, "暂无数据": State.AWAITED}
_STATE = re.compile(r"(未开展|不适用|未到报告期|暂无数据)(?:[：:，,（(]\s*(.*?)[）)]?)?", re.DOTALL)


def read_book(content: bytes, name: str, sheet: Sheet) -> Offer:
    """Return what a workbook offers to a sheet; `name` is what the file is called on the screen.

    Raises AppError: what `read_sheets` raises, "import_other" for a template of another unit or period,
    "import_nothing" when no sheet of it has a column 代码 or the columns of a register.
    """
    pages = read_sheets(content, name)
    keys = template_keys({one.title: one for one in pages}.get(KEY_SHEET))
    _refuse_strangers(keys, sheet, name)
    reader = _Reader(sheet)
    known = [reader.read(page) for page in pages if page.title not in KNOWN_SHEETS]
    if not any(known):
        raise AppError("import_nothing", 文件=name)
    skipped = [page.title for page, taken in zip((p for p in pages if p.title not in KNOWN_SHEETS), known, strict=True)
               if not taken and page.rows]  # fmt: skip
    if skipped:
        reader.remarks.append(say("imports.skipped", 表="、".join(skipped)))
    return reader.offer(name, keys)


def is_plain_book(content: bytes) -> bool:
    """True for a workbook that carries no data seal: somebody's list or a filled template, no return of ours.

    Looks at the names of the sheets alone and raises nothing; a file that cannot be looked into is none.
    """
    from forms.seals.guards import guard_foreign_zip, sniff

    if sniff(content) != "xlsx":
        return False
    try:
        guard_foreign_zip(content)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.read("xl/workbook.xml")
    except (AppError, KeyError, zipfile.BadZipFile):
        return False
    return word("sheet.seal").encode() not in names


def read_block(text: str, sheet: Sheet, name: str, register: str = "") -> Offer:
    """Return what a block copied from Excel, WPS or Word offers: tab separated, its first line the heads.

    `register`: id of the one it is meant for, "" = not said.

    Raises AppError("import_nothing") when the first line has neither 代码 nor the columns of a register.
    """
    rows = {
        number: {column: Shown(cell) for column, cell in enumerate(line.split("\t"), 1) if cell.strip()}
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1)
    }
    reader = _Reader(sheet)
    if not reader.read(SheetCells(register or name, rows), within=1):
        raise AppError("import_nothing", 文件=name)
    return reader.offer(name, TemplateKeys())


def _refuse_strangers(keys: TemplateKeys, sheet: Sheet, name: str) -> None:
    for said, ours in ((keys.unit, sheet.unit_id), (keys.period, sheet.period_id)):
        if said and said != ours:
            raise AppError("import_other", 文件=name, 单位=_unit_name(keys.unit, sheet), 报告期=keys.period)


def _unit_name(unit: str, sheet: Sheet) -> str:
    known = sheet.plan.units.get(unit)
    return known.name if known else unit


class _Reader:
    """Collects what the sheets of one book offer."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.texts: list[OfferedText] = []
        self.rows: list[OfferedRow] = []
        self.refused: list[Refusal] = []
        self.remarks: list[str] = []
        self._formulas = self._hidden = 0
        self._by_name = _unique_names(sheet)

    def offer(self, name: str, keys: TemplateKeys) -> Offer:
        """Return everything that was collected."""
        remarks = list(self.remarks)
        if self._hidden:
            remarks.append(say("imports.hidden", n=self._hidden))
        if self._formulas:
            remarks.append(say("imports.formulas", n=self._formulas))
        return Offer(
            name, tuple(self.texts), tuple(self.rows), tuple(self.refused), tuple(remarks), keys.supplier, keys.slice
        )

    def read(self, page: SheetCells, within: int = HEAD_WITHIN) -> bool:
        """Read one sheet; False when it has no heads of ours."""
        if sum(map(len, page.rows.values())) > MOST_TEXTS:
            raise AppError("import_nothing", 文件=page.title)
        for number in sorted(page.rows)[:within]:
            heads = {column: shown.text for column, shown in page.rows[number].items()}
            kinds = {column: HEADS[head_name(text)] for column, text in heads.items() if head_name(text) in HEADS}
            fields = self._progress_heads(heads)
            if "code" in kinds.values() and fields:
                self._read_progress(page, number, kinds, fields)
                return True
            register = self._register(page.title, heads)
            if register is not None and "value" not in kinds.values():
                self._read_register(page, number, *register)
                return True
            if kinds and {"code", "name"} & set(kinds.values()) and "value" in kinds.values():
                self._read_lines(page, number, kinds)
                return True
        return False

    def _register(self, title: str, heads: Mapping[int, str]) -> tuple[Register, dict[int, str]] | None:
        """The register whose columns these heads are: the one the sheet is called after, else the best fit."""
        fitting = [
            (title.strip().startswith(name) or title.strip() == register.name, len(found), register, found)
            for name in self.sheet.register_ids
            if (found := register_columns(register := self.sheet.plan.registers[name], heads))
        ]
        fitting.sort(key=lambda one: (one[0], one[1]), reverse=True)
        if not fitting:
            return None
        best = fitting[0]
        if len(fitting) > 1 and not best[0] and fitting[1][1] == best[1]:
            return None  # two registers fit alike: nothing is guessed
        return best[2], best[3]

    def _progress_heads(self, heads: Mapping[int, str]) -> dict[int, str]:
        names = {head_name(column.name): column.name for column in PROGRESS_FIELDS}
        found = {place: names[head_name(text)] for place, text in heads.items() if head_name(text) in names}
        return found if len(found) >= LEAST_COLUMNS else {}

    def _lines(self, page: SheetCells, head: int) -> Iterator[int]:
        for number in sorted(page.rows):
            if number > head and any(shown.text.strip() or shown.stale for shown in page.rows[number].values()):
                yield number

    def _read_lines(self, page: SheetCells, head: int, kinds: Mapping[int, str]) -> None:
        at = {kind: column for column, kind in sorted(kinds.items(), reverse=True)}
        for number in self._lines(page, head):
            address = self._address(page, number, at)
            if address is None:
                continue
            self._hidden += number in page.hidden
            for kind, suffix in (("value", ""), ("last_year", "/last_year")):
                column = at.get(kind)
                place = self._place(page, number, column)
                if column is not None and self._usable(page, number, column, place):
                    self._take(f"{address}{suffix}", page.text(number, column), place)
            self._take_state(page, number, at, address)

    def _address(self, page: SheetCells, number: int, at: Mapping[str, int]) -> str | None:
        """The address a line is for; None for one that says nothing or is no line of ours (told where it matters)."""
        code = half_width(page.text(number, at.get("code"))).replace(" ", "")
        name = re.sub(r"^ƒ\s*", "", page.text(number, at.get("name")))
        said = [page.text(number, at.get(kind)) for kind in ("value", "last_year", "state")]
        if not any(said) and not any(shown.stale for shown in page.rows[number].values()):
            return None
        if code:
            base = code.partition("/")[0]
            if base.startswith(f"{COVER}."):
                return base if base in self.sheet.fields else None  # what a cover says beyond its fields is no entry
            if base in self.sheet.slots:
                return base
            self.refused.append(Refusal(self._place(page, number, at.get("code")), self._why_not(base, number)))
            return None
        return self._by_name.get(head_name(name)) if name else None

    def _why_not(self, code: str, number: int) -> str:
        parts = code.partition("@")[0]
        if parts in self.sheet.plan.items:
            return say("imports.not_yours", 项=f"{self.sheet.plan.items[parts].name}（{code}）")
        check = self.sheet.plan.checks.get("CK-A20")
        return fill(check.message, {"行": str(number), "码": code}) if check else say("imports.unknown_code", 码=code)

    def _usable(self, page: SheetCells, number: int, column: int, place: str) -> bool:
        shown = page.rows[number].get(column)
        if shown is None:
            return False
        if shown.stale:
            check = self.sheet.plan.checks.get("CK-A19")
            self.refused.append(Refusal(place, check.message if check else say("imports.stale")))
            return False
        if (number, column) in page.merged and shown.text.strip():
            self.refused.append(Refusal(place, say("imports.merged", 行=number)))
            return False
        self._formulas += shown.formula
        return bool(shown.text.strip()) and shown.text.strip() != derived_word()

    def _take(self, address: str, text: str, place: str) -> None:
        state = _STATE.fullmatch(text.strip())
        if state and address in self.sheet.slots:
            self.texts.append(OfferedText(address, "", place, _STATES[state[1]], (state[2] or "").strip()))
        else:
            self.texts.append(OfferedText(address, text, place))

    def _take_state(self, page: SheetCells, number: int, at: Mapping[str, int], address: str) -> None:
        column = at.get("state")
        said = page.text(number, column)
        if not said or said in ("缺报", "缺", "数值"):
            return
        place, note = self._place(page, number, column), page.text(number, at.get("note"))
        state = _STATE.fullmatch(said)
        if state is None:
            self.refused.append(Refusal(place, say("imports.unknown_state", 原文=said[:40])))
        elif page.text(number, at.get("value")):
            self.refused.append(Refusal(place, say("imports.both", 状态=state[1])))
        elif not (_STATES[state[1]] is State.NOT_DUE and not self._due(address)):
            self.texts.append(OfferedText(address, "", place, _STATES[state[1]], note or (state[2] or "").strip()))

    def _due(self, address: str) -> bool:
        slot = self.sheet.slots.get(address)
        return slot is None or slot.due

    def _read_progress(self, page: SheetCells, head: int, kinds: Mapping[int, str], fields: Mapping[int, str]) -> None:
        column = next(place for place, kind in kinds.items() if kind == "code")
        for number in self._lines(page, head):
            block = half_width(page.text(number, column)).replace(" ", "")
            said = {place: name for place, name in fields.items() if page.text(number, place)}
            if not said:
                continue
            if block not in self.sheet.blocks:
                self.refused.append(Refusal(self._place(page, number, column), self._why_not(block, number)))
                continue
            for place, name in said.items():
                where = self._place(page, number, place)
                if self._usable(page, number, place, where):
                    self.texts.append(OfferedText(field_address(block, name), page.text(number, place), where))

    def _read_register(self, page: SheetCells, head: int, register: Register, columns: Mapping[int, str]) -> None:
        if any(word("mark.masked") in text.text for text in page.rows[head].values()):
            self.remarks.append(say("imports.masked", 台账=register.name))
            return
        foreign = [
            text.text.split("\n")[0]
            for place, text in page.rows[head].items()
            if place not in columns and head_name(text.text) not in ("行号", "台账代码", "计数")
        ]
        if foreign:
            self.remarks.append(say("imports.columns", 台账=register.name, 栏="、".join(foreign[:10])))
        for number in self._lines(page, head):
            texts = {
                name: page.text(number, place)
                for place, name in columns.items()
                if self._usable(page, number, place, self._place(page, number, place))
            }
            counted = {name for name in texts if register.column(name) and name != "序号"}
            if counted:
                self._hidden += number in page.hidden
                self.rows.append(OfferedRow(register.id, texts, self._place(page, number, None)))

    def _place(self, page: SheetCells, number: int, column: int | None) -> str:
        if column is None:
            return say("imports.row", 表=page.title, 行=number)
        return say("imports.place", 表=page.title, 行=number, 列=column_letters(column))


def _unique_names(sheet: Sheet) -> Mapping[str, str]:
    """Name → address of the lines whose name no other line of the sheet has."""
    found: dict[str, list[str]] = {}
    for address, slot in sheet.slots.items():
        if slot.line is None and not slot.last_year and not sheet.derives(slot):
            found.setdefault(head_name(slot.item.name), []).append(address)
    return {name: addresses[0] for name, addresses in found.items() if len(addresses) == 1 and name}
