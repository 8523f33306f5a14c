"""Beyond its return a paper says nothing strange where it merely says more than its workbook lists."""

import pytest

from forms.opening import beyond
from forms.page.read_pages import page_texts
from forms.workbook import texts
from forms.workbook.workbook import read_workbook, write_workbook
from models.checks.run import run_checks
from tests.forms.opening.test_document_pages import pages_of
from tests.forms.sample_return import county, filed, sealed_of, sheet_of


def test_figures_in_findings_that_the_workbook_leaves_out_are_no_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of 10,000 rows raises more findings than a sheet lists; the pages name figures in these too."""
    sheet = sheet_of(county())
    content, findings = filed(sheet), run_checks(sheet)
    for module in (texts, beyond):
        monkeypatch.setattr(module, "MOST_FINDINGS", 3)
    book = read_workbook(write_workbook(content, sheet, findings, sealed_of(content)), own=True)
    pages = list(page_texts(pages_of()))
    said = beyond.Beyond(content, sheet, findings, book)
    assert list(said.of_document(pages, ())) == []
    assert [hint for hint in said.of_document([*pages, "Q06.9 10.875"], ()) if f"第{len(pages) + 1}页" in hint]
