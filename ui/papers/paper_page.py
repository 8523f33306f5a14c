"""About a paper: what a file is that was opened where no workspace is: who sealed it, what was changed, what to do.

With a pack beside it — dropped together, or chosen here — names, pages and ended keys are compared as well.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import format_time
from models.basics.records import dataclass
from models.plan.records.units import OFFICE
from models.returns.file_names import readable_name
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file
from ui.look.widgets import button, column, emptied, frame, label, note, row, scrolled

if TYPE_CHECKING:
    from forms.opening.verified import Verified
    from forms.papers.pack import Pack
    from forms.wording.whose import Whose

MOST = 20  # files shown at once
FACTS = ("unit", "period", "revision", "digest", "signer", "signed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """A file and what it is, or why it is none; `pack` where it is one."""

    path: Path
    found: "Verified | None" = None
    error: BaseException | None = None
    pack: "Pack | None" = None
    whose: "Whose | None" = None  # in words, of a paper


class PaperPage(QWidget):
    """Some files, verified without a store."""

    def __init__(
        self, lane: Lane, paths: Sequence[Path], back: Callable[[], object], begin: Callable[[Path], object]
    ) -> None:
        """Read the files in the background; `back` leads to the start, `begin` to its first step with a pack."""
        super().__init__()
        self._lane, self._paths = lane, list(paths)
        self._asked: Sequence[Path] = ()  # the files that are read now, or were read last
        self.pack: Pack | None = None
        self.words = ""
        self.found: list[Verified] = []  # of the files that are papers, in order
        self._inside = column(spacing=12)
        self.back = button(say("about.back"), back, "primary")
        self.begin = button(say("about.begin"), lambda: begin(self._paths[0]), "primary")
        self.begin.hide()
        self.choose: QPushButton = button(say("about.with_pack"), self.choose_pack)
        body = column(label(say("about.paper"), "title"), self._inside, None, spacing=16)
        body.setContentsMargins(32, 28, 32, 16)
        whole = column(
            scrolled(body), frame(row(None, self.choose, self.back, self.begin), "footer", 10, 16), spacing=0
        )
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._look()

    def take(self, paths: Sequence[Path]) -> None:
        """Look at other files; a pack among them, or alone, is what the files are compared with."""
        self._paths = [*paths]
        self._look()

    def choose_pack(self) -> None:
        """Ask for the pack of the office, and compare with it."""
        chosen = ask_file(self, say("about.with_pack"), kinds=say("window.menu.paper_filter"))
        if chosen:
            self.take([*self._paths, Path(chosen)])

    def _look(self) -> None:
        emptied(self._inside)
        names = "、".join(readable_name(path) for path in self._paths[:MOST])
        self._put(label(say("about.reading", 文件=names), "quiet", wrap=True))
        self.choose.setEnabled(False)
        self.begin.hide()
        asked = self._asked = tuple(self._paths)
        self._lane.run(
            self,
            lambda _progress: self._read(asked),
            lambda looked: self._show(asked, looked),
            lambda error: self._failed(asked, error),
        )

    def _read(self, paths: Sequence[Path]) -> "list[_Looked]":
        from forms.guards.plan_files import paper_at
        from forms.opening.verify import verify, verify_with
        from forms.papers.pack import read_pack
        from forms.papers.paper import open_paper
        from models.plan.load import SHIPPED, load_plan

        found: list[_Looked] = []
        held: Pack | None = self.pack
        for path in paths[:MOST]:
            try:
                content = paper_at(path)
                one = verify(content, None)
                pack = read_pack(open_paper(content)) if one.kind == "pack" else None
                found.append(_Looked(path=path, found=one, pack=pack))
                held = pack or held
            except (AppError, MachineError, OSError) as error:
                found.append(_Looked(path=path, error=error))
        if held is not None:
            found = [
                replace(one, found=verify_with(paper_at(one.path), held)) if _is_compared(one) else one for one in found
            ]
            found.append(_Looked(path=Path(), pack=held))
        plans = [*([held.plan] if held is not None else ()), load_plan(SHIPPED)]
        return [replace(one, whose=one.found.whose(plans, held)) if one.found is not None else one for one in found]

    def _show(self, asked: Sequence[Path], looked: "list[_Looked]") -> None:
        self.pack = next((one.pack for one in reversed(looked) if one.pack is not None), self.pack)
        if asked is not self._asked:  # other files were taken meanwhile, and are read next
            return
        emptied(self._inside)
        self.choose.setEnabled(True)
        papers = [one for one in looked if one.path.name]
        shown = [one for one in papers if one.pack is None] or papers
        for one in shown:
            self._show_one(one)
        self._paths = [one.path for one in shown]
        self.found = [one.found for one in shown if one.found is not None]
        compared = any(_is_compared(one) for one in papers)
        self.choose.setVisible(compared)
        pack = next((one for one in shown if one.pack is not None), None)  # shown where nothing is compared with it
        begins = pack is not None and len(papers) == 1 and pack.found is not None and pack.found.sound
        self.begin.setVisible(begins)
        self.back.setObjectName("" if begins else "primary")
        self.back.style().polish(self.back)
        (self.begin if begins else self.back).setFocus()
        if self.pack is not None and compared:
            from forms.opening.verify import trusted_words

            self._put(label(trusted_words(self.pack, self.pack.root), "quiet", wrap=True))
        for words in dict.fromkeys(_names_told(one, self.pack) for one in papers):
            if words:
                self._put(label(words, "quiet", wrap=True))
        self._put(label(say("about.next"), "quiet", wrap=True))

    def _show_one(self, one: _Looked) -> None:
        from forms.opening.verify import UNSEALED

        found, name = one.found, readable_name(one.path)
        if found is None:
            self.words = trouble(one.error) if one.error is not None else name
            self._put(note(say("about.property", 事项=name, 结果=self.words), Mark.WARNING))
            return
        facts = found.answer() | {"signer": _signer(found), "signed_at": _moment(found)} | _named(one)
        lines = [say("about.kind", 名称=say(f"about.kinds.{found.called or found.kind}"), 文件=name)]
        lines += [say(f"about.{key}", 值=facts[key]) for key in FACTS if facts.get(key)]
        self.words = "\n".join(lines)
        said = label(self.words, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._put(said)
        asks = found.kind == "request"  # no certificate can prove it yet: what does is in the sentence
        good = Mark.HINT if asks else Mark.WARNING if found.chain == "no" else Mark.DONE
        unsealed = found.kind in UNSEALED.values()  # nothing of it is wrong, and nothing of it can be told
        self._put(note(found.message, good if found.sound else Mark.WARNING if unsealed else Mark.ERROR))
        if not unsealed:
            self._show_properties(found)

    def _show_properties(self, found: "Verified") -> None:
        """The seals and each property of the profile, two beside each other; what does not hold across both."""
        lines: list[QWidget] = []
        for seal, state in found.seals.items():
            if state != "absent":
                named = say(f"about.seals.{seal}")
                lines.append(label(say("about.seal", 名称=named, 状态=say(f"about.states.{state}"))))
        for name, state in found.properties.items():
            said = say("about.property", 事项=say(f"about.properties.{name}"), 结果=say(f"about.answers.{state}"))
            good, bad = ("no", "yes") if name == "revoked" else ("yes", "no")
            if state == bad and (name, found.kind) != ("chain", "request"):
                self._put(note(said, Mark.WARNING))
            else:
                lines.append(label(said, "" if state == good else "quiet", wrap=True))
        grid = QGridLayout()
        half = (len(lines) + 1) // 2
        for place, line in enumerate(lines):
            grid.addWidget(line, place % half, place // half)
        self._inside.addLayout(grid)
        for reason in found.reasons[1:MOST]:  # the first is told above
            self._put(note(reason, Mark.ERROR))
        for hint in found.hints:
            self._put(note(hint, Mark.HINT))

    def _failed(self, asked: Sequence[Path], error: BaseException) -> None:
        if asked is not self._asked:
            return
        emptied(self._inside)
        self.choose.setEnabled(True)
        self.words = trouble(error)
        self._put(note(self.words, Mark.ERROR))

    def _put(self, part: QWidget) -> None:
        self._inside.addWidget(part)


def _signer(found: "Verified") -> str:
    """Who sealed it, as the certificate names them: name and code of a unit."""
    name = re.search(r"CN=((?:[^,\\]|\\.)*)", found.signer)
    words = name[1].replace("\\", "") if name else found.signer
    return say("about.signer_of", 名称=words, 编号=found.named) if found.named not in ("", OFFICE) else words


def _named(one: _Looked) -> dict[str, str]:
    """Unit and period as people call them, or their codes."""
    return {"unit": one.whose.unit, "period": one.whose.period} if one.whose is not None else {}


def _names_told(one: _Looked, pack: "Pack | None") -> str:
    """Which plan says the names, or why there are codes; "" where the pack says them, and that was told."""
    if one.whose is None or one.whose.why:
        return one.whose.why if one.whose is not None else ""
    plan = one.whose.plan
    if plan is None or (pack is not None and plan.digest == pack.plan.digest):
        return ""
    return say("about.named_here", 方案=plan.short_title, 版本=plan.version)


def _moment(found: "Verified") -> str:
    return format_time(datetime.fromisoformat(found.signed_at)) if found.signed_at else ""


def _is_compared(one: _Looked) -> bool:
    """True for a paper that a pack says something of: any but a pack, which would vouch for itself."""
    return one.found is not None and one.pack is None


class Beginning(Protocol):
    """A start that begins with a pack."""

    def read_pack(self, path: Path) -> None:
        """Read a pack and begin the steps with it."""


class Looking(Protocol):
    """The window a page about papers lies in: the start is behind it."""

    lane: Lane

    @property
    def shown(self) -> QWidget | None:
        """The page that is shown."""

    @property
    def start(self) -> Beginning | None:
        """The start, where it is shown."""

    def show_page(self, page: QWidget) -> None:
        """Show a page."""

    def open_folder(self, folder: Path) -> None:
        """Open a folder: of one without a workspace the start is shown."""


def look_at(paths: Sequence[Path], window: Looking, folder: Path) -> None:
    """Look at files on the page that is shown already, or on a new one; `folder` is what lies behind it."""
    shown = window.shown

    def begin(pack: Path) -> None:
        window.open_folder(folder)
        if window.start is not None:
            window.start.read_pack(pack)

    if isinstance(shown, PaperPage):
        shown.take(paths)
    else:
        window.show_page(PaperPage(window.lane, paths, lambda: window.open_folder(folder), begin))
