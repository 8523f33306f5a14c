"""Case of a ruling that was made: which paper was kept, by whom and why; its 认定单 is written from here."""

from collections.abc import Iterator
from pathlib import Path

from models.basics.messages import say
from models.basics.period import format_time
from models.ledger.rulings import Ruling
from models.office.signing import DecisionSheet, ruling_sheet
from models.store.office.records import PaperRow
from models.workspace.office_workspace import OfficeWorkspace
from ui.look.signs import Sign
from ui.office.asking import AskedField
from ui.office.cases.case import Case, Found, Said, line
from ui.office.lists.rows import TableRow
from ui.office.session import OfficeSession


class RuledCase(Case):
    """A ruling in force of one unit in the open period."""

    foresees = False  # it was decided: only its paper is written

    def __init__(self, session: OfficeSession, ruling: Ruling) -> None:
        """Find the paper that was kept and those that were not."""
        super().__init__(session)
        self.ruling, self.unit, self.key = ruling, ruling.unit, f"ruled|{ruling.unit}"
        kept = self.office.store.papers_of(ruling.keep)
        self.sign = Sign.WAITING if self.unsigned() else Sign.MET
        self.papers = (*kept[:1], *(row for one in ruling.over for row in self.office.store.papers_of(one)[:1]))

    def title(self) -> str:
        """Return the unit."""
        return self.session.unit_name(self.unit)

    def state(self) -> str:
        """Return which revision was kept, or that nobody signed for it yet."""
        if self.unsigned():
            return say("office.case.to_be_signed")
        return say("office.done.ruled", n=self.papers[0].revision if self.papers else "—")

    def open(self) -> bool:
        """True until the 认定单 was signed."""
        return self.unsigned()

    def heads(self, chosen: int) -> tuple[str, ...]:
        """Return the paper that was kept, then the others."""
        names = [say("office.case.not_kept" if number else "office.case.kept") for number in range(len(self.papers))]
        revisions = [say("office.review.revision", n=one.revision) for one in self.papers]
        return tuple(map(" ".join, zip(names, revisions, strict=True)))

    def rows(self, found: Found | None, chosen: int) -> Iterator[TableRow]:
        """Yield the ruling's grounds, then where the papers come from."""
        said = self.ruling
        facts = {
            "reason": said.reason,
            "by": said.by,
            "checked": said.checked_by or "—",
            "at": format_time(said.at),
        }
        for key, text in facts.items():
            yield line(f"given {key}", say(f"office.case.given_{key}"), [text])
        yield from self.papers_told(self.papers)

    def paper_shown(self, chosen: int) -> PaperRow | None:
        """Return the paper that was kept."""
        return self.papers[0] if self.papers else None

    def fields(self) -> tuple[AskedField, ...]:
        """Return who writes the paper."""
        return (self.session.person_field,)

    def look(self, office: OfficeWorkspace, said: Said) -> Found:
        """Nothing follows: it was decided."""
        return Found(outlooks=())

    def effect(self, found: Found, chosen: int) -> str:
        """Return what can be done."""
        return say("office.case.ruled_before")

    def primary(self, chosen: int) -> str:
        """Return the act."""
        return say("office.case.write", 名=self.to_sign())

    def to_sign(self) -> str:
        """认定单."""
        return say("papers.kind.ruling")

    def sheet(self) -> DecisionSheet | None:
        """Return the 认定单."""
        return ruling_sheet(self.office, self.ruling)

    def write_paper(self, by: str) -> tuple[Path, ...]:
        """Write the 认定单."""
        return self._written(by, unit=self.unit)

    def act(self, said: Said, chosen: int) -> str:
        """Write the 认定单."""
        (path,) = self.write_paper(self.session.name_person(said["by"]))
        return say("office.case.written", 文件=path)
