"""Preview of proposals: everything that would change of a sheet, before it does, and the one button that does it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from models.basics.messages import counted, say
from models.filling.proposal import Fate, Proposal
from models.sheet.sheet import Sheet
from ui.basics.completion import Mark
from ui.basics.places import place_words
from ui.look.fitting import fit
from ui.look.widgets import button, label, note, row
from ui.tables.lists.list_view import ListView
from ui.tables.lists.proposal_table import AFTER, BEFORE, WHERE, ProposalTable, ShownProposals, shown_proposals

SIZE = (980, 620)


def _fates(counts: Mapping[Fate, int]) -> str:
    """Say how many places would be new, changed, the same or refused."""
    return counted(
        "window.import.count",
        new=counts[Fate.NEW],
        changed=counts[Fate.CHANGED],
        unchanged=counts[Fate.UNCHANGED],
        refused=counts[Fate.REFUSED],
    )


def taken_of(counts: Mapping[Fate, int]) -> int:
    """Return how many places taking proposals would change."""
    return counts[Fate.NEW] + counts[Fate.CHANGED]


def _summary(proposals: Sequence[Proposal], counts: Mapping[Fate, int], disputed: int, words: str) -> str:
    """Say what taking the proposals would change; `words` is the part of the texts."""
    names, fates = "、".join(one.offer.name for one in proposals), _fates(counts)
    key = f"{words}.summary" if fates else "import.summary_none"
    told = say(f"window.{key}", 文件=names, n=taken_of(counts), 各数=fates)
    return f"{told}{say('window.import.summary_disputed', n=disputed)}" if disputed else told


def shown_of(proposals: Sequence[Proposal], sheet: Sheet) -> ShownProposals:
    """Return what is shown of proposals for a sheet; of very many rows it is made beside the window."""
    return shown_proposals(proposals, lambda at: place_words(sheet, at))


class Preview(QDialog):
    """Everything that would change, and one button that does it."""

    def __init__(
        self,
        proposals: Sequence[Proposal],
        sheet: Sheet,
        parent: QWidget | None = None,
        again: Callable[[], None] | None = None,
        *,
        words: str = "import",
        again_words: str = "own.again",
        shown: ShownProposals | None = None,
    ) -> None:
        """Show proposals for a sheet; `again` reads once more, another way; `words` is the part of the texts.

        `shown` is what is shown of them where that was made already, beside the window.
        """
        super().__init__(parent)
        self.setWindowTitle(say(f"window.{words}.title"))
        fit(self, *SIZE)
        shown = shown or shown_of(proposals, sheet)
        counts, disputed, takes = shown.counts, shown.disputed, taken_of(shown.counts)
        self.table = ProposalTable(shown.lines, self)
        view = ListView(self.table, {BEFORE: 130, AFTER: 200, WHERE: 260}, self.table.is_heading)
        view.setAccessibleName(self.windowTitle())
        told = _summary(proposals, counts, disputed, words)
        going = f"{words}.go" if takes else "import.go_disputed" if disputed else "import.go_none"
        self.go = button(say(f"window.{going}", n=takes or disputed), self.accept, "primary")
        self.go.setEnabled(bool(takes or disputed))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(say(f"window.{words}.title"), "title"))
        layout.addWidget(note(told, Mark.ERROR if counts[Fate.REFUSED] else Mark.DECIDE if disputed else Mark.HINT))
        layout.addWidget(view, 1)
        anew = [button(say(f"window.{again_words}"), again, "link")] if again is not None else []
        for one in anew:
            one.clicked.connect(self.reject)
        no = button(say(f"window.{words}.no"), self.reject)
        layout.addLayout(row(label(say("window.import.undo") if takes else "", "small"), None, *anew, no, self.go))
        self.go.setFocus()
