"""The plan may switch the package signature of workbooks off: none is then made, and none is missed."""

import io
from dataclasses import replace
from functools import cache

import openpyxl

from forms.opening.open_return import open_return
from forms.opening.verify import verify
from forms.seals.xlsx.seal import seal_workbook, workbook_seal_state
from forms.unit.sealing import Sealing, sealed_book, sealed_document
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.plan.plan import Plan
from models.planning.compare import Step, changes
from models.returns.returns import Return
from models.settings.json import settings_json
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.forms.guards.sealed_books import SETTINGS, signer_of, stranger
from tests.forms.sample_return import county, filed, plan, sheet_of
from tests.forms.seals.sealing import AT


@cache
def files() -> dict[str, bytes]:
    """The shipped plan's files with the switch in them."""
    shipped = plan_files(SHIPPED)
    name, text = next((name, text) for name, text in shipped.items() if b"\n[plan]\n" in text)
    return {**shipped, name: text.replace(b"\n[plan]\n", b"\n[plan]\nbook_seal = false\n")}


@cache
def switched() -> Plan:
    return load_plan_bytes(files())


def known(digest: str, settings: int) -> tuple[Plan, Settings] | None:
    return (switched(), SETTINGS) if digest == switched().digest else None


@cache
def sheet() -> Sheet:
    return replace(sheet_of(county()), plan=switched())


@cache
def content() -> Return:
    return filed(sheet())


@cache
def sealing() -> Sealing:
    findings = run_checks(sheet())
    return Sealing(sheet=sheet(), filed=content(), findings=findings, signer=signer_of(county()), at=AT)


@cache
def book() -> bytes:
    return sealed_book(sealing())


def test_books_bear_the_package_signature_unless_the_plan_switches_it_off() -> None:
    assert plan().book_seal and not switched().book_seal
    assert workbook_seal_state(book()).state == "absent"
    assert [(one.field, one.step) for one in changes(plan(), switched())] == [("book_seal", Step.MINOR)]


def test_a_book_without_it_is_as_it_was_sealed_where_its_plan_is_here() -> None:
    opened = open_return(book(), known)
    assert opened.seals == {"data": "valid", "workbook": "absent", "document": "absent"}
    assert (opened.reasons, opened.hints, opened.compared) == ((), (), True)


def test_without_its_plan_nobody_can_tell_why_there_is_none_unless_another_program_packed_it() -> None:
    opened = open_return(book())
    assert opened.seals["workbook"] == "absent" and "无从判断" in opened.hints[-1]
    again = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(book())).save(again)
    opened = open_return(again.getvalue())
    assert opened.seals["workbook"] == "resaved" and not any("无从判断" in one for one in opened.hints)


def test_its_pdf_holds_it_and_is_whole() -> None:
    pdf = sealed_document(sealing(), book())
    opened = open_return(pdf, known)
    assert opened.seals == {"data": "valid", "workbook": "absent", "document": "valid"}
    assert (opened.reasons, opened.pages) == ((), "equal")


def test_a_signature_by_another_key_is_told_all_the_same() -> None:
    assert open_return(seal_workbook(book(), stranger(), AT), known).seals["workbook"] == "untrusted"


def test_verification_says_absent_and_finds_no_fault() -> None:
    found = verify(book(), None, lambda digest, _: (files(), settings_json(SETTINGS)) if known(digest, 1) else None)
    assert found.sound and found.answer()["seals"] == {"data": "valid", "workbook": "absent", "document": "absent"}
    assert (found.properties["intact"], found.properties["covers"]) == ("yes", "not_compared")
