"""Paper acts: a paper is opened as it came, its files are written out, what was noted of its coming is corrected."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time, own_id, parse_time
from models.issued.opened_copies import copy_to_open
from models.store.office.records import PaperRow, ReceptionRow, line_in_force
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.files.dialogs import ask_folder
from ui.office.acts.base import DeskActs
from ui.office.asking import AskedField
from ui.office.doing import Said
from ui.office.lists.codes import comparison_code


class PaperActs(DeskActs):
    """What can be done about a paper that came."""

    def code_of(self, row: PaperRow | None) -> str:
        """Return the 核对码 of the key that sealed a paper, in groups of four; "" for none."""
        if row is None:
            return ""
        return comparison_code(row.key)

    def correct_reception(self, row: PaperRow) -> None:
        """更正登记: when, how or through whom a paper came was written down wrongly; the earlier line stays."""
        office = self.session.workspace
        came = line_in_force(office.store.receptions(row.digest), row.key)
        when, channel, handler = format_time(row.registered), came.channel if came else "", came.by if came else ""

        def work(said: Said, _: Progress) -> str:
            from forms.office.register import correct_reception

            registered = parse_time(said["at"]) if said["at"] != when else None
            how = said["channel"] if said["channel"] != channel else None
            whom = said["handler"] if said["handler"] != handler else None
            now, by, why = datetime.now(PLAN_ZONE), self.session.name_person(said["by"]), said["reason"]
            correct_reception(
                office, row.digest, registered=registered, channel=how, handler=whom, reason=why, by=by, at=now
            )
            return say("office.done.reception", 单位=self.session.unit_name(row.unit))

        fields = [
            AskedField(name="at", words=say("office.ask.registered"), text=when),
            AskedField(name="channel", words=say("office.ask.channel"), text=channel, needed=False),
            AskedField(name="handler", words=say("office.ask.handler"), text=handler),
            AskedField(name="reason", words=say("office.ask.reason"), reason=True),
            replace(self.session.person_field, words=say("office.ask.corrected_by")),
        ]
        effect = say("office.effect.reception", 单位=self.session.unit_name(row.unit), n=row.revision)
        self.ask("reception", effect, fields, work)

    def open_paper(self, row: PaperRow | None) -> None:
        """Open a paper as it came, from a copy, with the system's own program."""
        if row is None:
            return
        office = self.session.workspace
        forms = sorted(office.store.forms(row.digest), key=lambda form: form.kind != "pdf")
        content = office.store.form_bytes(forms[0].sha256) if forms else None
        if content is None:
            self._parts.tell(say("office.no_file"), Mark.WARNING)
            return
        name = f"{row.unit}_{own_id(row.period)}_{row.revision}_{row.digest[:6]}.{forms[0].kind}"
        open_copy(name, content)

    def choose_keep(self, row: PaperRow | ReceptionRow | None) -> None:
        """原件: ask for a folder and write the files of a paper there exactly as they came."""
        if row is not None and (chosen := ask_folder(self._parent, say("office.paper.keep"))):
            self.keep(row, Path(chosen))

    def keep(self, row: PaperRow | ReceptionRow, folder: Path) -> None:
        """Write the files of a paper, or of one that could not be received, into a folder exactly as they came."""
        office, named = self.session.workspace, row.digest if isinstance(row, PaperRow) else row.sha256

        def work(_: Progress) -> Sequence[Path]:
            from forms.office.register import export_paper

            return export_paper(office, named, folder)[1]

        self.write(work, lambda files: say("office.paper.kept", 文件="、".join(map(str, files))))


def open_copy(name: str, content: bytes) -> None:
    """Open a copy of a file with the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy_to_open(name, content))))
