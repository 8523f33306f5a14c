"""Decision pages: what 认定单, 审定单 and 数据来源单 share — head, facts, room for signatures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forms.page.font_files import Face
from forms.page.geometry import Foot
from forms.page.page import build, paragraph, space, title, together
from forms.page.tables import facts, grid
from forms.papers.paper import mark_of
from forms.wording.paper_texts import day_words
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office.signing import Signed
from models.proof.proof import ChainHead, head_of
from models.workspace.office_workspace import OfficeWorkspace


def decision_pages(
    office: OfficeWorkspace,
    kind: str,
    number: str,
    at: datetime,
    story: Sequence[Any],
    *,
    head: ChainHead | None = None,
    landscape: bool = False,
) -> bytes:
    """Return the PDF of a paper of the office: its name, number, office and day, then a story.

    `head`: of the chain when it was written, None = now.
    """
    name = say(f"papers.kind.{kind}")
    day = day_words(at.astimezone(PLAN_ZONE).date().isoformat())
    under = say("papers.decisions.issued_by", 编号=number, 单位=office.store.get_text("office_name"), 日=day)
    record = say("record.on_paper", 码=(head or head_of(office.store)).words)
    foot = Foot("　".join(one for one in (name, number, record) if one), mark=mark_of(office.store))
    return build([*title(name, under.strip("　")), *story], foot, name, landscape=landscape, made=at)


def said_facts(rows: Sequence[tuple[str, str]], width_mm: float = 170) -> Any:  # noqa: ANN401
    """Return facts by the key of their name; an empty one is left out."""
    return facts([(say(f"papers.decisions.{key}"), text) for key, text in rows if text], width_mm=width_mm)


def signatures(by: str, checked_by: str | None, signed: Signed | None, width_mm: float = 170) -> Any:  # noqa: ANN401
    """Return the room in which two persons and the one who answers sign; 待复核签字 until the signed sheet is noted."""
    done = say("papers.decisions.was_signed") if signed else ""
    names = (
        ("by", f"{by}\n{done or say('papers.decisions.to_sign')}"),
        ("checked_by", f"{checked_by or ''}\n{done or say('papers.decisions.to_check')}"),
        ("leader", "\n"),
        ("day", day_words(signed.day.isoformat()) if signed else "\n"),
    )
    cells: list[Any] = []
    for key, text in names:
        cells += [paragraph(say(f"papers.decisions.{key}"), 10.5, Face.HEI), paragraph(text.strip("\n") or "\n", 10)]
    label, room = width_mm * 0.09, width_mm * 0.16
    return together([space(4), grid((), [cells], [label, room] * 4, size=10.5, labels=(0, 2, 4, 6))])
