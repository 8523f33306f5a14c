"""About a paper: what a file is that was opened where no workspace is: who sealed it, what was changed, what to do."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say as word
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.look.widgets import button, column, frame, label, note, row, scrolled


class PaperPage(QWidget):
    """One file, verified without a store."""

    def __init__(self, lane: Lane, path: Path, back: Callable[[], object]) -> None:
        """Read the file in the background; `back` leads to the start."""
        super().__init__()
        self._path = path
        self._inside = column(label(word("about.reading", 文件=path.name), "quiet"), spacing=12)
        self.back = button(word("about.back"), back, "primary")
        body = column(label(word("about.paper"), "title"), self._inside, None, spacing=16)
        body.setContentsMargins(32, 28, 32, 16)
        whole = column(scrolled(body), frame(row(None, self.back), "footer", 10, 16), spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        lane.run(self, self._read, self._show, self._failed)

    def _read(self, _: Progress) -> object:
        from forms.guards.guards import paper_bytes
        from forms.opening.verify import verify

        return verify(paper_bytes(self._path), None).answer()

    def _show(self, found: dict[str, object]) -> None:
        names = ("unit", "period", "revision", "digest", "signer", "signed_at")
        lines = [word("about.kind", 名称=word(f"about.kinds.{found['kind']}"), 文件=self._path.name)]
        lines += [word(f"about.{name}", 值=found[name]) for name in names if found.get(name)]
        self.words = "\n".join(lines)
        self._put(label(self.words, wrap=True))
        seals = found["seals"]
        for name, state in seals.items() if isinstance(seals, dict) else ():
            if state != "absent":
                self._put(
                    label(word("about.seal", 名称=word(f"about.seals.{name}"), 状态=word(f"about.states.{state}")))
                )
        properties = found["properties"]
        for name, state in properties.items() if isinstance(properties, dict) else ():
            said = word("about.property", 事项=word(f"about.properties.{name}"), 结果=word(f"about.answers.{state}"))
            good, bad = ("no", "yes") if name == "revoked" else ("yes", "no")
            self._put(label(said, "" if state == good else "quiet") if state != bad else note(said, Mark.WARNING))
        differences = found["differences"]
        for one in differences if isinstance(differences, list) else []:
            said = word("errors.cell_changed", 位置=one["item"], 签署=one["signed"] or "—", 现=one["now"] or "—")
            self._put(note(said, Mark.ERROR))
        hints = found["hints"]
        for one in hints if isinstance(hints, list) else []:
            self._put(note(str(one), Mark.HINT))
        self._put(label(word("about.next"), "quiet", wrap=True))

    def _failed(self, error: BaseException) -> None:
        known = isinstance(error, AppError | MachineError | OSError)
        self.words = trouble(error)
        self._put(note(self.words, Mark.WARNING if known else Mark.ERROR))

    def _put(self, part: QWidget) -> None:
        first = self._inside.itemAt(0)
        waiting = first.widget() if first is not None else None
        if waiting is not None and waiting.objectName() == "quiet" and self._inside.count() == 1:
            waiting.hide()
        self._inside.addWidget(part)
