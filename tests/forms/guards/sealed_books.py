"""A return sealed with real keys, as workbook and as PDF, and the tools to change them as an attacker would."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from forms.seals.data_seal import seal
from forms.seals.keys import keys
from forms.seals.xlsx.opc import zipped
from forms.seals.xlsx.seal import seal_workbook
from forms.workbook.workbook import SealedContent, write_workbook
from models.checks.run import run_checks
from models.plan.plan import Plan
from models.returns.returns import Return
from models.settings.settings import Settings
from tests.forms.sample_return import county, filed, plan, police, sheet_of
from tests.forms.seals.sealing import AT

Parts = dict[str, bytes]
SETTINGS = Settings(version=1)


def known(digest: str, settings: int) -> tuple[Plan, Settings] | None:
    """The plan and settings every return here was made with."""
    return (plan(), SETTINGS) if digest == plan().digest else None


@cache
def signer_of(unit: str) -> keys.Signer:
    """The key of a unit."""
    key = keys.new_key()
    return keys.Signer(key, keys.self_signed(key, unit, plan().unit_name(unit)))


@cache
def stranger() -> keys.Signer:
    """Somebody's own key with a certificate in the unit's name."""
    key = keys.new_key()
    return keys.Signer(key, keys.self_signed(key, county(), plan().unit_name(county())))


@cache
def sealed_return(unit: str = "", rows: int = 4) -> tuple[Return, bytes]:
    """A return and its workbook, sealed twice as the program does it."""
    sheet = sheet_of(unit or county(), rows)
    content = filed(sheet)
    signer = signer_of(unit or county())
    sealed = SealedContent(content.content, seal(content.content, signer, AT))
    book = write_workbook(content, sheet, run_checks(sheet), sealed)
    return content, seal_workbook(book, signer, AT)


def county_book() -> bytes:
    """A county's workbook; Q06.9 is 182.40."""
    return sealed_return()[1]


def police_book() -> bytes:
    """A workbook with registers."""
    return sealed_return(police())[1]


def parts_of(book: bytes) -> Parts:
    """The parts of a book by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts, as our own writer packs them."""
    return zipped({f"/{name}": part for name, part in parts.items()})


def unsigned(book: bytes) -> Parts:
    """The parts without the package signature."""
    parts = {name: part for name, part in parts_of(book).items() if not name.startswith("_xmlsignatures")}
    types, rels = parts["[Content_Types].xml"], parts["_rels/.rels"]
    parts["[Content_Types].xml"] = re.sub(
        rb'<(Default Extension="sigs"|Override PartName="/_xmlsignatures)[^>]*/>', b"", types
    )
    parts["_rels/.rels"] = re.sub(rb"<Relationship [^>]*digital-signature/origin[^>]*/>", b"", rels)
    return parts


def texts_of(parts: Parts) -> list[str]:
    """The shared strings, as they are written."""
    return re.findall(r"<si><t[^>]*>([^<]*)</t></si>", parts["xl/sharedStrings.xml"].decode())


def sheet_with(parts: Parts, text: str) -> str:
    """The name of the sheet part in which a text stands."""
    cell = f't="s"><v>{texts_of(parts).index(text)}</v>'.encode()
    return next(name for name in parts if name.startswith("xl/worksheets/sheet") and cell in parts[name])


def row_of(parts: Parts, text: str) -> tuple[str, bytes]:
    """The sheet part and the row (XML) in which a text stands."""
    name = sheet_with(parts, text)
    cell = f't="s"><v>{texts_of(parts).index(text)}</v>'.encode()
    return name, next(row for row in re.findall(rb"<row .*?</row>", parts[name], re.DOTALL) if cell in row)


def figure_cell(parts: Parts) -> tuple[str, bytes]:
    """The sheet part and the cell (XML) that shows 182.4."""
    name, row = row_of(parts, "Q06.9")
    (cell,) = re.findall(rb'<c r="[A-Z]+\d+" s="\d+"><v>182.4</v></c>', row)
    return name, cell


def replaced(parts: Parts, name: str, old: bytes, new: bytes) -> Parts:
    """The parts with one place of one part changed."""
    assert old in parts[name], (name, old[:80])
    return {**parts, name: parts[name].replace(old, new, 1)}


Twist = Callable[[Parts], Parts | bytes]
