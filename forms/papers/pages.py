"""Paper pages: what people see of the small papers — pack, request, certificate, receipt.

Page 1 says in large type what it is, that it opens with 碳报 whatever it is called, and what to do next.
Pure drawing from plain texts: knows no store, no keys, no seals. The same texts give the same bytes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forms.page.font_files import Face
from forms.page.foot import draw_stamp_area
from forms.page.geometry import MARGIN_MM, MM, SOFT, TEAL, WIDTH_MM, Fixed, Foot
from forms.page.page import build, heading, paragraph, space
from forms.page.tables import facts, grid
from models.basics.messages import say
from models.basics.period import format_time

STAMP_MM = 55


def pack_pages(
    *,
    plan_title: str,
    doc_no: str,
    office: str,
    code: str,
    due: Sequence[tuple[str, str]],
    plan_version: str,
    settings_version: int,
    issued: datetime,
    units: Sequence[str],
    mark: str = "",
) -> bytes:
    """Return the pages of a 任务包; `due` holds period names with their times, `code` the office's 核对码 in groups.

    `mark` stands across every page (测试数据), here as in the papers below.
    """
    rows = [
        ("office", office),
        ("document", doc_no),
        ("plan", say("papers.pack.plan_of", 版=plan_version)),
        ("settings", say("papers.pack.settings_of", 版=settings_version)),
        ("issued", format_time(issued)),
    ]
    story = _top("pack", say("papers.pack.what", 方案=plan_title), ("step1", "step2", "step3"))
    story += [_code("pack", code), facts([(say(f"papers.pack.{key}"), text) for key, text in rows])]
    story.append(heading(say("papers.pack.due")))
    if due:
        header = (say("papers.pack.period"), say("papers.pack.until"))
        story.append(grid(header, due, (110, 60), size=10.5))
    else:
        story.append(paragraph(say("papers.pack.no_due"), leading=17))
    story += [heading(say("papers.pack.units", n=len(units))), paragraph("、".join(units), 9.5, leading=15)]
    story += [space(3), *closing(say("papers.pack.one_for_all"))]
    foot = Foot(f"{say('papers.pack.title')} · {office}", mark=mark)
    return build(story, foot, say("papers.pack.title"), made=issued)


def request_pages(
    unit_name: str, plan_title: str, code: str, at: datetime, mark: str = "", *, renewal: bool = False
) -> bytes:
    """Return the page of a 登记申请; `code` is the unit's 核对码 in groups, to be read out or stamped.

    `renewal`: the unit's old key signed for this one, so no code has to be compared.
    """
    steps = ("renewal1", "renewal2", "renewal3") if renewal else ("step1", "step2", "step3")
    what = "papers.request.renewal_what" if renewal else "papers.request.what"
    story = _top("request", say(what, 单位=unit_name), steps)
    note = paragraph(say("papers.request.code_note"), 9, Face.KAI, textColor=SOFT, spaceAfter=8)
    story += [_code("request", code), note]
    rows = [("unit", unit_name), ("plan", plan_title), ("head", "\n"), ("clerk", "\n"), ("day", "\n")]
    story.append(facts([(say(f"papers.request.{key}"), text) for key, text in rows], label_mm=44))
    story += [space(3), *closing("")]

    def draw(canvas: Any) -> None:  # noqa: ANN401
        draw_stamp_area(canvas, (MARGIN_MM + WIDTH_MM - STAMP_MM) * MM, 24 * MM, STAMP_MM * MM)

    foot = Foot(f"{say('papers.request.title')} · {unit_name}", mark=mark)
    return build(story, foot, say("papers.request.title"), fixed=Fixed(draw, 24 + STAMP_MM + 3), made=at)


def certificate_pages(unit_name: str, plan_title: str, code: str, at: datetime, mark: str = "") -> bytes:
    """Return the page of a 登记证; `code` is the 核对码 of the key that was enrolled."""
    story = _top("certificate", say("papers.certificate.what", 单位=unit_name), ("step1", "step2", "step3"))
    story.append(_code("certificate", code))
    rows = [("unit", unit_name), ("plan", plan_title)]
    story.append(facts([(say(f"papers.certificate.{key}"), text) for key, text in rows]))
    story += [space(3), *closing("")]
    foot = Foot(f"{say('papers.certificate.title')} · {unit_name}", mark=mark)
    return build(story, foot, say("papers.certificate.title"), made=at)


def _top(kind: str, what: str, steps: Sequence[str]) -> list[Any]:
    texts = [say(f"papers.{kind}.{step}", 打开=say("papers.open_with")) for step in steps]
    return [*large(say(f"papers.{kind}.title"), what), *steps_of(kind, texts)]


def large(name: str, what: str) -> list[Any]:
    """Return what this paper is, in type that nobody overlooks."""
    return [
        paragraph(say("papers.open_with"), 12, Face.HEI, textColor=TEAL, leading=18, spaceAfter=6),
        paragraph(name, 34, Face.HEI, alignment=1, leading=48),
        paragraph(what, 14, Face.KAI, alignment=1, leading=21, spaceAfter=8),
    ]


def steps_of(kind: str, texts: Sequence[str]) -> list[Any]:
    """Return what to do next, under its heading."""
    story = [heading(say(f"papers.{kind}.next_heading"))]
    return story + [paragraph(text, 11.5, leading=19, leftIndent=17, firstLineIndent=-17) for text in texts]


def _code(kind: str, code: str) -> Any:  # noqa: ANN401
    """The 核对码 by itself, large, so that it can be read out on the telephone."""
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table

    label = paragraph(say(f"papers.{kind}.code"), 11, Face.KAI, textColor=SOFT, alignment=1)
    table = Table([[[label, paragraph(code, 22, Face.HEI, alignment=1, leading=32)]]], [WIDTH_MM * MM])
    table.setStyle([("BOX", (0, 0), (-1, -1), 0.8, HexColor(TEAL)), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)])
    table.spaceBefore = table.spaceAfter = 10
    return table


def closing(text: str) -> list[Any]:
    """Return the last lines of a small paper: a text of its own, and that it is not for secrets."""
    lines = [text] if text else []
    return [paragraph(line, 9, Face.KAI, textColor=SOFT) for line in [*lines, say("papers.document.not_secret")]]
