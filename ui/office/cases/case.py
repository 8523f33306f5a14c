"""Case: what is the same of everything that somebody decides with a reason — fields, effect line, act, two people.

What would follow is computed in the background. Figures of units are never changed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from forms.wording.paper_texts import check_code
from models.basics.errors import AppError
from models.basics.messages import joined, say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.office.comparing import known_before
from models.office.effects import Outlook
from models.office.signing import DecisionSheet
from models.office.stamping import StampedPaper, stamped_papers
from models.plan.plan import Means
from models.returns.returns import parse_return
from models.store.office.records import KeyRow, PaperRow, line_in_force
from models.workspace.office_workspace import OfficeWorkspace
from ui.basics.texts import time_text
from ui.look.signs import Sign
from ui.office.asking import CHOICE, AskedField
from ui.office.lists.codes import comparison_code
from ui.office.lists.rows import TableCell, TableRow
from ui.office.session import OfficeSession

Said = Mapping[str, str]
COMES_FROM = ("digest", "code", "key", "prepared", "came", "stamped")  # what is told of a paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What would follow, for each choice of a case; computed apart from the window."""

    outlooks: tuple[Outlook, ...]
    lacking: str = ""  # what has to come before the act can be done


class Case:
    """One thing to decide. `choices` is how many there are to choose from; 0 where there is nothing to choose."""

    key, sign = "", Sign.FORK
    choices = 0
    foresees = True  # its act has an effect, which is seen before it

    def __init__(self, session: OfficeSession) -> None:
        """Keep the session."""
        self.session, self.office, self.period = session, session.workspace, session.period_id

    def title(self) -> str:
        """Return whom or what it is about."""
        raise NotImplementedError

    def state(self) -> str:
        """Return what stands beside it in the list."""
        raise NotImplementedError

    def open(self) -> bool:
        """True while it waits for somebody."""
        return True

    @property
    def scan_name(self) -> str:
        """The name of a scan it rests on, "" for none."""
        return ""

    def scan(self) -> bytes | None:
        """Return that scan, None for none."""
        return None

    def heads(self, chosen: int) -> tuple[str, ...]:
        """Return the heads of the columns after the first."""
        return ("",)

    def rows(self, found: Found | None, chosen: int) -> Iterator[TableRow]:
        """Yield what is compared."""
        raise NotImplementedError

    def paper_shown(self, chosen: int) -> PaperRow | None:
        """Return the paper that can be looked at as a whole; None where there is none."""
        return None

    def fields(self) -> tuple[AskedField, ...]:
        """Return what has to be filled in."""
        raise NotImplementedError

    def look(self, office: OfficeWorkspace, said: Said) -> Found:
        """Compute what would follow; runs in the background. Raises AppError where what was typed cannot be."""
        raise NotImplementedError

    def effect(self, found: Found, chosen: int) -> str:
        """Return the effect line."""
        raise NotImplementedError

    def primary(self, chosen: int) -> str:
        """Return what the button does, in full."""
        raise NotImplementedError

    def act(self, said: Said, chosen: int) -> str:
        """Do it and return the sentence that says so; called in the background. Raises AppError."""
        raise NotImplementedError

    def to_sign(self) -> str:
        """Return what the paper to sign is called (认定单, 审定单); "" while nothing is decided."""
        return ""

    def sheet(self) -> DecisionSheet | None:
        """Return the paper to sign as the record knows it; None while nothing is decided."""
        return None

    def unsigned(self) -> bool:
        """True while the paper to sign was not noted as signed."""
        sheet = self.sheet()
        return sheet is not None and sheet.signed is None

    def write_paper(self, by: str) -> tuple[Path, ...]:
        """Write the paper to sign into the office's folder. Raises AppError as `write_decision`."""
        raise NotImplementedError

    def _written(self, by: str, *, unit: str | None = None, indicator: str | None = None) -> tuple[Path, ...]:
        from forms.decisions.written import write_decision

        out = self.office.folder / self.to_sign()
        return write_decision(self.office, self.period, unit, indicator, out, at=datetime.now(PLAN_ZONE), by=by).paths

    def _choice(self, words: str, names: Sequence[str]) -> AskedField:
        """The field that chooses among the columns; it says the same as the mark at their heads."""
        choices = {str(number): name for number, name in enumerate(names)}
        return AskedField(name=CHOICE, words=words, text="0", choices=choices)

    def _people(self) -> tuple[AskedField, ...]:
        return self.session.person_field, AskedField(name="checked", words=say("office.ask.checked"))

    def _two(self, said: Said) -> tuple[str, str]:
        """经办人 and 复核人, who are two people."""
        by, checked = said["by"], said["checked"]
        if by == checked:
            raise AppError("checker_is_the_same")
        return self.session.name_person(by), checked

    def papers_told(
        self, papers: tuple[PaperRow, ...], chosen: int = -1, *, shown: Collection[str] = ()
    ) -> Iterator[TableRow]:
        """Where papers come from: code, key, since when it counts, who prepared them, when and how they came.

        `shown`: lines that stand on the page already.
        """
        stamps = stamped_papers(self.office)
        keys = {(one.unit, one.fingerprint): one for one in self.office.store.enrolled_keys()}
        told = [self._told(one, keys.get((one.unit, one.key)), stamps.get(one.digest)) for one in papers]
        yield heading("from", say("office.case.from"))
        for name in (one for one in COMES_FROM if one not in shown):
            texts = [one[name] for one in told]
            yield line(name, say(f"office.case.{name}"), texts, tinted=chosen, code=name in ("digest", "code"))

    def _told(self, paper: PaperRow, key: KeyRow | None, stamp: StampedPaper | None) -> Mapping[str, str]:
        """Where one paper comes from: for each of COMES_FROM what is said of it."""
        came = line_in_force(self.office.store.receptions(paper.digest), paper.key)
        prepared = parse_return(paper.content).cover.get(self.session.plan.field_name(Means.PREPARED))
        since = key and say("office.case.key_since", 日=f"{key.enrolled_at.astimezone(PLAN_ZONE):%Y-%m-%d}")
        stamped = stamp and say("office.case.stamped_on", 日=stamp.came_on)
        return {
            "digest": check_code(paper.digest),
            "code": comparison_code(paper.key),
            "key": since or say("office.case.key_unknown"),
            "prepared": prepared.value if prepared else "",
            "came": f"{time_text(paper.registered)} {came.channel if came else ''}".strip(),
            "stamped": stamped or say("office.case.not_stamped"),
        }

    def call(self, unit: str, doubted: tuple[PaperRow, ...]) -> TableRow:
        """The number to call, from an older paper of the unit; a sentence where there is none."""
        known = known_before(self.office, unit, frozenset(one.digest for one in doubted))
        words = say("office.case.no_telephone")
        if known is not None:
            day = f"{known.since.astimezone(PLAN_ZONE):%Y-%m-%d}"
            words = say("office.case.telephone", 电话=known.telephone, 谁=known.person, 日=day, n=known.revision)
        return TableRow(key="telephone", cells=(TableCell(text=f"{say('office.case.call')}　{words}"),), wide=True)

    def told(self, outlook: Outlook) -> str:
        """Return an outlook in one sentence."""
        names = self.session.plan.indicators
        parts = [f"{names[one.indicator].name} {one.before} → {one.after}" for one in outlook.effects[:4]]
        more = len(outlook.effects) - len(parts)
        parts += [say("office.case.more", n=more)] if more > 0 else []
        missing = say(f"todo.roster.{self.session.roster.missing_key}")
        words = (*(say(f"office.case.{one}") for one in ("expected", "received", "returned", "held")), missing)
        moved = zip(words, outlook.before, outlook.after, strict=True)
        parts += [f"{name} {before} → {after}" for name, before, after in moved if before != after]
        return joined(parts) or say("office.case.nothing_changes")


def heading(key: str, text: str) -> TableRow:
    """Return a row that heads others."""
    return TableRow(key=f"#{key}", cells=(TableCell(text=text, small=True, tone="quiet"),), wide=True)


def line(
    key: str,
    name: str,
    texts: Sequence[str],
    *,
    chosen: int = -1,
    tinted: int = -1,
    code: bool = False,
    differs: bool = False,
) -> TableRow:
    """Return a row of one text for each column; the chosen column's is bold and tinted, or tinted alone."""
    cells = (
        TableCell(text=text, bold=number == chosen, chosen=number in (chosen, tinted), code=code)
        for number, text in enumerate(texts)
    )
    return TableRow(key=key, cells=(TableCell(text=name, tone="quiet", differs=differs), *cells))
