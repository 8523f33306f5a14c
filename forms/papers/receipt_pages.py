"""Receipt pages: what people see of a 回执 or a 退回单. Pure drawing from plain texts."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from forms.page.font_files import Face
from forms.page.geometry import SOFT, Foot
from forms.page.page import build, heading, in_lines, paragraph, space
from forms.page.tables import Row, facts, grid
from forms.papers.pages import closing, large, steps_of
from forms.wording.paper_texts import barcode_of, check_code, moment_words, revision_name
from models.basics.messages import say
from models.basics.records import dataclass
from models.ledger.queries import MARKS

_TO_DO = ("fork", "ruled_out", "ruled_out_alone")  # next steps that ask for something without a list of faults


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptText:
    """The texts of a receipt; "" = not said. `next_step` is a key of papers.receipt.next, "" for none."""

    unit: str
    period: str
    revision: int
    back: bool  # a 退回单
    decision: str  # in words
    registered: str  # when and how it came
    reasons: Sequence[tuple[str, str]] = ()  # places in words, with the sentence for each
    next_step: str = ""
    marks: Mapping[str, bool] = field(default_factory=dict)  # of MARKS
    due: str = ""  # until when it was due, and whether it was in time
    digest: str = ""
    instead: str = ""  # of the paper that a ruling keeps in its place
    number: str = ""
    office: str = ""
    contact: str = ""
    deadline: str = ""  # of the next revision
    issued: datetime | None = None
    record: str = ""  # the head of the office's chain of acts
    mark: str = ""


def receipt_pages(text: ReceiptText) -> bytes:
    """Return the pages of a 回执, or of a 退回单 when the paper does not count as it is."""
    name = say("papers.receipt.returned_title" if text.back else "papers.receipt.title")
    version = revision_name(text.revision)
    steps = [say("papers.receipt.open", 打开=say("papers.open_with"))] if text.reasons else []
    if text.next_step:
        steps.append(say(f"papers.receipt.next.{text.next_step}", 校验码=check_code(text.instead)))
    numbered = [say("papers.receipt.step", n=n, 内容=step) for n, step in enumerate(steps, 1)]
    story = large(name, say("papers.receipt.what", 单位=text.unit, 期=text.period, 版次=version))
    story += [*_issued_by(text), *steps_of("receipt", numbered), space(4), _marks(text.marks)]
    rows = [
        ("unit", text.unit),
        ("period", text.period),
        ("revision", version),
        ("decision", text.decision),
        ("registered", text.registered),
        ("due", text.due),
        ("code", check_code(text.digest) if text.digest else ""),
        ("deadline", text.deadline),
        ("contact", text.contact),
    ]
    story += [facts([(say(f"papers.receipt.{key}"), said) for key, said in rows if said])]
    if text.reasons:
        story += [heading(say("papers.receipt.reasons", n=len(text.reasons))), _reasons(text.reasons)]
    elif text.next_step not in _TO_DO:
        story += [space(2), paragraph(say("papers.receipt.none"))]
    foot = Foot(
        f"{name} · {text.unit} · {text.period} · {version}", barcode_of(text.digest) if text.digest else "", text.mark
    )
    record = say("record.on_paper", 码=text.record) if text.record else ""
    return build([*story, space(3), *closing(record)], foot, name, made=text.issued)


def _issued_by(text: ReceiptText) -> list[Any]:
    """Number, office and day, on one line below what the paper is."""
    issued = moment_words(text.issued) if text.issued else ""
    line = "　　".join(one for one in (text.number, text.office, issued) if one)
    return [paragraph(in_lines(line, 11), 11, Face.KAI, alignment=1, textColor=SOFT, spaceAfter=4)] if line else []


def _marks(marks: Mapping[str, bool]) -> Any:  # noqa: ANN401
    """The four words, each ticked or not."""
    words = [f"{'☑' if marks.get(name) else '☐'} {say(f'papers.receipt.{name}')}" for name in MARKS]
    return grid(
        (),
        [[paragraph(word, 13, Face.HEI, alignment=1, leading=22) for word in words]],
        (42.5,) * 4,
        size=13,
        labels=(),
    )


def _reasons(reasons: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401
    header = (say("papers.receipt.order"), say("papers.receipt.where"), say("papers.receipt.message"))
    rows: list[Row] = [[str(number), where, message] for number, (where, message) in enumerate(reasons, 1)]
    return grid(header, rows, (12, 50, 108), size=10, again=say("papers.receipt.reasons", n=len(reasons)))
