"""Unsaved box: asked once before a window is closed over what the disk did not take; it can be written elsewhere first.

What is written elsewhere is the workbook that can be filled in with Excel, holding the whole sheet as it is on the
screen: imported again, it shows the differences. Explanations and answers, which no workbook takes, are a text beside.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.sheet.sheet import Sheet
from models.store.unit.waiting import Given, Kind, Unsaved
from ui.basics.places import place_words
from ui.basics.texts import trouble
from ui.files.dialogs import ask_folder
from ui.keeping.rescue import drop_aside
from ui.look.fitting import fit
from ui.look.widgets import button, label, row, scrolled
from ui.session.session import Session

SIZE = (620, 420)
MOST = 12  # places that are named


def by_periods(waiting: Unsaved) -> dict[str, list[Given]]:
    """Return what waits by its period, that of no period left out."""
    found: dict[str, list[Given]] = {}
    for one in waiting:
        if one.period:
            found.setdefault(one.period, []).append(one)
    return found


def as_text(sheet: Sheet, given: list[Given]) -> str:
    """Return the explanations and answers that wait, as a text: where, and what is said; "" for none."""
    lines = []
    for one in given:
        if one.kind is Kind.EXPLANATION and one.said[0] is not None:
            place = one.place.partition("@")[2]
            lines += [place_words(sheet, place) if place else one.place, one.said[0].text, ""]
    return "\r\n".join(lines)


def write_elsewhere(session: Session, waiting: Unsaved, folder: Path) -> tuple[Path, ...]:
    """Write what waits into another folder. Raises OSError; nothing is forgotten by it."""
    from forms.filling.template import write_template
    from models.basics.period import in_file_name
    from models.filling.slices import whole_scope
    from models.store.file.disk import write_files

    files = dict[str, bytes]()
    for period, given in by_periods(waiting).items():
        sheet = session.sheet if period == session.period_id else session.read_sheet(period)
        facts = {"单位": sheet.unit_name, "报告期": in_file_name(period), "时": f"{datetime.now(PLAN_ZONE):%m%d-%H%M}"}
        name = say("backups.waits.file", **facts)
        files[f"{name}.xlsx"] = write_template(sheet, whole_scope(sheet), filled=True)
        if text := as_text(sheet, given):
            files[say("backups.waits.text_file", 名=name)] = text.encode("utf-8-sig")
    return write_files(folder, files)


class UnsavedBox(QDialog):
    """What waits, where; save it elsewhere, close without it, or go back."""

    def __init__(
        self, parent: QWidget, session: Session | None, waiting: Mapping[Path, Unsaved], close: Callable[[], object]
    ) -> None:
        """Name what waits by its folder; `close` closes the window once it may go."""
        super().__init__(parent)
        self._session, self._waiting, self._close = session, waiting, close
        self.setWindowTitle(say("backups.waits.title"))
        fit(self, *SIZE)
        self.said: QLabel = label("", wrap=True)
        self.said.hide()
        here = session is not None and session.workspace.folder in waiting
        self.elsewhere = button(say("backups.waits.elsewhere"), self._choose, "primary")
        self.elsewhere.setVisible(here)
        self.leave = button(say("backups.waits.leave"), self._leave)
        inside = QVBoxLayout()
        number = sum(one.count for one in waiting.values())
        inside.addWidget(label(say("backups.waits.asked", n=number), wrap=True))
        for line in self._lines():
            inside.addWidget(label(line, "small", wrap=True))
        inside.addWidget(self.said)
        inside.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(say("backups.waits.title"), "title"))
        layout.addWidget(scrolled(inside), 1)
        back = button(say("backups.waits.back"), self.reject, "" if here else "primary")
        self._acts = row(self.leave, None, back, self.elsewhere)
        layout.addLayout(self._acts)
        (self.elsewhere if here else back).setFocus()

    def _lines(self) -> Iterator[str]:
        for folder, waiting in self._waiting.items():
            if self._session is None or folder != self._session.workspace.folder:
                yield say("backups.waits.other_folder", 目录=folder, n=waiting.count)
                continue
            places = list(dict.fromkeys(self._named(self._session, waiting)))
            yield from places[:MOST]
            if len(places) > MOST:
                yield say("backups.waits.more", n=len(places) - MOST)

    @staticmethod
    def _named(session: Session, waiting: Unsaved) -> Iterator[str]:
        for period, given in by_periods(waiting).items():
            sheet = session.sheet if period == session.period_id else session.read_sheet(period)
            for one in given:
                answer = one.kind is Kind.EXPLANATION
                place = place_words(sheet, one.place.partition("@")[2] if answer else one.place)
                words = say("backups.waits.answer", 处=place) if answer else place
                if one.kind is not Kind.CARRIED:
                    yield f"{sheet.plan.period_name(period)}　{words}"

    def _choose(self) -> None:
        chosen = ask_folder(self, say("backups.waits.elsewhere"))
        if chosen:
            self.write(Path(chosen))

    def write(self, folder: Path) -> None:
        """Write what waits into a folder, and say where it lies."""
        session = self._session
        if session is None:
            return
        try:
            paths = write_elsewhere(session, self._waiting[session.workspace.folder], folder)
        except (AppError, MachineError, OSError) as error:
            self._tell(trouble(error), "error")
            return
        self._tell(say("backups.waits.written", 目录=folder, 文件="、".join(one.name for one in paths)), "")
        self.leave.setText(say("backups.waits.leave_now"))
        _dress(self.leave, "primary")
        _dress(self.elsewhere, "")
        self._acts.addWidget(self.leave)  # what one does next stands at the right, as everywhere
        self.leave.setFocus()

    def _tell(self, words: str, dress: str) -> None:
        _dress(self.said, dress)
        self.said.setText(words)
        self.said.show()

    def _leave(self) -> None:
        """Forget what waits, and close."""
        for folder, one in self._waiting.items():
            one.clear()
            drop_aside(folder)
        self.accept()
        self._close()


def _dress(part: QWidget, name: str) -> None:
    part.setObjectName(name)
    part.style().polish(part)
