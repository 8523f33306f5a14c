"""Papers are Chinese whatever the window speaks: the same bytes, whichever language was chosen at the start."""

from collections.abc import Iterator

import pytest

from forms.document.approval import write_approval_sheet
from forms.document.document import write_document
from forms.filling.register_book import book_name, write_register_book
from forms.filling.template import write_template
from forms.papers.duty_list import write_duties
from forms.unit.sealing import files_note
from forms.workbook.workbook import write_workbook
from models.basics.messages import CHINESE, ENGLISH, choose_language, say
from models.checks.run import run_checks
from models.filling.duties import duty_list
from models.filling.slices import whole_scope
from models.settings.settings import Settings
from tests.forms.sample_return import county, filed, plan, police, sealed_of, sheet_of


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Chinese again after each test."""
    monkeypatch.delenv("TANBAO_LANGUAGE", raising=False)
    yield
    choose_language(None)


def _papers(unit: str) -> dict[str, bytes]:
    """Every paper of a unit, with explanations by a kind of reason, made in the language in use."""
    sheet = sheet_of(unit)
    content, findings = filed(sheet, revision=2), run_checks(sheet)
    books = {book_name(sheet, name): write_register_book(sheet, name).content for name in sheet.register_ids[:2]}
    return books | {
        "document": write_document(content, sheet, findings, draft=True, files_note=files_note(sheet, content)),
        "approval": write_approval_sheet(content, sheet, findings),
        "book": write_workbook(content, sheet, findings, sealed_of(content)),
        "template": write_template(sheet, whole_scope(sheet), supplier="农业科", filled=True),
        "duties": write_duties(duty_list(plan(), Settings(), unit)),
    }


@pytest.mark.parametrize("unit", [county(), police()])
def test_papers_have_the_same_bytes_in_an_english_window(unit: str) -> None:
    choose_language(CHINESE)
    assert say("window.yes") == "是"
    before = _papers(unit)
    choose_language(ENGLISH)
    assert say("window.yes") == "Yes"
    after = _papers(unit)
    assert set(after) == set(before)
    assert [name for name, content in before.items() if content != after[name]] == []
