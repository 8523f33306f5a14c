"""Template texts: what the hidden sheet of a template says, and the texts its writer and reader share.

Nothing that stands there is trusted: it tells which unit, period, part and supplier the book was made for, so that a
book for somebody else is refused with a sentence instead of being read.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields

from forms.given.cells import SheetCells
from models.basics.messages import say
from models.basics.records import dataclass

KEY_SHEET = "碳报"  # hidden
KNOWN_SHEETS = frozenset((KEY_SHEET, "填表说明", "数据签名", "审核结果"))
FORM = "tanbao-template-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateKeys:
    """Who a template was made for; every field "" where the book says nothing."""

    form: str = ""
    plan: str = ""
    unit: str = ""
    period: str = ""
    supplier: str = ""
    slice: str = ""


def key_rows(keys: TemplateKeys) -> Mapping[str, str]:
    """Return what the hidden sheet says, name → text."""
    return {name: str(value) for name, value in asdict(keys).items()}


def template_keys(page: SheetCells | None) -> TemplateKeys:
    """Return what the hidden sheet of a book says; nothing for a book that has none or another form."""
    if page is None:
        return TemplateKeys()
    said = {page.text(row, 1): page.text(row, 2) for row in page.rows}
    keys = TemplateKeys(**{one.name: said.get(one.name, "")[:200] for one in fields(TemplateKeys)})
    return keys if keys.form == FORM else TemplateKeys()


def derived_word() -> str:
    """Return what stands in a cell that the program computes."""
    return say("imports.derived")
