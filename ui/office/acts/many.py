"""Acts about many units at once: chase, receipts, export, archive. Units are listed before the act."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office.comparing import known_before
from models.todo import chasing
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_folder
from ui.office.asking import AskedField, FieldsDialog
from ui.office.doing import Said, ask_act, do_apart
from ui.office.page import OfficeParts
from ui.office.session import OfficeSession

WRITING = "office.many.writing"


class ManyActs:
    """What can be done about several units."""

    def __init__(self, parts: OfficeParts, parent: QWidget) -> None:
        """Keep the parts; dialogs stand over `parent`."""
        self._parts, self._parent, self.session = parts, parent, parts.session
        self.dialog: FieldsDialog | None = None

    def _names(self, units: Sequence[str]) -> list[str]:
        """Each unit with the number it was reached by before."""
        found = []
        for unit in units:
            known = known_before(self.session.workspace, unit, frozenset())
            found.append(
                f"{self.session.unit_name(unit)}　{f'{known.telephone} {known.person}' if known else ''}".strip()
            )
        return found

    def chase(self, units: Sequence[str]) -> None:
        """催报: write the 催报单 of each that may be chased, note who was asked how, copy the words."""
        units = self._that_may_be(units)
        if not units:
            return

        out = self.session.workspace.folder / say("papers.kind.chase")

        def work(said: Said, _: Progress) -> str:
            from forms.papers.chase import log_chases, write_chases

            office, period, now = self.session.workspace, self.session.period_id, datetime.now(PLAN_ZONE)
            by = self.session.name_person(said["by"])
            paths = write_chases(office, period, units, out, at=now, by=by)
            log_chases(office, period, units, said["channel"], note=said["note"], at=now, by=by)
            return "\n".join(path.read_text("utf-8") for path in paths if path.suffix == ".txt")

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._parts.tell(say("office.many.chased", n=len(units), 目录=out), Mark.DONE)

        fields = [
            AskedField(name="channel", words=say("office.ask.channel"), text=say("office.chase.telephone")),
            AskedField(name="note", words=say("office.ask.note"), needed=False),
            self.session.person_field,
        ]
        self.asked("chase", say("office.many.chase_effect", n=len(units)), fields, work, done, units).open()

    def _that_may_be(self, units: Sequence[str]) -> list[str]:
        """Those of some units that may be chased; where none may, the page says why."""
        owed = owing(self.session)
        meant = [unit for unit in units if unit in owed]
        if not meant:
            self._parts.tell(say("office.many.nobody_to_chase"), Mark.WARNING)
        return meant

    def approve(self, units: Sequence[str]) -> None:
        """审核结果: write it for each whose return somebody has looked at; where nobody has, the page says so."""
        waiting = {one.row.unit for one in self.session.to_review}
        if seen := [unit for unit in units if unit in self.session.papers and unit not in waiting]:
            self.receipts(seen, approved=True)
        else:
            self._parts.tell(say("office.many.nobody_to_approve"), Mark.WARNING)

    def receipts(self, units: Sequence[str], *, approved: bool = False) -> None:
        """Write the receipts that are due of each, or the 审核结果 of each return in force, in the background."""
        name = "approvals" if approved else "receipts"
        out = self.session.workspace.folder / say("papers.kind.receipt")

        def work(said: Said, progress: Progress) -> int:
            from forms.papers.receipt import write_receipts

            office, period, now = self.session.workspace, self.session.period_id, datetime.now(PLAN_ZONE)
            by = self.session.name_person(said["by"])
            facts: dict[str, Any] = {"units": units, "period": period, "at": now, "by": by, "approved": approved}
            made = write_receipts(office, out, said["secret"], progress=progress, **facts)
            if not made.files:
                raise AppError("nothing_to_approve" if approved else "nothing_to_answer")
            return len(made.receipts)

        def done(n: int) -> None:
            self._parts.tell(say(f"office.many.{name}_done", n=n, 目录=out), Mark.DONE)

        fields = [AskedField(name="secret", words=say("office.ask.secret"), secret=True), self.session.person_field]
        effect = say(f"office.many.{name}_effect", n=len(units))
        self.asked(name, effect, fields, work, done, units, words=say(WRITING), stops=True).open()

    def export(self, out: Path) -> None:
        """Write the 应报清单 as a workbook into a folder."""
        office, period = self.session.workspace, self.session.period_id
        roster, summary = self.session.roster, self.session.summary

        def work(_: Progress) -> Path:
            from forms.summary.book import write_roster

            return write_roster(office, office.city(period), roster, summary, out)[0]

        def done(path: Path) -> None:
            self._parts.tell(say("office.many.exported", 文件=path), Mark.DONE)

        self._run(work, done)

    def _run(self, work: Callable[[Progress], object], done: Callable[..., None]) -> None:
        def failed(error: BaseException) -> None:
            self._parts.tell(trouble(error), Mark.WARNING)

        self._parts.tell(say(WRITING), Mark.HINT)
        self._parts.lane.run(self._parent, work, done, failed, words=say(WRITING))

    def asked(
        self,
        name: str,
        effect: str,
        fields: Sequence[AskedField],
        work: Callable[[Said, Progress], Any],
        done: Callable[[Any], None],
        units: Sequence[str],
        *,
        why_not: Callable[[Said], str] = lambda _: "",
        words: str = "",
        stops: bool = False,
    ) -> FieldsDialog:
        """Make the dialog of an act about several units, as `ask_act` does; the units are listed in it."""
        title, primary, listed = say(f"office.many.{name}"), say(f"office.many.{name}_now"), self._names(units)
        more: dict[str, Any] = {"listed": listed, "why_not": why_not, "words": words, "stops": stops}
        self.dialog = ask_act(self._parts, self._parent, title, effect, fields, primary, work, done, **more)
        return self.dialog


class Archiving:
    """Writes archives in the background."""

    def __init__(self, parts: OfficeParts, parent: QWidget) -> None:
        """Keep the parts; the dialog of folders stands over `parent`."""
        self._parts, self._parent, self._session = parts, parent, parts.session

    def ask(self, unit: str | None, *, whole: bool = False) -> None:
        """Ask for a folder and write everything of a unit (None: of all) into one zip there.

        `whole` = of every period of the plan, else of the open one.
        """
        if chosen := ask_folder(self._parent, say("office.ask.archive")):
            self.write(unit, Path(chosen), whole=whole)

    def write(self, unit: str | None, out: Path, *, whole: bool = False) -> None:
        """Write it into a folder."""
        session = self._session
        office, by, period = session.workspace, person_of(session.workspace.store), session.period_id

        def work(_: Progress) -> Path:
            from forms.archive.office_archive import write_archive

            when = None if whole else period
            return write_archive(office, unit, when, out, at=datetime.now(PLAN_ZONE), by=by)[0]

        def done(path: Path) -> None:
            self._parts.tell(say("office.done.archived", 文件=path), Mark.DONE)

        words = say(WRITING)
        self._parts.tell(words, Mark.HINT)
        do_apart(self._parts, self._parent, work, done, words=words)


def owing(session: OfficeSession) -> set[str]:
    """Return the units that may be chased in the open period, now."""
    alone = chasing.left_alone(session.workspace, session.roster, datetime.now(PLAN_ZONE))
    return chasing.owing(session.roster, session.matters, alone)
