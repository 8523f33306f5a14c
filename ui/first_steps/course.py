"""Course: what the steps of a first start share — the pack, what was chosen so far, the background lane.

Every choice is kept at once, so that the window may be closed at any step. Holds no widget; a passphrase passes through
to the background lane and is kept nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from models.basics.messages import say
from models.plan.plan import Unit
from models.workspace.first_run import (
    InterruptedSetup,
    SetupChoices,
    forget_interrupted,
    keep_choices,
    load_interrupted,
    save_interrupted,
)
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Lane, Progress, Stopped, Work
from ui.basics.texts import trouble

if TYPE_CHECKING:
    from forms.papers.pack import Pack
    from models.returns.returns import Return


class Course(QObject):
    """A first start under way."""

    busy_changed = Signal(bool)
    progress = Signal(int, int)  # done, of
    begun = Signal()  # a pack was read, or what was left is here again

    def __init__(self, lane: Lane, home: Path, tell: Callable[[str, Mark], None], parent: QObject) -> None:
        """Start with nothing chosen; `home` keeps what was chosen, and gets the data if nobody objects."""
        super().__init__(parent)
        self.lane, self.home, self.tell = lane, home, tell
        self.choices = SetupChoices()
        self.pack: Pack | None = None
        self.returns: tuple[Return, ...] = ()
        self.content = b""
        self.earlier: tuple[bytes, ...] = ()
        self._job: Job | None = None

    @property
    def unit(self) -> Unit | None:
        """The unit that was chosen, None before."""
        return self.pack.plan.units.get(self.choices.unit) if self.pack else None

    @property
    def place(self) -> Path:
        """The folder the data go to."""
        return Path(self.choices.place) if self.choices.place else self.home

    @property
    def busy(self) -> bool:
        """True while something is read or made."""
        return self._job is not None

    def choose(self, **changes: str | Mapping[str, str]) -> None:
        """Take choices and keep them; a machine that does not let us keep them is no reason to stop."""
        chosen = replace(self.choices, **changes)  # type: ignore[arg-type] # names are those of Choices
        if chosen == self.choices or self.pack is None:
            return
        self.choices = chosen
        try:
            keep_choices(self.home, chosen)
        except OSError as error:
            self._say_unkept(error)

    def _say_unkept(self, error: OSError) -> None:
        self.tell(say("first_run.unkept", 原因=trouble(error)), Mark.WARNING)

    def read_pack(self, path: Path) -> None:
        """Read a pack and begin with it."""
        home = self.home

        def work(_: Progress) -> "tuple[bytes, Pack, OSError | None]":
            from forms.guards.plan_files import paper_at
            from forms.unit.first_run import pack_in

            content = paper_at(path)
            pack = pack_in(content)
            return content, pack, _kept(home, InterruptedSetup(SetupChoices(), content))

        self.run(work, lambda found: self._begin(*found))

    def _begin(self, content: bytes, pack: "Pack", unkept: OSError | None) -> None:
        self.content, self.pack, self.choices = content, pack, SetupChoices()
        self.earlier, self.returns = (), ()
        self.begun.emit()
        if unkept is not None:
            self._say_unkept(unkept)

    def resume(self) -> None:
        """Go on with what was left, if it can still be read."""
        home = self.home

        def work(_: Progress) -> "tuple[InterruptedSetup, Pack, tuple[Return, ...]] | None":
            from forms.unit.first_run import earlier_returns, pack_in

            left = load_interrupted(home)
            if left is None:
                return None
            pack = pack_in(left.pack)
            return left, pack, earlier_returns(left.earlier, pack)

        self.run(work, self._resumed)

    def _resumed(self, found: "tuple[InterruptedSetup, Pack, tuple[Return, ...]] | None") -> None:
        if found is not None:
            left, self.pack, self.returns = found
            self.choices, self.content, self.earlier = left.choices, left.pack, left.earlier
            self.begun.emit()

    def read_earlier(self, paths: tuple[Path, ...], done: Callable[[], None]) -> None:
        """Read returns the unit sent before; they say which unit this is, and who signed."""
        home, choices, pack, content = self.home, self.choices, self.pack, self.content
        if pack is None:
            return

        def work(_: Progress) -> "tuple[tuple[bytes, ...], tuple[Return, ...], SetupChoices, OSError | None]":
            from forms.guards.guards import paper_bytes
            from forms.unit.first_run import earlier_returns

            read = tuple(paper_bytes(path) for path in paths)
            returns = earlier_returns(read, pack)
            cover = {name: entry.value for name, entry in returns[-1].cover.items() if entry.value}
            chosen = replace(choices, unit=returns[-1].unit, cover=cover)
            return read, returns, chosen, _kept(home, InterruptedSetup(chosen, content, read))

        def taken(found: "tuple[tuple[bytes, ...], tuple[Return, ...], SetupChoices, OSError | None]") -> None:
            self.earlier, self.returns, self.choices, unkept = found
            if unkept is not None:
                self._say_unkept(unkept)
            done()

        self.run(work, taken)

    def drop_earlier(self) -> None:
        """Go on without the returns that were read."""
        self.earlier, self.returns = (), ()
        unkept = _kept(self.home, InterruptedSetup(self.choices, self.content))
        if unkept is not None:
            self._say_unkept(unkept)

    def set_up(self, passphrase: str, done: Callable[[Path, str], None]) -> None:
        """Make the workspace from all that was chosen; afterwards nothing of the first start is left."""
        home, place, chosen, content, earlier = self.home, self.place, self.choices, self.content, self.earlier

        def work(report: Progress) -> str:
            from forms.unit.first_run import Wishes, set_up

            copies = Path(chosen.copies) if chosen.copies else None
            wishes = Wishes(
                folder=place,
                unit=chosen.unit,
                pack=content,
                earlier=earlier,
                cover=chosen.cover,
                copies=copies,
                passphrase=passphrase,
            )
            code = set_up(wishes, report)
            forget_interrupted(home)
            return code

        self.run(work, lambda code: done(place, code))

    def run(self, work: Work, done: Callable[[Any], None]) -> None:
        """Do something in the background lane; only one thing at a time. What goes wrong is said."""
        if self._job is not None:
            return

        def ended(act: Callable[[Any], None], found: object) -> None:
            self._job = None
            self.busy_changed.emit(False)
            act(found)

        self._job = self.lane.run(
            self, work, lambda found: ended(done, found), lambda error: ended(self._failed, error)
        )
        self._job.progress.connect(self.progress.emit)
        self.busy_changed.emit(True)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Stopped):
            self.tell(trouble(error), Mark.ERROR)

    def stop(self) -> None:
        """Stop what is being made; what is done already is used the next time."""
        if self._job is not None:
            self._job.stop()


def _kept(home: Path, begun: InterruptedSetup) -> OSError | None:
    """Keep what was chosen; return what the machine said against it."""
    try:
        save_interrupted(home, begun)
    except OSError as error:
        return error
    return None
