"""Types texts into a workbook as a person does at LibreOffice's keyboard, and saves it. Run by the system's Python,
which has `uno`, as a module from the root: FOLDER BOOK TEXTS, where TEXTS is a JSON file of [sheet, cell, text] triples.
"""

import json
import sys
from pathlib import Path

from tests.forms.seals.libreoffice_says import end, office


def fill(folder: Path, book: Path, texts: list[list[str]]) -> None:
    """Open a book, type into its cells, save it where it lies."""
    context, process = office(folder)
    from com.sun.star.beans import PropertyValue  # only there once `uno` is

    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        document = desktop.loadComponentFromURL(book.as_uri(), "_blank", 0, (PropertyValue("Hidden", 0, True, 0),))
        for sheet, cell, text in texts:
            # what the keyboard does: the cell's own format decides whether this becomes a number, a day or a text
            document.Sheets.getByName(sheet).getCellRangeByName(cell).FormulaLocal = text
        document.storeToURL(book.as_uri(), (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0),))
        document.close(True)
    finally:
        end(context, process)


if __name__ == "__main__":
    fill(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text("utf-8")))
