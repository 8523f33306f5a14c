"""What the content of a page says spares questions to PDFium and changes nothing of what is found."""

import io
import random
from collections.abc import Sequence

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from forms.page_reading.read_pages import PagesRead, read_pages
from forms.page_reading.written import WrittenPage
from forms.seals.pdf.page_profile import Drawings, drawn_in, odd_page, written_in
from models.basics.messages import say
from tests.forms.opening.pages import hostile_more, hostile_pages
from tests.forms.opening.pages.hostile_pages import PAGE, made, page_of
from tests.forms.opening.pages.test_document_pages import pages_of
from tests.forms.opening.pages.test_figures_in_columns import TWISTED
from tests.forms.opening.pages.test_hostile_more import some
from tests.seeds import seeds

MARKS = frozenset({say("papers.test")})
HOSTILE = {
    **{name: make for name, (make, _) in hostile_pages.BEFORE.items()},
    **hostile_pages.PAGES, **hostile_more.BEFORE, **hostile_more.PLAIN, **TWISTED,
}  # fmt: skip
STATES = [
    b"0 0 0 rg", b"1 1 1 rg", b".68 .68 .68 rg", b".95 .95 .95 rg", b"/gRLs0 gs\n0 0 0 rg", b"/gRLs0 gs",
    b"3 w", b".5 w", b".3 0 0 .3 9 9 cm", b"0 1 -1 0 300 300 cm", b"1 0 0 1 5 -7 cm",
]  # fmt: skip
SHAPES = [
    b"n %d %d 400 30 re f*", b"n %d %d 90 1 re f*", b"n %d %d 1.4 18 re f*", b"n %d %d 200 90 re S",
    b"n %d %d m 700 300 l S", b"BT 1 0 0 1 %d %d Tm /F1 9 Tf 9 TL (182.4) Tj T* ET", b"n %d %d m 60 12 l S",
    b"BT 1 0 0 1 200 14 Tm /F1 9 Tf 9 TL (1) Tj T* ET\nn %d %d m 60 12 l S",
]  # fmt: skip


def written(pdf: bytes) -> Sequence[WrittenPage | None]:
    drawings: Drawings = []
    root = PdfFileReader(io.BytesIO(pdf)).root
    return () if odd_page(root, drawings) else written_in(root, drawings, drawn_in(root))


def asked(pdf: bytes, known: Sequence[WrittenPage | None] = ()) -> PagesRead:
    found = read_pages(pdf, marks=MARKS, written=known)
    assert found is not None
    return found


def test_all_pages_of_ours_are_known_and_the_same_is_found() -> None:
    known = written(pages_of())
    assert len(known) > PAGE and None not in known
    found = asked(pages_of(), known)
    assert found == asked(pages_of()) and found.rows and not found.odd


@pytest.mark.parametrize("name", some(HOSTILE))
def test_of_hostile_pages_the_same_is_found(name: str) -> None:
    pdf = HOSTILE[name]()
    known = written(pdf)
    assert not known or asked(pdf, known) == asked(pdf)


@pytest.mark.parametrize("state", STATES)
def test_whatever_is_drawn_in_our_way_with_another_pen_is_found_as_well(state: bytes) -> None:
    """White and faint and tiny texts, boxes over figures, thick and turned and lone rules: one on each page."""

    def act(writer: IncrementalPdfFileWriter) -> None:
        for index, shape in enumerate(SHAPES):
            lines = [b"q", b"0 0 0 rg", b".5 w", shape.rpartition(b"\n")[2] % (300, 12), state, shape % (360, 12), b"Q"]
            with_lines(writer, index, b"\n".join(lines).split(b"\n"))

    pdf = made(act)()
    known = written(pdf)
    assert len(known) >= len(SHAPES) and None not in known
    assert asked(pdf, known) == asked(pdf)


@pytest.mark.parametrize("seed", seeds(3))
def test_whatever_is_written_in_our_way_anywhere_is_found_as_well(seed: int) -> None:
    chance = random.Random(seed)
    shape = chance.choice(SHAPES) % (chance.randint(-20, 700), chance.randint(-20, 400))
    lines = [*chance.sample(STATES, 2), shape, chance.choice(STATES)]
    pdf = made(lambda writer: with_lines(writer, PAGE, b"\n".join(lines).split(b"\n"), chance.random()))()
    known = written(pdf)
    assert known and known[PAGE] is not None
    assert asked(pdf, known) == asked(pdf)


def with_lines(writer: IncrementalPdfFileWriter, index: int, more: list[bytes], share: float = 1.0) -> None:
    """Put lines into a page's content, behind such a share of it."""
    page = page_of(writer, index)
    lines = page["/Contents"].data.split(b"\n")
    place = 1 + int(share * (len(lines) - 1))
    content = b"\n".join([*lines[:place], *more, *lines[place:]])
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=content))
    writer.update_container(page)


def test_what_is_said_of_another_page_is_not_believed() -> None:
    """PDFium is asked wherever it finds other things, or other words, than are said to be there."""
    known = written(pages_of())
    for other in (known[1:], known[::-1], [*known[1:], known[0]], [turned(one) for one in known]):
        assert asked(pages_of(), other) == asked(pages_of())


def turned(one: WrittenPage | None) -> WrittenPage:
    """The same words at other places among the rules."""
    assert one is not None
    paths = [thing for thing in one.things if thing[2] is None]
    return WrittenPage(things=[*paths, *(thing for thing in one.things if thing[2] is not None)], fonts=one.fonts)
