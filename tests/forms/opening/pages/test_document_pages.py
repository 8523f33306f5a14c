"""The pages of a PDF are compared with the data inside, and a further signature may not lie over them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import pytest
from pyhanko.stamp import StaticStampStyle

from forms.document import tables
from forms.document.document import write_document
from forms.document.other_words import KnownWords
from forms.document.printed import page_faults
from forms.opening.open_return import open_return
from forms.opening.opened import Opened
from forms.page import font_files
from forms.page.font_files import Face, font_file
from forms.page_reading.read_pages import page_texts
from forms.seals.pdf import seal
from forms.seals.pdf.seal import seal_document
from forms.seals.pdf.sealed import Attachment
from models.checks.run import run_checks
from models.returns.returns import Return
from tests.forms.guards.sealed_books import AT, known, sealed_return, signer_of
from tests.forms.sample_return import county, filed, sheet_of
from tests.forms.seals.pdf.pdf_changes import STAMP_ROOM, countersigned
from tests.forms.seals.sealing import pages as other_pages

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@cache
def pages_of(revision: int = 1) -> bytes:
    """The pages of the county's return, or of a later version of it."""
    sheet = sheet_of(county())
    content: Return = sealed_return()[0] if revision == 1 else filed(sheet, revision=revision)
    return write_document(content, sheet, run_checks(sheet))


@cache
def document(pages: bytes) -> bytes:
    """Pages with the county's workbook inside, sealed with the unit's own key."""
    book = Attachment(name="return.xlsx", content=sealed_return()[1], mime=MIME, relationship="/Source")
    return seal_document(pages, signer_of(county()), [book], reason=sealed_return()[0].digest[:16], signed_at=AT)


def opened(pdf: bytes) -> Opened:
    return open_return(pdf, known)


def test_the_pages_of_the_program_are_equal_to_the_data() -> None:
    found = opened(document(pages_of()))
    assert (found.pages, found.seals["document"], found.reasons) == ("equal", "valid", ())


def test_without_the_plan_only_the_digest_is_looked_for() -> None:
    found = open_return(document(pages_of()))
    assert (found.pages, found.seals["document"], found.reasons) == ("not_compared", "valid", ())


def test_pages_of_another_version_are_refused_even_without_the_plan() -> None:
    for found in (opened(document(pages_of(2))), open_return(document(pages_of(2)))):
        assert (found.pages, found.seals["document"]) == ("other", "broken")
        assert "第1页" in found.reasons[0].message


def test_a_single_page_that_says_something_else_is_refused() -> None:
    assert opened(document(other_pages())).pages == "other"


def test_a_figure_drawn_otherwise_on_a_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right digest stands on each page, the figure is another: what somebody with the key and a pen could draw."""
    sheet, (content, _) = sheet_of(county()), sealed_return()
    cells = {**content.cells, "Q06.9": replace(content.cells["Q06.9"], value="192.4")}
    digest = content.digest
    with monkeypatch.context() as pen:
        pen.setattr(Return, "digest", property(lambda _: digest))
        drawn = write_document(replace(content, cells=cells), sheet, run_checks(sheet))
    found = opened(document(drawn))
    assert found.pages == "other" and [one.item for one in found.reasons] == ["Q06.9"]
    assert "182.4" in found.reasons[0].message


def test_another_figure_in_an_items_row_is_a_fault_wherever_it_stands() -> None:
    sheet, (content, _) = sheet_of(county()), sealed_return()
    texts = page_texts(pages_of()) or ()
    assert page_faults(texts, content, sheet) == ()
    place = next(n for n, text in enumerate(texts) if "182.4000" in text)
    item = sheet.slots["Q06.9"].item
    row = f"{item.name}\n{item.measure}\nQ06.9\n"
    for wrong in ("-182.4000", "192.4000", "182.40001"):
        changed = [text.replace("182.4000", wrong) for text in texts]
        assert "Q06.9" in [one.address for one in page_faults(changed, content, sheet)], wrong
    for before in (f"{row}192.4000\n{texts[place]}", f"{texts[place]}\n{row}192.4000\n"):
        doubled = [*texts[:place], before, *texts[place + 1 :]]
        assert [one.address for one in page_faults(doubled, content, sheet)] == ["Q06.9"]


def test_pages_of_another_layout_are_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other widths break lines and pages elsewhere, as those of another release do."""
    sheet, (content, _) = sheet_of(county()), sealed_return()
    with monkeypatch.context() as other:
        other.setattr(tables, "WIDTHS_MM", (50, 30, 25, 25, 25, 20, 20, 20, 42))
        other.setattr(tables, "NUMBERS", ())
        pages = page_texts(write_document(content, sheet, run_checks(sheet))) or ()
    assert pages != page_texts(pages_of()) and page_faults(pages, content, sheet) == ()


@contextmanager
def one_typeface(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every face drawn by the typeface of 楷体, as on a machine that has only one."""
    path = font_file(Face.KAI).path
    kept = [
        one
        for name, module in list(sys.modules.items())
        for one in (vars(module).values() if name.startswith(("forms.page.", "forms.document.")) else ())
        if hasattr(one, "cache_clear")
    ]
    with monkeypatch.context() as machine:
        machine.setattr(font_files, "_installed", lambda: {path.name.lower(): path})
        for one in kept:
            one.cache_clear()
        yield
    for one in kept:
        one.cache_clear()


def test_pages_in_the_typefaces_of_another_machine_are_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clerk without 宋体 and 黑体 writes the paper in whatever there is, and here it is judged with our own."""
    sheet, (content, _) = sheet_of(county()), sealed_return()
    with one_typeface(monkeypatch):
        pages = write_document(content, sheet, run_checks(sheet))
    assert "代替" in (page_texts(pages) or ("",))[-1], "the paper says what stands in for what"
    found = opened(document(pages))
    assert (found.pages, found.reasons) == ("equal", ()) and pages != pages_of()
    assert not [one for one in found.hints if "没有的文字" in one]


@pytest.mark.parametrize("words", ["宋体以此件作废代替", "此件以霞鹜文楷代替"])
def test_other_words_in_the_place_of_typefaces_are_told(words: str) -> None:
    content = sealed_return()[0]
    known_words = KnownWords(content, sheet_of(county()).plan, [])
    assert known_words.unknown(words) and not known_words.unknown(
        "字体说明：宋体以文泉驿微米黑代替、黑体以思源宋体代替"
    )


def test_the_seal_of_the_unit_itself_may_not_lie_over_a_table_either() -> None:
    book = Attachment(name="return.xlsx", content=sealed_return()[1], mime=MIME, relationship="/Source")
    over = seal_document(
        pages_of(), signer_of(county()), [book], page=2, box=(40, 100, 800, 500), reason="报送", signed_at=AT
    )
    found = opened(over)
    assert found.filed is None and found.seals["document"] == "broken" and "第3页" in found.reasons[0].message


def test_the_seal_of_the_unit_itself_draws_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even in the room for a stamp: a word of the unit's own would stand there beside its figures."""
    book = Attachment(name="return.xlsx", content=sealed_return()[1], mime=MIME, relationship="/Source")
    plain = StaticStampStyle
    for border, state in ((0, "valid"), (3, "broken")):
        monkeypatch.setattr(seal, "StaticStampStyle", lambda border_width, drawn=border: plain(border_width=drawn))
        pdf = seal_document(
            pages_of(), signer_of(county()), [book], box=STAMP_ROOM, reason=sealed_return()[0].digest[:16], signed_at=AT
        )
        assert opened(pdf).seals["document"] == state


@pytest.mark.parametrize(("page", "box"), [
    (1, (60, 200, 540, 600)), (0, (40, 300, 560, 800)), (0, (100, 90, 300, 200)), (2, STAMP_ROOM), (0, (545, 300, 593, 420)),
])  # fmt: skip
def test_a_further_signature_over_the_pages_is_refused(page: int, box: tuple[int, int, int, int]) -> None:
    found = opened(countersigned(document(pages_of()), page=page, box=box))
    assert found.filed is None and found.seals["document"] == "broken"
    assert f"第{page + 1}页" in found.reasons[0].message and "骑缝章" in found.reasons[0].message


@pytest.mark.parametrize(("page", "box"), [(0, STAMP_ROOM), (1, (2, 300, 42, 420)), (0, (556, 300, 593, 420))])
def test_a_stamp_in_its_room_or_at_the_margin_is_accepted_and_named(page: int, box: tuple[int, int, int, int]) -> None:
    found = opened(countersigned(document(pages_of()), page=page, box=box))
    assert found.seals["document"] == "countersigned" and found.reasons == ()
    assert found.further == ("电子印章",) and "电子印章" in found.hints[0]


def test_a_signature_that_cannot_be_seen_is_named_too() -> None:
    assert opened(countersigned(document(pages_of()), visible=False)).further == ("电子印章",)
