"""The bars at the foot of each page say which return it is, as the digest beside them does."""

from collections.abc import Callable
from functools import cache

import pytest
from reportlab.graphics.barcode.code128 import Code128

from forms.document.document import write_document
from forms.opening.open_return import open_return
from forms.opening.pages import code_reason
from forms.page import foot
from forms.page.geometry import MM, Foot
from forms.page.page import build, paragraph
from forms.page_reading.read_pages import read_pages
from forms.wording.paper_texts import barcode_of
from models.basics.messages import say
from models.checks.run import run_checks
from tests.forms.guards.sealed_books import known, sealed_return
from tests.forms.opening.pages.hostile_pages import drawn, drawn_before
from tests.forms.opening.pages.test_document_pages import document, pages_of
from tests.forms.sample_return import county, sheet_of

OTHER = "0123456789ABCDEF"


MARKS = frozenset({say("papers.test")})


class Thick(Code128):  # type: ignore[misc]
    """Bars that run together."""

    def rect(self, left: float, bottom: float, width: float, height: float) -> None:
        super().rect(left, bottom, width * 1.4, height)


class NoBars(Code128):  # type: ignore[misc]
    def rect(self, *_: float) -> None:
        return


def measured(**how: float) -> Callable[..., Code128]:
    return lambda text, **given: Code128(text, **given | how)


@cache
def bars_of_another() -> bytes:
    """The return's own paper with bars of another one; the digest below them stays."""
    with pytest.MonkeyPatch.context() as pen:
        pen.setattr(foot, "Code128", lambda _, **how: Code128(OTHER, **how))
        sheet = sheet_of(county())
        return document(write_document(sealed_return()[0], sheet, run_checks(sheet)))


@cache
def ours() -> str:
    return barcode_of(sealed_return()[0].digest)


def test_bars_of_our_own_say_the_digest_on_every_page() -> None:
    read = read_pages(pages_of(), marks=MARKS)
    assert read is not None and set(read.codes.values()) == {ours()} and len(read.codes) == len(read.texts)


@pytest.mark.parametrize("plan_here", [True, False])
def test_bars_of_another_return_are_named_with_their_page_and_refused(*, plan_here: bool) -> None:
    found = open_return(bars_of_another(), known if plan_here else None)
    assert (found.pages, found.seals["document"]) == ("other", "broken")
    said = found.reasons[0].message
    assert "第1页" in said and OTHER in said and ours() in said and "条码" in said


@pytest.mark.parametrize(("make", "said"), [
    (measured(barHeight=7 * MM, barWidth=0.3 * MM), {1: OTHER}), (measured(barHeight=4 * MM, barWidth=0.2 * MM), {1: OTHER}),
    (NoBars, {}), (Thick, {1: ""}),
], ids=["larger", "smaller", "left out", "run together"])  # fmt: skip
def test_bars_are_read_in_whatever_measures_a_release_prints_them(
    monkeypatch: pytest.MonkeyPatch, make: Callable[..., Code128], said: dict[int, str]
) -> None:
    monkeypatch.setattr(foot, "Code128", make)
    read = read_pages(build([paragraph("一")], Foot("二", OTHER), "三", made=None), marks=MARKS)
    assert read is not None and (read.odd, read.codes) == ({}, said)


@pytest.mark.parametrize(("code", "words"), [("", "扫不出来"), (OTHER, OTHER), ("a\r\nb", "“a··b”")])
def test_what_bars_say_is_told_in_one_line(code: str, words: str) -> None:
    said = code_reason(7, code, sealed_return()[0]).message
    assert "第7页" in said and words in said and ours() in said and said.isprintable()


def bars_of(text: str, left: float, low: float, *, ink: bytes, high: float = 18) -> bytes:
    """The operators that draw a code."""
    words: list[bytes] = [ink]

    class Pen:
        def rect(self, x: float, _: float, width: float, __: float, **___: int) -> None:
            words.append(b"%.3f %.3f %.3f %.3f re f" % (left + x, low, width, high))

    code = Code128(text, barHeight=high, barWidth=0.7, humanReadable=False, quiet=0)
    code.canv = Pen()
    code.draw()
    return b" ".join(words)


def lines_of(text: str, left: float, low: float) -> bytes:
    """The same as rules of a table that hangs from a level one."""
    words = [b"0 0 0 RG .4 w %.2f %.2f m %.2f %.2f l S" % (left, low + 18, left + 90, low + 18)]

    class Pen:
        def rect(self, x: float, _: float, width: float, __: float, **___: int) -> None:
            place = left + x + width / 2
            words.append(b"%.3f w %.3f %.3f m %.3f %.3f l S" % (width, place, low, place, low + 18))

    code = Code128(text, barHeight=18, barWidth=0.7, humanReadable=False, quiet=0)
    code.canv = Pen()
    code.draw()
    return b" ".join(words)


@pytest.mark.parametrize("stream", [
    bars_of(OTHER, 300, 10, ink=b"0 0 0 rg"),
    bars_of(OTHER, 300, 40, ink=b".9 .9 .9 rg"),
    b"1 1 1 rg 545 51 170 17 re f " + bars_of(OTHER, 549, 50.17, ink=b"0 0 0 rg", high=18.425),
    lines_of(OTHER, 300, 20),
], ids=["a second code", "in pale ink", "over ours, which is painted out", "made of rules"])  # fmt: skip
def test_bars_beside_ours_are_refused(stream: bytes) -> None:
    read = read_pages(drawn(stream)(), marks=MARKS)
    assert read is not None and (read.odd.get(3) == "drawing" or read.codes.get(3) == "")


def test_bars_before_ours_are_refused_too() -> None:
    read = read_pages(drawn_before(bars_of(OTHER, 300, 20, ink=b"0 0 0 rg") + b" ")(), marks=MARKS)
    assert read is not None and read.odd.get(3) == "drawing"
