"""Fonts inside a PDF are held against the typefaces of this machine: what is drawn as something else is a lie."""

import io
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from forms.glyphs import drawn
from forms.glyphs.drawn import DrawnSigns
from forms.glyphs.shapes import mistaken_for, shape_of
from forms.glyphs.truetype import Contour, NoFont, truetype_of, typeface
from forms.opening.open_return import open_return
from forms.page.font_files import installed_typefaces
from forms.seals.pdf.page_profile import drawn_in
from tests.forms.guards.sealed_books import known
from tests.forms.opening.pages.hostile_fonts import LIES, UNKNOWN, exchanged
from tests.forms.opening.pages.test_document_pages import document, pages_of


def judged(pdf: bytes) -> DrawnSigns:
    return drawn_in(PdfFileReader(io.BytesIO(pdf)).root)


def test_the_pages_of_the_program_draw_what_they_say() -> None:
    assert judged(pages_of()) == DrawnSigns()


@pytest.mark.parametrize("name", LIES)
def test_a_sign_drawn_as_another_is_a_lie(name: str) -> None:
    assert judged(LIES[name]()).lie


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_font_of_another_form_is_not_judged(name: str) -> None:
    found = judged(UNKNOWN[name]())
    assert found.unknown and not found.lie


@pytest.fixture
def other_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has none of the paper's typefaces, and knows what figures look like."""
    figures = drawn._figures()
    monkeypatch.setattr(drawn, "_figures", lambda: figures)
    monkeypatch.setattr(drawn, "_faces", lambda: ())


@pytest.mark.usefixtures("other_machine")
def test_typefaces_that_are_not_here_are_named_and_nothing_is_held_against_them() -> None:
    found = judged(pages_of())
    assert found.unknown and not found.lie
    sealed = open_return(document(pages_of()), known)
    assert (sealed.pages, sealed.reasons, sealed.seals["document"]) == ("not_compared", (), "valid")
    assert all(name in sealed.hints[-1] for name in sealed.unknown_fonts) and sealed.unknown_fonts


@pytest.mark.usefixtures("other_machine")
def test_a_figure_drawn_as_another_is_seen_in_any_typeface() -> None:
    assert judged(exchanged("8", "9")()).lie


def test_a_paper_whose_letters_lie_is_refused() -> None:
    found = open_return(document(exchanged("8", "9")()), known)
    assert found.filed is None and "字体" in found.reasons[0].message


def test_figures_look_like_themselves_in_each_typeface_here() -> None:
    faces = [face for path in installed_typefaces() if (face := typeface(path))]
    known_here = drawn._figures()
    assert known_here and faces
    for face in faces:
        assert not [sign for sign in "0123456789" if mistaken_for(sign, face.outline(ord(sign)), known_here)]


SQUARE: tuple[Contour, ...] = (((0, 0, True), (10, 0, True), (10, 10, True), (0, 10, True)),)


def test_a_shape_fills_its_own_box() -> None:
    assert shape_of(()) is None and shape_of((((0, 0, True), (5, 0, True)),)) is None
    full = shape_of(SQUARE)
    assert full and all(row == (1 << 20) - 1 for row in full)


@pytest.mark.parametrize("content", [b"", b"\0" * 40, b"ttcf" + b"\xff" * 40, b"\0\1\0\0\0\x20" + b"\xff" * 600])
def test_what_is_no_font_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NoFont):
        truetype_of(content)


def test_a_file_of_this_machine_that_is_no_font_is_no_typeface(tmp_path: Path) -> None:
    assert typeface(tmp_path / "none.ttf") is None
