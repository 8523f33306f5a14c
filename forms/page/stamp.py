"""Stamp: the area of a page where a stamp goes."""

from typing import Any

from forms.page.font_files import Face
from forms.page.geometry import RULE
from models.basics.messages import say


def draw_stamp_area(canvas: Any, left: float, bottom: float, side: float) -> None:  # noqa: ANN401
    """Draw the room for a red stamp: a light dashed square of a side in points, with its word."""
    from reportlab.lib.colors import HexColor

    from forms.page.fonts import text_width
    from forms.page.text_flow import draw_line

    canvas.saveState()
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.7)
    canvas.setDash(3, 3)
    canvas.rect(left, bottom, side, side)
    canvas.setFillColor(HexColor(RULE))
    word = say("papers.document.stamp")
    draw_line(canvas, left + (side - text_width(word, Face.HEI, 13)) / 2, bottom + side / 2 - 5, word, Face.HEI, 13)
    canvas.restoreState()
