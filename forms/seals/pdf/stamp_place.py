"""Stamp place: where a further signature that can be seen may stand — never over what was sealed.

The room for a stamp on the cover, or the margin at the left or right (骑缝章). A government e-seal is an annotation
with a picture of its own, drawn over the page: over a table it would show another figure.
"""

from collections.abc import Iterator
from typing import Any

from forms.page.geometry import BINDING_MM, BOUND_MM, MARGIN_MM, MM, STAMP_BOTTOM_MM, STAMP_MM, WIDTH_MM, sides_of

SLACK = 8 * MM  # a stamp is set by hand
Rectangle = tuple[float, float, float, float]


def covering_page(root: Any, field: Any) -> int:  # noqa: ANN401 - pyHanko has no types we could name here
    """Return the page (from 1) a filled signature field covers outside those places; 0 when it covers none."""
    widgets = [field, *_held(field, "/Kids")]
    boxes = [_rectangle(one["/Rect"]) for one in widgets if "/Rect" in one]
    seen = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    if not seen:
        return 0
    pages = list(_pages(root["/Pages"]))
    name = str(field["/T"]) if "/T" in field else ""
    for number, page in enumerate(pages, 1):
        for one in _held(page, "/Annots"):
            if _field_name(one) != name or "/Rect" not in one:
                continue
            box, sheet = _rectangle(one["/Rect"]), _rectangle(_sheet_of(page))
            if box[2] > box[0] and box[3] > box[1] and not _allowed(box, sheet, number):
                return number
            seen = [held for held in seen if held != box]
    return 1 if seen else 0  # a field whose page cannot be found might be anywhere


def page_under_a_field(root: Any) -> int:  # noqa: ANN401
    """Return the first page (from 1) that anything drawn over it covers outside those places; 0 for none.

    A field that nobody has signed is drawn by viewers too.
    """
    for number, page in enumerate(_pages(root["/Pages"]), 1):
        for one in _held(page, "/Annots"):
            box = _rectangle(one["/Rect"]) if "/Rect" in one else (0.0, 0.0, 0.0, 0.0)
            drawn = box[2] > box[0] and box[3] > box[1]
            if drawn and not _allowed(box, _rectangle(_sheet_of(page)), number):
                return number
    return 0


def _held(holder: Any, key: str) -> list[Any]:  # noqa: ANN401
    """The members of an array, each looked up; pyHanko's own `get` gives references."""
    found = holder[key] if key in holder else ()  # noqa: SIM401
    return [found[place] for place in range(len(found))]


def _allowed(box: Rectangle, sheet: Rectangle, number: int) -> bool:
    left, bottom, right, top = box
    sides = sides_of(number, bound=True, across=sheet[2] - sheet[0] > sheet[3] - sheet[1])
    at_left, at_right = (min(side, MARGIN_MM) * MM + 1 for side in (sides.left, sides.right))
    if right <= sheet[0] + at_left or left >= sheet[2] - at_right:
        return True
    # a cover without a binding edge, as other papers and earlier returns have it, has its room 5 mm further left
    room_left, room_bottom = (MARGIN_MM + WIDTH_MM - STAMP_MM) * MM - SLACK, STAMP_BOTTOM_MM * MM - SLACK
    room_right, room_top = (BINDING_MM + BOUND_MM) * MM + SLACK, (STAMP_BOTTOM_MM + STAMP_MM) * MM + SLACK
    inside = room_left <= left and right <= room_right and room_bottom <= bottom and top <= room_top
    return number == 1 and inside


def _rectangle(found: Any) -> Rectangle:  # noqa: ANN401
    one, other, third, fourth = (float(found[place]) for place in range(4))
    return min(one, third), min(other, fourth), max(one, third), max(other, fourth)


def _pages(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the pages in order; the tree was bounded before."""
    if "/Kids" not in node:
        yield node
        return
    kids = node["/Kids"]
    for place in range(len(kids)):
        yield from _pages(kids[place])


def _field_name(widget: Any) -> str:  # noqa: ANN401
    if "/T" in widget:
        return str(widget["/T"])
    return str(widget["/Parent"]["/T"]) if "/Parent" in widget and "/T" in widget["/Parent"] else ""


def _sheet_of(page: Any) -> Any:  # noqa: ANN401
    """The MediaBox of a page, its own or that of what it stands in."""
    for _ in range(20):
        if "/MediaBox" in page:
            return page["/MediaBox"]
        page = page["/Parent"]
    raise ValueError("/MediaBox")
