"""Settings of a sheet: what is said of it as a whole and how it is printed; what there shows other things is told.

Source: ECMA-376-1 §18.3.1.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms.book.text import word
from forms.book_reading.colours import WHITE, of_hex, readable
from forms.book_reading.looks import is_signs
from forms.book_reading.xml import beyond, flag, local, number, profile

_HINTED = {
    "dataConsolidate": "consolidation", "customSheetViews": "views", "hyperlinks": "link", "smartTags": "tags",
    "customProperties": "custom", "webPublishItems": "published",
}  # fmt: skip
_KNOWN = {  # what may be said of the sheet as a whole; whatever else is said there is told
    "sheetPr": profile(
        "syncHorizontal syncVertical syncRef published codeName filterMode enableFormatConditionsCalculation",
        transitionEvaluation="0", transitionEntry="0",
    ),
    "sheetView": profile(
        "windowProtection showGridLines showRowColHeaders showZeros tabSelected showRuler showOutlineSymbols "
        "defaultGridColor showWhiteSpace view topLeftCell colorId zoomScale zoomScaleNormal zoomScaleSheetLayoutView "
        "zoomScalePageLayoutView workbookViewId",
        showFormulas="0", rightToLeft="0",
    ),
    "pane": profile("xSplit ySplit topLeftCell activePane state"),
    "selection": profile("pane activeCell activeCellId sqref"),
    "sheetFormatPr": profile(
        "baseColWidth defaultColWidth customHeight defaultRowHeight zeroHeight thickTop thickBottom outlineLevelRow "
        "outlineLevelCol"
    ),
    "col": profile("min max width style hidden bestFit customWidth phonetic outlineLevel collapsed"),
    "mergeCell": profile("ref"),
    "printOptions": profile("headings gridLines gridLinesSet horizontalCentered verticalCentered"),
    "pageMargins": profile("left right top bottom header footer"),
    "pageSetup": profile(
        "paperSize paperHeight paperWidth scale firstPageNumber fitToWidth fitToHeight pageOrder orientation "
        "usePrinterDefaults useFirstPageNumber horizontalDpi verticalDpi copies blackAndWhite draft cellComments errors"
    ),
    "headerFooter": profile("differentOddEven differentFirst scaleWithDoc alignWithMargins"),
}  # fmt: skip
_INSIDE = {  # what may stand in them
    "sheetViews": ("sheetView", "extLst"), "sheetView": ("pane", "selection", "extLst"), "cols": ("col",),
    "mergeCells": ("mergeCell",), "sheetPr": ("tabColor", "outlinePr", "pageSetUpPr"),
    "headerFooter": ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
    "sheetFormatPr": (), "col": (), "pane": (), "selection": (), "mergeCell": (), "printOptions": (),
    "pageMargins": (), "pageSetup": (),
}  # fmt: skip
_SAID = {"showFormulas": "formulas", "rightToLeft": "right_to_left"}  # settings that have words of their own
_PRINTED_PLAIN = profile("", blackAndWhite="0", draft="0", cellComments="none", errors="displayed")
_SPOKEN = ("prompt", "promptTitle", "error", "errorTitle")  # texts a data validation shows beside its cells
_LEAST_ZOOM, _MOST_ZOOM = 25, 400  # percent


_LEAST_SCALE, _WIDEST_MARGINS = 40, 6.0  # percent, inches of two together: a page beyond it shows next to nothing
_LEAST_TYPE, _MOST_TYPE, _TYPE = 6, 72, re.compile(r"&(?:K([0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|([0-9]+)|\"([^\"]*)\")")


def settings_of(held: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is said of the sheet as a whole and is not in the profile."""
    for above, one in ((above, one) for top in held.values() for above, one in _with_inside(top)):
        name = local(one)
        if above and name not in _INSIDE.get(above, (name,)):
            yield "", word("odd.setting", 名=str(one.tag).rpartition("}")[2][:40])
        for attribute in beyond(one, _KNOWN[name]) if name in _KNOWN else ():
            special = _SAID.get(attribute)
            yield "", word(f"odd.{special}") if special else word("odd.setting", 名=attribute[:40])


def _with_inside(top: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield (name of what it stands in, element) of an element of the profile and of those in it."""
    if local(top) not in _INSIDE:
        return
    yield "", top
    for one in top:
        yield local(top), one
        if local(one) in _INSIDE:
            yield from ((local(one), deeper) for deeper in one)


def hints_of(held: Mapping[str, Any]) -> Iterator[str]:
    """What somebody may come upon and what changes nothing of what the cells show."""
    yield from (word(f"hint.{words}") for name, words in _HINTED.items() if name in held)
    for one in held.get("dataValidations", ()):
        if one.get("type") == "list" or any(one.get(text) for text in _SPOKEN):
            yield word("hint.validation")
    if any(not _LEAST_ZOOM <= number(one, "zoomScale", 100) <= _MOST_ZOOM for one in held.get("sheetViews", ())):
        yield word("hint.zoom")
    if _prints_otherwise(held):
        yield word("hint.print")


def _prints_otherwise(held: Mapping[str, Any]) -> bool:
    """True when a page is set up so that paper shows less, or smaller, or other numbers of pages, than the screen."""
    page, edges = held.get("pageSetup"), held.get("pageMargins")
    if edges is not None:
        sides = {side: number(edges, side, 0.7) for side in ("left", "right", "top", "bottom", "header", "footer")}
        wide = max(sides["left"] + sides["right"], sides["top"] + sides["bottom"])
        if min(sides.values()) < 0 or wide > _WIDEST_MARGINS:
            return True
    if any(_is_hidden_margin(one.text or "") for one in held.get("headerFooter", ())):
        return True
    if page is None:
        return False
    if set(beyond(page, _PRINTED_PLAIN)) & set(_PRINTED_PLAIN) or page.get("paperHeight") or page.get("paperWidth"):
        return True
    fit = any(flag(one, "fitToPage") for one in held.get("sheetPr", ()) if local(one) == "pageSetUpPr")
    squeezed = fit and (number(page, "fitToHeight", 1) >= 1 or number(page, "fitToWidth", 1) > 1)
    numbered = flag(page, "useFirstPageNumber") and number(page, "firstPageNumber", 1) > 1
    small = not fit and number(page, "scale", 100) < _LEAST_SCALE
    return squeezed or numbered or small or number(page, "copies", 1) > 1


def _is_hidden_margin(text: str) -> bool:
    """True when a header or footer is written so that nobody can read it: white, tiny, huge, in a font of signs."""
    for found in _TYPE.finditer(text.replace("&&", "")):
        colour, size, font = found.groups()
        if colour and not readable(
            WHITE if colour.startswith("00") and len(colour) == 6 and colour[2] in "+-" else of_hex(colour), None
        ):
            return True
        if (size and not _LEAST_TYPE <= int(size[:6]) <= _MOST_TYPE) or (font and is_signs(font)):
            return True
    return False
