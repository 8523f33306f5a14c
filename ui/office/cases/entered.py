"""Case of a 代录件: what one person typed from a stamped paper is compared with it by another, and counts from then."""

from collections.abc import Iterator
from datetime import datetime

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.checks.findings import blocking
from models.checks.run import run_checks
from models.office.entering import TypedPaper
from models.workspace.office_workspace import OfficeWorkspace
from ui.look.signs import Sign
from ui.office.asking import AskedField
from ui.office.cases.case import Case, Found, Said, heading, line
from ui.office.lists.rows import TableRow
from ui.office.session import OfficeSession


class EntryCase(Case):
    """What was typed for one unit in the open period."""

    sign = Sign.STAMPED

    def __init__(self, session: OfficeSession, entry: TypedPaper) -> None:
        """Read what was typed."""
        from forms.entered.entering import typed_sheet

        super().__init__(session)
        self.entry, self.unit, self.key = entry, entry.unit, f"entry|{entry.unit}"
        self.sheet_typed, self.revision = typed_sheet(self.office, entry)

    def title(self) -> str:
        """Return the unit."""
        return self.session.unit_name(self.unit)

    def state(self) -> str:
        """Return that it waits, and who typed it."""
        return say("office.entry.state", 谁=self.entry.by)

    @property
    def scan_name(self) -> str:
        """The name of the scan it was typed from, "" without one."""
        return self.entry.source.name if self.entry.source.sha256 else ""

    def scan(self) -> bytes | None:
        """Return the scan, to be laid beside what was typed."""
        return self.office.store.acts.content(self.entry.source.sha256) if self.entry.source.sha256 else None

    def heads(self, chosen: int) -> tuple[str, ...]:
        """Return what the one column shows."""
        return (say("office.entry.head"),)

    def rows(self, found: Found | None, chosen: int) -> Iterator[TableRow]:
        """Yield everything that was typed, then which stamped paper it is."""
        from forms.entered.entering import typed_lines

        yield heading("all", say("office.entry.all"))
        for number, (place, text) in enumerate(typed_lines(self.sheet_typed)):
            yield line(f"typed {number}", place, [text])
        source = self.entry.source
        facts = {"日期": source.came_on, "n": source.copies, "处": source.shelf or "—"}
        words = say("office.entry.scan_none", **facts)
        yield line("scan", say("office.entry.scan"), [f"{source.name}　{words}".strip()])

    def fields(self) -> tuple[AskedField, ...]:
        """Return who checks."""
        return (AskedField(name="by", words=say("office.ask.checked")),)

    def look(self, office: OfficeWorkspace, said: Said) -> Found:
        """Nothing is compared: the effect is told by the checks."""
        return Found(outlooks=())

    def effect(self, found: Found, chosen: int) -> str:
        """Return what follows once it is checked."""
        wrong = len(blocking(run_checks(self.sheet_typed)))
        if wrong:
            return say("office.entry.errors", n=wrong)
        return say("office.entry.clean", n=self.revision, 时间=format_time(self.entry.registered))

    def primary(self, chosen: int) -> str:
        """Return the act."""
        return say("office.entry.check")

    def act(self, said: Said, chosen: int) -> str:
        """Let it count."""
        from forms.entered.entering import check_entry

        by = self.session.name_person(said["by"])
        done = check_entry(self.office, self.unit, self.entry.period, by=by, at=datetime.now(PLAN_ZONE))
        decided = say(f"papers.decision.{done.decision}")
        return say("office.entry.done", 单位=self.title(), n=done.revision, 结果=decided)
