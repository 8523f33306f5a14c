"""Duty list 责任清单: what one unit has to do, as a page to print, sign and hang up — 三（一）.

Draws what `models.filling.duties` gathered: when returns are due, each task with its clause, deliverables and the
places where the unit reports them, safeguards, room for signatures. Same duties, same bytes. Carries no data and
needs no seal.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from forms.page.font_files import Face
from forms.page.fonts import register, text_width
from forms.page.geometry import MM, RULE, SOFT, WIDTH_MM, Foot
from forms.page.page import build, heading, paragraph, remark, section, space, title, together
from forms.page.tables import Row, grid
from models.basics.messages import in_words_of, say
from models.basics.period import format_time
from models.filling.duties import BlockDuty, DutyList, Owed
from models.filling.duty_places import DutyPlace, PlaceKind
from models.plan.plan import Block, Plan

STAMP_MM = 42
_COLUMNS = (66, 30, 74)
_NUMERALS = ("third", "fourth", "fifth")


@in_words_of(lambda duties, *_, **__: duties.plan.words)
def write_duties(duties: DutyList, *, mark: str = "") -> bytes:
    """Return the PDF of a unit's duty list; `mark` stands across every page (测试数据)."""
    plan, name = duties.plan, unit_name(duties)
    story = [*title(say("duties.title"), say("duties.under", 方案=plan.short_title, 单位=name))]
    story += [remark(_basis(duties), spaceAfter=4), *_filings(duties), *_tasks(duties), *_rest(duties)]
    return build(story, Foot(say("duties.foot", 单位=name), mark=mark), f"{say('duties.kind')} {name}", made=None)


def unit_name(duties: DutyList) -> str:
    """Return the unit's full name as its plan has it last: a version that renames a unit is for its new name."""
    return duties.plan.units[duties.unit_id].full_name_on(duties.plan.until)


def _basis(duties: DutyList) -> str:
    plan = duties.plan
    known = {"文号": plan.doc_no, "方案": plan.title, "版本": plan.version, "设置": duties.settings_version}
    return say("duties.basis" if duties.settings_version else "duties.basis_unset", **known)


def _filings(duties: DutyList) -> list[Any]:
    story: list[Any] = [heading(say("duties.filings"))]
    if not duties.filings:
        return [*story, paragraph(say("duties.no_filings"))]
    header = [say(f"duties.filing_{name}") for name in ("period", "due", "tables")]
    rows = [
        [
            duties.plan.periods[filing.period].name,
            format_time(filing.due) if filing.due else say("duties.not_set"),
            say("duties.comma").join(table.name for table in filing.tables),
        ]
        for filing in duties.filings
    ]
    return [*story, grid(header, rows, (46, 34, 90), size=9.5, again=say("duties.filings"))]


def _tasks_head(lead: int, responsible: int) -> str:
    key = "tasks" if lead and responsible else "tasks_lead" if lead else "tasks_responsible"
    return say(f"duties.{key}", n=lead + responsible, 牵头=lead, 责任=responsible)


def _tasks(duties: DutyList) -> list[Any]:
    blocks = duties.blocks
    if not blocks:
        return [heading(say("duties.no_tasks"))]
    lead = sum(duty.role == "lead" for duty in blocks)
    story: list[Any] = [heading(_tasks_head(lead, len(blocks) - lead))]
    for duty in blocks:
        story += _block(duties, duty)
    return story


def _block(duties: DutyList, duty: BlockDuty) -> list[Any]:
    block = duty.block
    title = say("duties.block", 条款=block.clause, 标题=block.title)
    top = [
        paragraph(title, 11.5, Face.HEI, spaceBefore=8, leading=17),
        paragraph(
            f"{say(f'duties.{duty.role}')}　　{_as_written(duties.plan, block)}",
            9,
            Face.KAI,
            textColor=SOFT,
            leading=13,
        ),
    ]
    if block.text:
        top.append(paragraph(block.text, 10, leading=15.5, firstLineIndent=20, spaceBefore=2, spaceAfter=3))
    top += [_people(), space(2)]  # above the table, so that it is never alone on the next page
    rows = [_owed_row(duties, owed, block) for owed in duty.owed]
    if duty.places:
        rows.append([say("duties.further"), say("duties.own"), _places(duty.places, duties.plan, block)])
    return [*_head(top), grid(_header(), rows, _COLUMNS, again=title), space(2)]


def _head(top: list[Any]) -> list[Any]:
    """Return the head of a task: not torn, and not left alone at the foot of a page."""
    from reportlab.platypus import CondPageBreak

    return [CondPageBreak(56 * MM), together(top)]


def _as_written(plan: Plan, block: Block) -> str:
    """Who leads and who answers, as the document writes it; that it names nobody is said only where that is so."""
    lead, responsible = plan.roles_of(block).values()
    said = say("duties.lead_as_written", 名单=lead) if lead else say("duties.no_lead")
    return said + (say("duties.responsible_as_written", 名单=responsible) if responsible else "")


def _header() -> list[str]:
    return [say("duties.deliverable"), say("duties.reporter"), say("duties.place")]


def _owed_row(duties: DutyList, owed: Owed, block: Block | None = None) -> Row:
    return [owed.deliverable.text, reporters(duties, owed), _places(owed.places, duties.plan, block)]


def reporters(duties: DutyList, owed: Owed) -> str:
    """Return who reports a deliverable, as a person says it: 本单位 first, all counties or zones in one word."""
    plan, chosen = duties.plan, owed.deliverable.units
    if not chosen and owed.deliverable.block is None:
        return say("duties.unnamed")
    named = dict.fromkeys(_whole(plan, unit, chosen) or unit for unit in chosen)
    alone = duties.unit_id in named
    named.pop(duties.unit_id, None)
    words = [plan.unit_name(name, plan.until) if name in plan.units else name for name in named]
    others = say("duties.comma").join(words) if chosen else say("duties.all_units")
    if not owed.own:
        return others
    if not alone:
        return say("duties.including", 名单=others)
    return say("duties.own_and", 其他=others) if others else say("duties.own")


def _whole(plan: Plan, unit: str, chosen: Sequence[str]) -> str:
    """Return the words for all units of a unit's kind when all of them are chosen, "" otherwise."""
    kind = plan.units[unit].kind
    if not kind.targets or any(one.kind.id == kind.id and one.id not in chosen for one in plan.filing_units):
        return ""
    return kind.all


def _places(places: Iterable[DutyPlace], plan: Plan, block: Block | None) -> str:
    """Return places one below the other, the columns of a task's progress together on one line."""
    lines: dict[str, list[str]] = {}
    for place in places:
        lines.setdefault(_line(place, plan, block), []).append(place.name)
    told = [template.replace("\0", say("duties.comma").join(names)) for template, names in lines.items()]
    return "\n".join(told) or say("duties.none")


def _line(place: DutyPlace, plan: Plan, block: Block | None) -> str:
    """Return a place's line with a gap for its name; places that differ in nothing but their names share it."""
    if place.kind is PlaceKind.REGISTER:
        return say("duties.register", 名称="\0")
    if place.kind is PlaceKind.PROGRESS:
        title = plan.blocks[place.block].title if place.block and (block is None or place.block != block.id) else ""
        form = plan.tables[place.table].name if place.table else ""
        key = "duties.progress_of" if title else "duties.progress"
        where = say(key, 表=form, 任务=title, 名称="\0")
    else:
        where = say("duties.item", 表=plan.tables[place.table or ""].name, 名称="\0")
    kinds = dict.fromkeys(plan.periods[period].kind for period in place.periods)
    due = say("duties.comma").join(kind.name for kind in kinds)
    return say("duties.due", 填报处=where, 报送期=due) if due else where


def _people() -> Any:  # noqa: ANN401
    """The names a unit writes beside each task: 责任领导, 责任科室, 经办人."""
    names = [say(f"duties.sign_{name}") for name in ("leader", "office", "clerk")]
    cells: list[str] = []
    for name in names:
        cells += [name, ""]
    return grid((), [cells], (20, 37, 20, 37, 16, 40), size=9.5, labels=(0, 2, 4))


def _rest(duties: DutyList) -> list[Any]:
    parts: list[tuple[str, Callable[[str], Any]]] = []
    if duties.general:
        rows = [_owed_row(duties, owed) for owed in duties.general]
        parts.append(("duties.general", lambda name: grid(_header(), rows, _COLUMNS, again=name)))
    if duties.safeguards:
        header = [say("duties.safeguard_clause"), say("duties.safeguard_text"), say("duties.place")]
        measures: list[Row] = [
            [measure.clause + "\n" + measure.title, measure.text, _places(places, duties.plan, None)]
            for measure, places in duties.safeguards
        ]
        parts.append(("duties.safeguards", lambda name: grid(header, measures, (28, 78, 64), again=name)))
    if duties.further:
        parts.append(("duties.others", lambda _: paragraph(_places(duties.further, duties.plan, None), 10)))
    numbered = zip(_NUMERALS, parts, strict=False)
    named = [(say(words, 序号=say(f"duties.{numeral}")), content) for numeral, (words, content) in numbered]
    stories = [[*section(name), content(name)] for name, content in named]
    *before, last = stories or [[]]
    return [*(one for story in before for one in story), together([*last, *_signatures()])]  # never signed alone


def _signatures() -> list[Any]:
    from reportlab.platypus import Table

    names = [say(f"duties.signed_{name}") for name in ("head", "clerk", "day")]
    lines = grid((), [[name, "\n"] for name in names], (38, WIDTH_MM - STAMP_MM - 8 - 38), size=10.5)
    table = Table([[lines, _stamp()]], [(WIDTH_MM - STAMP_MM - 4) * MM, (STAMP_MM + 4) * MM], hAlign="LEFT")
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return [space(4), table]


def _stamp() -> Any:  # noqa: ANN401
    """The room for a red stamp: a light dashed square with its word."""
    from reportlab.graphics.shapes import Drawing, Rect, String
    from reportlab.lib.colors import HexColor

    side, word, colour = STAMP_MM * MM, say("papers.document.stamp"), HexColor(RULE)
    drawing = Drawing(side, side)
    drawing.add(Rect(0, 0, side, side, fillColor=None, strokeColor=colour, strokeWidth=0.7, strokeDashArray=[3, 3]))
    left = (side - text_width(word, Face.HEI, 13)) / 2
    drawing.add(String(left, side / 2 - 5, word, fontName=register(Face.HEI), fontSize=13, fillColor=colour))
    return drawing
