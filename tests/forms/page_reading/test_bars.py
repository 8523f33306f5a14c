"""What a scanner reads from the bars of a page is read here as well."""

import string
from random import Random

import pytest
from reportlab.graphics.barcode.code128 import Code128

from forms.page.geometry import Box
from forms.page_reading.bars import MOST_BARS, has_bars, read_bars


class Bars:
    """A canvas that keeps the bars drawn on it."""

    def __init__(self, text: str, module: float = 0.7) -> None:
        self.drawn: list[Box] = []
        code = Code128(text, barHeight=18, barWidth=module, humanReadable=False, quiet=0)
        code.canv = self
        code.draw()

    def rect(self, left: float, bottom: float, width: float, height: float, **_: int) -> None:
        self.drawn.append((left, bottom, left + width, bottom + height))


@pytest.mark.parametrize("signs", ["0123456789ABCDEF", string.printable[:95], string.digits, "abc\t\r0123"])
def test_what_is_drawn_is_read_in_every_set_of_codes(signs: str) -> None:
    random = Random(12)
    for _ in range(40):
        text = "".join(random.choice(signs) for _ in range(random.randint(1, 24))).replace("\t", "").replace("\r", "")
        assert read_bars(Bars(text or "a", random.uniform(0.5, 2)).drawn) == (text or "a")


def test_bars_that_no_scanner_reads_say_nothing() -> None:
    good = Bars("3F0A9C").drawn
    one = good[7]
    for bars in (
        [],
        good[:-1],
        good[3:],
        [*good[:7], (one[0], one[1], one[2] + 0.5, one[3]), *good[8:]],  # wider by two thirds of a module
        [(good[0][0] - 3, *good[0][1:]), *good[1:]],
        [*good, *((x + 90, low, y + 90, high) for x, low, y, high in good)],
        good * MOST_BARS,
        [(5.0, 0.0, 5.0, 18.0)] * 10,
    ):
        assert read_bars(bars) == ""


def test_two_signs_exchanged_are_no_code() -> None:
    bars = Bars("3F0A9C").drawn
    assert read_bars(bars) == "3F0A9C"
    moved = [(left + 7.7 * (n // 3 == 2) - 7.7 * (n // 3 == 3), low, right + 7.7 * (n // 3 == 2) - 7.7 * (n // 3 == 3), high)
             for n, (left, low, right, high) in enumerate(bars)]  # fmt: skip
    assert read_bars(moved) == ""


def test_rules_of_a_table_are_no_bars_and_bars_of_rules_are() -> None:
    table = [(place, 100.0, place, 115.0) for place in (40.0, 62.0, 85.0, 108.0, 130.0, 160.0, 300.0, 322.0, 344.0)]
    assert not has_bars(table * 30, level=False)
    assert not has_bars([(0.0, 100.0 + 14 * row, 90.0, 100.0 + 14 * row) for row in range(30)], level=True)
    bars = [(left, 40.0, left, 60.0) for left, *_ in Bars("3F0A").drawn]
    assert has_bars(bars, level=False) and not has_bars(bars[:7], level=False)
    assert has_bars([(0.0, left, 90.0, left) for left, *_ in Bars("3F0A").drawn], level=True)
    assert not has_bars([(-1e30, 0.0, 1e30, 1.0), (float("nan"),) * 4], level=True)
