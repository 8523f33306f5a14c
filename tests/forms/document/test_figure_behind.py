"""A figure behind a name is found where a pattern of its signs would find it, over lines as well."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forms.document import printed
from forms.document.printed import _figure_behind


@given(text=some.text("012.-|%a", max_size=30), figure=some.text("012.-%a", min_size=1, max_size=4), short=...)
def test_a_figure_stands_where_its_pattern_finds_it(text: str, figure: str, short: bool) -> None:
    signs = r"\|?".join(map(re.escape, figure))
    last = 2 + (7 if short else printed._BETWEEN)
    found = re.compile(rf"(?<![0-9.-]){signs}(?![0-9])").search(text, 2, last)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printed, "_BETWEEN", last - 2)
        assert _figure_behind(text, 2, figure) == (found.span() if found else None)


def test_a_figure_that_runs_over_two_lines_is_one() -> None:
    assert _figure_behind("造林|万亩|q06.1|12|34.5|6", 2, "1234.56") == (12, 21)
    assert _figure_behind("造林|万亩|q06.1|12|34.5|67", 2, "1234.56") is None
