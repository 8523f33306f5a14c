"""The guide on paper: every page is in one booklet, nothing of its text is lost, and each chapter is where it says."""

import re
from functools import cache

import pypdfium2
import pytest

from forms.manual.booklets import booklet, chapter_titles
from forms.manual.markdown import texts_of
from models.basics.messages import CHINESE, in_words
from models.help.guide_pages import BOOKLETS, guide_pages
from models.plan.load import SHIPPED, load_plan

PAGES = {page.key: page for page in guide_pages(CHINESE)}
MOST, LEAST = (
    {"unit": 10, "office": 15, "install": 4, "questions": 4},
    {"unit": 9, "office": 13, "install": 4, "questions": 4},
)
SPACE = re.compile(r"\s|·|　")


@cache
def paper(key: str) -> list[str]:
    """The text of each page of a booklet, in the words of the shipped plan."""
    with in_words(load_plan(SHIPPED).words):
        made = booklet(key, pictures=key == "install")
    document = pypdfium2.PdfDocument(made)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def test_every_page_of_the_guide_is_in_one_booklet() -> None:
    assert sorted(key for keys in BOOKLETS.values() for key in keys) == sorted(PAGES)


@pytest.mark.parametrize("key", BOOKLETS)
def test_a_booklet_holds_every_line_of_its_pages_and_its_contents_tell_where(key: str) -> None:
    found = paper(key)
    whole = SPACE.sub("", "".join(found))
    with in_words(load_plan(SHIPPED).words):
        pages = {page.key: page for page in guide_pages(CHINESE)}
    lines = [line for name in BOOKLETS[key] for line in texts_of(pages[name].text.partition("\n")[2])]
    cells = [SPACE.sub("", cell) for line in lines for cell in line.split("|")]
    # what stands on two pages has the foot of the first between its halves
    assert [cell for cell in cells if cell[:12] not in whole] == []
    assert LEAST[key] <= len(found) <= MOST[key]
    told = {SPACE.sub("", line) for line in found[0].splitlines()}
    for number, words in enumerate(chapter_titles([pages[name] for name in BOOKLETS[key]]), 1):
        title = SPACE.sub("", f"{number}{words}")
        begins = [at for at, text in enumerate(found, 1) if SPACE.sub("", text).count(title) > (at == 1)]
        assert len(begins) == 1 and f"{title}{begins[0]}" in told, (title, begins)
