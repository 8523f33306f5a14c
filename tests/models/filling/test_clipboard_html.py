"""A copied table of a page or of a program that gives HTML alone is the block of cells a person sees."""

import pytest

from models.filling import clipboard_html
from models.filling.clipboard_html import block_of_html

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--td {mso-number-format:"0.00";}--></style></head>
<body><!--StartFragment--><table border=0><col width=72><tr height=19><td class=xl65>人工造林</td><td x:num>1.20</td></tr>
<tr><td>封山育林<br>（新）</td><td>3.5&nbsp;</td></tr></table><!--EndFragment--></body></html>"""


@pytest.mark.parametrize(
    ("html", "block"),
    [
        (EXCEL, [["人工造林", "1.20"], ["封山育林\n（新）", "3.5"]]),
        ("<table><tr><td colspan=2>甲<td>乙<tr><td rowspan='2'>丙<td>丁<td>戊<tr><td>己<td>庚</table>",
         [["甲", "", "乙"], ["丙", "丁", "戊"], ["", "己", "庚"]]),
        ("<table><tr><td>a<table><tr><td>b<td>c</table></td><td>d</table><table><tr><td>e</table>", [["a b c", "d"]]),
        ("<p>第一段</p><p>第 二\n段</p><script>var x</script>", [["第一段"], ["第 二 段"]]),
        ("<table><tr><td>1<tr style='height:0;display:none'><td>99<tr hidden><td>98<tr><td>2<td style='DISPLAY: none'>9<td>3</table>",
         [["1"], ["2", "3"]]),
        ("<table><tr><td>&lt;5 &amp; 6</td></tr></table>", [["<5 & 6"]]),
        ("<td>1<td>2", [["1 2"]]), ("", []), ("<table></table>", []), ("<table><tr><td rowspan=9 colspan=x>1</table>", [["1"]]),
    ],
)  # fmt: skip
def test_a_table_is_read_as_it_is_seen(html: str, block: list[list[str]]) -> None:
    assert block_of_html(html) == block


def test_a_cell_over_more_places_than_anybody_copies_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = "<table>" + "<tr><td rowspan=1000 colspan=999>1</td></tr>" * 2 + "</table>"
    assert block_of_html(wide) == []
    monkeypatch.setattr(clipboard_html, "MOST_SIGNS", 9)
    assert block_of_html("<p>1234567</p>") == []
