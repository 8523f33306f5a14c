"""A PDF whose pages look unlike what they say is refused, and of a changed one it is said in the right words what it is."""

import io
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from forms.glyphs.drawn import DrawnSigns
from forms.opening.open_return import open_return
from forms.opening.opened import Opened
from forms.page.geometry import Foot
from forms.page.page import build, paragraph
from forms.page_reading.read_pages import read_pages
from forms.seals.pdf.page_profile import drawn_in, odd_page
from models.basics.errors import AppError
from models.basics.messages import say, sentence
from tests.forms.guards.sealed_books import known
from tests.forms.opening.pages.hostile_pages import AFTER, BEFORE, PAGES, drawn, redrawn, written
from tests.forms.opening.pages.test_document_pages import document, pages_of
from tests.forms.seals.pdf import pdf_changes as change


def told(pdf: bytes) -> str:
    """What is said of a file that is not accepted."""
    try:
        opened: Opened = open_return(pdf, known)
    except AppError as error:
        return sentence(error)
    assert opened.reasons and opened.seals["document"] == "broken"
    return opened.reasons[0].message


@pytest.mark.parametrize("name", BEFORE)
def test_what_a_unit_would_seal_into_its_pages_beside_what_they_say_is_seen(name: str) -> None:
    make, word = BEFORE[name]
    pdf = make()
    odd = odd_page(PdfFileReader(io.BytesIO(pdf)).root)
    read = read_pages(pdf, marks=frozenset({say("papers.test")})) if odd is None else None
    assert word in ((odd[1],) if odd else set(read.odd.values()) if read else ())


@pytest.mark.parametrize("name", ["a white box over the figures", "layers"])
def test_what_is_seen_so_is_named_and_refused(name: str) -> None:
    make, word = BEFORE[name]
    assert say(f"errors.pages_odd.{word}") in told(document(make()))


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_say_something_else_than_the_data_are_refused(name: str) -> None:
    assert "PDF" in told(document(PAGES[name]()))


def test_a_number_that_stands_nowhere_in_the_paper_is_told_with_its_page() -> None:
    """Somebody with the key writes a line of his own on a page: nothing of what was sealed is missing from it."""
    note = drawn(b"0 0 0 rg BT /F1 12 Tf 1 0 0 1 300 12 Tm (Q06.9 = 192.40) Tj ET")
    found = open_return(document(note()), known)
    assert found.reasons == () and [one for one in found.hints if "第3页" in one and "192.40" in one]


@pytest.mark.parametrize("words", ["sixty-six point five", "VOID"])
def test_words_that_stand_nowhere_in_the_paper_are_told_with_their_page(words: str) -> None:
    note = drawn(b"0 0 0 rg BT /F1 12 Tf 1 0 0 1 300 12 Tm (%s) Tj ET" % words.encode())
    found = open_return(document(note()), known)
    assert found.reasons == () and [one for one in found.hints if "第3页" in one and words.split("-")[0].lower() in one]


def hints_of(what: Callable[[IncrementalPdfFileWriter], None]) -> tuple[str, ...]:
    """What is told beside a paper whose unit put something more into it before sealing; nothing of it is refused."""
    found = open_return(document(change.updated(pages_of(), what)), known)
    assert found.reasons == () and found.pages == "equal"
    return found.hints


def titled(text: str) -> Callable[[IncrementalPdfFileWriter], None]:
    def act(writer: IncrementalPdfFileWriter) -> None:
        writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string(text)}))

    return act


def test_a_figure_of_the_return_that_stands_once_more_is_told() -> None:
    note = drawn(b"0 0 0 rg BT /F1 12 Tf 1 0 0 1 300 12 Tm (Q06.9 = 10.875) Tj ET")
    found = open_return(document(note()), known)
    assert found.reasons == () and [one for one in found.hints if "第3页" in one and "10.875" in one and "次数" in one]


@pytest.mark.parametrize(
    "pieces",
    [
        (written(b"182", 0), written(b".", 15, 30), written(b"4000", 15)),
        (written(b"182.4000", 0), written(b"1", 37)),
        (written(b"182.4000", -300),),
    ],
    ids=["without its point", "with one digit more", "in another column"],
)
def test_a_figure_that_people_read_otherwise_than_it_is_drawn_is_told(pieces: tuple[bytes, ...]) -> None:
    found = open_return(document(redrawn(*pieces)()), known)
    assert found.reasons or [one for one in found.hints if "第3页" in one and "本行本栏" in one]


@pytest.mark.parametrize("words", ["2020年第四季度报表", "Q06.9 = 192.40"])
def test_a_title_of_another_period_or_with_figures_is_told(words: str) -> None:
    assert [one for one in hints_of(titled(words)) if words in one and "文件属性" in one]


@pytest.mark.parametrize("size", [11, 7])
def test_whatever_a_unit_types_is_drawn_as_the_pages_of_a_return_may_be(size: float) -> None:
    """Lowered figures, boxes to tick, signs of many typefaces, and signs that none has."""
    typed = "☑已核对☐未核对 CO₂、CO2排放1万吨CO2e，PM₂.₅与PM2.5浓度42.5；𠅤㐂😀Ⅻ㎡m³é e\u0301 ﷽ 葛\U000e0100 №①ж"
    pdf = build([paragraph(typed * 3, size)], Foot("PM2.5 ☑"), "signs", made=None)
    assert odd_page(PdfFileReader(io.BytesIO(pdf)).root) is None
    read = read_pages(pdf, marks=frozenset())
    assert read is not None and read.odd == read.placed == {}
    assert "CO2排放1万吨CO2e" in "".join(read.texts[0].split())
    assert "浓度42.5；𠅤㐂" in "".join(read.texts[0].split()), "a sign beyond U+FFFF is read as itself"
    assert drawn_in(PdfFileReader(io.BytesIO(pdf)).root) == DrawnSigns()


@pytest.mark.parametrize("name", AFTER)
def test_a_file_that_was_changed_afterwards_is_called_what_it_is(name: str) -> None:
    make, words = AFTER[name]
    assert words in told(make())
