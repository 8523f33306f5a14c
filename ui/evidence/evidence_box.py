"""Evidence box: files attached to a place — beside the cell, on the filing page, and the stamped scan of a return.

Files come by a dialog or are dropped here; they are read and kept in the background lane. What may be attached is
judged by `forms.opening.evidence`; nothing is opened but by the system's own program, from a copy.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from models.basics.addresses import COVER, field_address
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.sizes import size_words
from models.help.phrases import column_word
from models.plan.plan import Means
from models.returns.evidence import adrift, listed, place_of, require_key, travel_of
from models.returns.evidence_rows import AttachmentRow, ScanRow
from models.returns.returns import parse_return
from models.sheet.sheet import Sheet
from models.store.unit.attaching import attach
from ui.basics.completion import Mark
from ui.basics.places import place_words
from ui.evidence.file_drop import FileDrop
from ui.evidence.steps import ATTACHED, DETACHED, EvidenceStep, evidence_home
from ui.files.dialogs import ask_files
from ui.look.widgets import button, label, note, row
from ui.session.screen import FILING, ScreenContext

SHOWN = 30


class EvidenceBox(FileDrop):
    """佐证材料 of one place; with `whole`, of the whole return, each file with its place."""

    def __init__(self, desk: ScreenContext, place: str, *, whole: bool = False) -> None:
        """Show the files of a place as `models.returns.evidence.place_of` gives it."""
        super().__init__(desk)
        self.place, self._whole = place, whole
        self._build()

    def _may_take(self) -> bool:
        return super()._may_take() and not self._session.locked

    def rows(self) -> tuple[AttachmentRow, ...]:
        """Return what is attached here, and to the findings of this place."""
        found = self._store.evidence.attachments(self._session.period_id)
        if self._whole:
            return found
        mine = (one for one in found if one.place == self.place or one.place.endswith(f"@{self.place}"))
        return tuple(one for one in mine if not adrift(self._session.sheet, (one,)))

    def _build(self) -> None:
        found = self.rows()
        if not self._whole:
            title = say("evidence.ui.title_n", n=len(found)) if found else say("evidence.ui.title")
            self._inside.addWidget(label(title, "small"))
        lost = adrift(self._session.sheet, found)
        for one in found[:SHOWN]:
            place = say("evidence.ui.no_row") if one in lost else spoken_place(self._session.sheet, one.place)
            where = f"　{place}" if self._whole else ""
            words = f"{one.name}　{size_words(one.size)}{where}"
            remove = None if self._session.locked else partial(self.remove, one)
            self._line(words, one.name, one.sha256, remove)
        if len(found) > SHOWN:
            self._inside.addWidget(label(say("evidence.ui.more", n=len(found) - SHOWN), "small"))
        if lost:
            names = "、".join(one.name for one in lost)
            self._inside.addWidget(note(say("evidence.ui.adrift", n=len(lost), 名单=names), Mark.WARNING))
        self._sentence(found)
        if not self._session.locked:
            self._add(say("evidence.ui.attach_whole" if self._whole else "evidence.ui.attach"))
            self._offer_number(found)

    def _sentence(self, found: Sequence[AttachmentRow]) -> None:
        """How the evidence of the return travels; beside a cell only when it is too much for the PDF."""
        if not found:
            if self._whole:
                self._inside.insertWidget(0, label(say("evidence.ui.none"), "quiet", wrap=True))
            return
        sheet = self._session.sheet
        travel = travel_of(listed(self._store.evidence.attachments(sheet.period_id)), sheet.plan, sheet.settings)
        if travel.beside:
            self._inside.addWidget(note(travel.sentence(), Mark.HINT))
        elif self._whole:
            self._inside.addWidget(label(travel.sentence(), "small", wrap=True))

    def _offer_number(self, found: Sequence[AttachmentRow]) -> None:
        """A progress row says which evidence it has in 佐证编号: the names can be put there in one step."""
        field = self._session.sheet.fields.get(self.place)
        own = [one.name for one in found if one.place == self.place]
        if (
            field is None
            or field.column.means is not Means.EVIDENCE
            or not own
            or self._session.sheet.cell(self.place).text
        ):
            return
        put = partial(self._desk.edits.put, self.place, "、".join(own))
        self._inside.addLayout(row(button(say("evidence.ui.number", 栏=column_word(field.column)), put, "link"), None))

    def _work(self, paths: tuple[Path, ...]) -> Callable[[], object]:
        store, sheet, place, by = self._store, self._session.sheet, self.place, self._session.author

        def work() -> tuple[AttachmentRow, ...]:
            from forms.opening.evidence import read_evidence

            require_key(sheet, place)
            files = [read_evidence(path) for path in paths]
            before = {one.sha256 for one in store.evidence.attachments(sheet.period_id, place)}
            with store.transaction(by, "attached"):
                for one in files:
                    attach(store, place, sheet.period_id, one.name, one.content, by)
                travel_of(listed(store.evidence.attachments(sheet.period_id)), sheet.plan, sheet.settings)
            there = store.evidence.attachments(sheet.period_id, place)
            return tuple(one for one in there if one.sha256 not in before)

        return work

    def _kept(self) -> Callable[[Sequence[AttachmentRow]], None]:
        desk, home = self._desk, self._home(self.place)

        def kept(files: Sequence[AttachmentRow]) -> None:
            if files:
                desk.edits.push(EvidenceStep(desk.session, files, ATTACHED, home))

        return kept

    def _home(self, place: str) -> str:
        """Where a step of this box is seen."""
        return FILING if self._whole else evidence_home(self._desk, place)

    def remove(self, one: AttachmentRow) -> None:
        """Take a file away from its place, as a step."""
        step = EvidenceStep(self._session, [one], DETACHED, self._home(one.place))
        step.put()
        self._desk.edits.push(step)
        self.renew()
        self._desk.tell(say("evidence.removed", 文件=one.name), Mark.DONE)


class ScanBox(FileDrop):
    """盖章件 of the return that was filed last."""

    def __init__(self, desk: ScreenContext) -> None:
        """Show the scans of the last return of the period."""
        super().__init__(desk)
        self._build()

    def rows(self) -> tuple[ScanRow, ...]:
        """Return the scans, oldest first."""
        last = self._last()
        return self._store.evidence.scans(last) if last else ()

    def _last(self) -> str | None:
        filed = [parse_return(one.content) for one in self._store.returns.filed(self._session.period_id)]
        return max(filed, key=lambda one: one.revision).digest if filed else None

    def _build(self) -> None:
        for one in self.rows():
            words = say(
                "evidence.ui.scan_line", 文件=one.name, 大小=size_words(one.size), 时=f"{one.at:%Y-%m-%d %H:%M}"
            )
            self._line(words, one.name, one.sha256, partial(self.remove, one))
        self._add(say("evidence.ui.stamp"))

    def _choose(self) -> None:
        chosen = ask_files(self, say("evidence.ui.stamp"), kinds=say("evidence.ui.scan_filter"))
        if chosen:
            self.take([Path(path) for path in chosen])

    def _work(self, paths: tuple[Path, ...]) -> Callable[[], object]:
        workspace, period, by = self._session.workspace, self._session.period_id, self._session.author

        def work() -> None:
            from forms.unit.scans import keep_scan

            for path in paths:
                keep_scan(workspace, period, path, by)

        return work

    def _kept(self) -> Callable[[object], None]:
        edits = self._desk.edits

        def kept(_: object) -> None:
            edits.apart = "scan"

        return kept

    def remove(self, one: ScanRow) -> None:
        """Take a scan away again."""
        self._store.evidence.remove_scan(one.digest, one.sha256, self._session.author)
        self._desk.edits.apart = "scan"
        self.renew()
        self._desk.tell(say("evidence.removed", 文件=one.name), Mark.DONE)


def evidence_box(desk: ScreenContext, address: str) -> EvidenceBox | None:
    """Return the box for the place an address belongs to; None where nothing can be attached."""
    try:
        place = place_of(desk.session.sheet, address)
    except AppError:
        return None
    if place == COVER:
        return None
    box = EvidenceBox(desk, place)
    return None if desk.session.locked and not box.rows() else box


def spoken_place(sheet: Sheet, place: str) -> str:
    """Return where a file is attached in words."""
    check, _, at = place.partition("@")
    if check in sheet.plan.checks:
        return say("evidence.ui.finding", 位置=spoken_place(sheet, at) if at else sheet.plan.checks[check].clause)
    if place == COVER:
        return say("evidence.ui.whole")
    block = next(
        (one for one in sheet.blocks if field_address(one, sheet.plan.field_name(Means.EVIDENCE)) == place), None
    )
    return sheet.plan.blocks[block].title if block else place_words(sheet, place)


__all__ = ["EvidenceBox", "ScanBox", "evidence_box", "spoken_place"]
