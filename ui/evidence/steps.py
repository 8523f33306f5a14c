"""Evidence steps: files attached to a place, or taken away, as steps of the undo.

The bytes of what is taken away go from the store; until the step is forgotten it holds them, to attach them again.
"""

from collections.abc import Mapping, Sequence

from models.returns.evidence_rows import AttachmentRow
from models.sheet.sheet import Sheet
from ui.session.commands import Put
from ui.session.screen import FILING, ScreenContext
from ui.session.session import Foreseen, News, Session

ATTACHED, DETACHED = "attached", "detached"  # why, as the store records them


class EvidenceStep(Put):
    """Some files that were attached, or taken away."""

    def __init__(self, session: Session, files: Sequence[AttachmentRow], why: str, home: str) -> None:
        """Remember the files; `home`: an address or the key of a page, where they are seen."""
        super().__init__(session, {}, {}, why)
        self._files, self._home, self.period = tuple(files), home, files[0].period
        self._held: dict[str, bytes] = {}  # of files that are nowhere in the store, by SHA-256

    @property
    def home(self) -> str:
        """Where it is seen."""
        return self._home

    @property
    def places(self) -> tuple[str, ...]:
        """The same."""
        return (self._home,)

    @property
    def changed_cells(self) -> tuple[str, ...]:
        """The cell the files stand at; no cell changes."""
        sheet = self._session.sheet
        return (self._home,) if self._home in sheet.slots or self._home in sheet.fields else ()

    @property
    def counted(self) -> Mapping[str, int]:
        """How many files."""
        return {"files": len(self._files)}

    @property
    def size(self) -> int:
        """As many."""
        return len(self._files)

    def put(self, foreseen: Foreseen | None = None) -> None:
        """Attach them again, or take them away. Raises AppError("period_filed")."""
        self._turn(there=self.why == ATTACHED)

    def put_back(self, foreseen: Foreseen | None = None) -> None:
        """Take away what was attached, or attach again what was taken away. Raises AppError("period_filed")."""
        self._turn(there=self.why == DETACHED)

    def _turn(self, *, there: bool) -> None:
        store, by = self._session.workspace.store, self._session.author
        evidence = store.evidence
        if not there:
            held = {one.sha256: evidence.content(one.sha256) or b"" for one in self._files}
        with store.transaction(by, ATTACHED if there else DETACHED):
            for one in self._files:
                if there:
                    evidence.attach(self.period, one.place, one.name, self._held[one.sha256], by)
                else:
                    evidence.detach(self.period, one.sha256, by, one.place)
        self._held = {} if there else held
        touched = (at for one in self._files for at in _beside(self._session.sheet, one.place))
        self._session.changed.emit(News(frozenset(touched)))


def evidence_home(desk: ScreenContext, place: str) -> str:
    """Return where a file of a place is seen: at its cell, or in the list of the whole return."""
    at = place.partition("@")[2] or place
    page = desk.page_of(at)
    return at if page is not None and page.key != at else FILING


def _beside(sheet: Sheet, place: str) -> tuple[str, ...]:
    """The addresses beside which files of a place are shown: of a task all of its fields."""
    at = place.partition("@")[2] or place
    field = sheet.fields.get(at)
    if field is None:
        return (at,)
    return tuple(address for address, one in sheet.fields.items() if one.group == field.group)
