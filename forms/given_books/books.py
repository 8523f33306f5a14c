"""Books: whatever a person picks to fill from, read by what it is; anything else is named with what to do.

The name of a file decides nothing. Reading runs in the worker: it takes bytes and gives back plain data.
"""

import io
import zipfile
from collections.abc import Callable, Mapping

from forms.given.cells import ForeignBook
from forms.given.package import open_package
from forms.given.pieces import Arriving, Tell, give_away, untold
from forms.given.text_table import read_text_table
from forms.given.xlsx import read_xlsx
from forms.given_books.markup_kinds import markup_kind, packed_document
from forms.given_books.old_books import read_old_book
from forms.given_books.web_pages import read_page, read_pages
from forms.given_books.xml_book import read_xml_book
from forms.guards.guards import Shape, sniff
from forms.guards.worker import Ask, Plain, in_worker
from models.basics.errors import AppError

_MARKUP: Mapping[str, Callable[[bytes, str], ForeignBook]] = {
    "page": read_page,
    "pages": read_pages,
    "xml": read_xml_book,
    "document": lambda content, name: read_old_book(packed_document(content, name), name),
}
ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "et", "ods", "csv", "txt")
_NO_TABLE: dict[Shape, str] = {  # what it is instead → the sentence that tells the way out
    "pdf": "import_is_pdf", "ofd": "import_is_pdf", "zip": "import_is_archive", "rar": "import_is_archive",
    "7z": "import_is_archive", "image": "import_is_image", "docx": "import_is_words", "mail": "import_is_mail",
    "winmail": "import_is_mail", "locked": "import_password",
}  # fmt: skip


def read_given(content: bytes, name: str, tell: Tell = untold) -> ForeignBook:
    """Return the sheets of a book, read in the worker; `name` is what the file is called on the screen.

    `tell` is called with how far it is, twice from the beginning: while it is read, and while its cells arrive; what it
    raises ends the reading.

    Raises AppError: "import_password", "import_macros", "import_links", "import_unreadable", "import_too_large",
    "import_no_table" or "import_is_…" for what is none, and as `in_worker`.
    """
    arriving = Arriving(tell)
    return arriving.book(in_worker(given_plainly, content, name, arriving.take))


def given_plainly(content: bytes, name: str, ask: Ask) -> Plain:
    """Read a book in the worker, give its cells away piece by piece and return what is left of it."""
    return give_away(_read(content, name, lambda done, of: ask(("read", done, of))), ask)


def _read(content: bytes, name: str, tell: Tell) -> ForeignBook:
    shape = sniff(content)
    if shape == "cut":
        raise AppError("import_unreadable", 文件=name)
    if shape == "xlsx" and not _binary(content):
        return read_xlsx(open_package(content, name), tell)
    if shape in ("xls", "et", "ods", "xlsx"):
        return read_old_book(content, name)
    if kind := markup_kind(content) if shape in ("other", "mail") else "":
        return _MARKUP[kind](content, name)
    table = read_text_table(content, name) if shape == "other" else None
    if table is None:
        raise AppError(_NO_TABLE.get(shape, "import_no_table"), 文件=name)
    return table


def _binary(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {one.replace("\\", "/").lower() for one in archive.namelist()}
    return "xl/workbook.xml" not in names
