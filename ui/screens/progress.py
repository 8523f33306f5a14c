"""Progress screen: the unit's responsibility blocks at the left, the chosen one's progress at the right."""

from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from models.filling.carry import carry_progress
from ui.basics.texts import say
from ui.boxes.field_form import FieldForm
from ui.look.views import QuietList
from ui.look.widgets import column, emptied, label, row, scrolled
from ui.session.carrying import carry_button, offer_carry, take_over
from ui.session.screen import NavigationEntry, Screen, ScreenContext
from ui.session.session import News
from ui.tables.lists.block_list import BlockDelegate, BlockList

KEY = "progress"


class ProgressScreen(Screen):
    """Progress of the unit's blocks."""

    def __init__(self, desk: ScreenContext) -> None:
        """Build the list; the form is made for the block that is chosen."""
        super().__init__(desk)
        self._form: FieldForm | None = None
        self._blocks = BlockList(self.session, self)
        self._list = QuietList()
        self._list.setModel(self._blocks)
        self._list.setAccessibleName(say("progress.title"))
        self._list.setItemDelegate(BlockDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.selectionModel().currentChanged.connect(lambda now, _: self._show_block(now.row()))
        self._inside = column(spacing=10)
        self._inside.setContentsMargins(18, 4, 8, 4)
        split = QSplitter()
        split.addWidget(self._list)
        split.addWidget(scrolled(self._inside))
        split.setSizes([330, 560])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        self.carry = carry_button(lambda: take_over(desk, carry_progress(self.session.sheet), "progress"))
        layout.addLayout(row(label(say("progress.title"), "title"), None, self.carry))
        layout.addWidget(split, 1)

    def pages(self) -> tuple[NavigationEntry, ...]:
        if not self.session.plan.asks_progress(self.session.period_id) or not self.session.sheet.blocks:
            return ()
        marks = [self._blocks.mark_of(block) for block in self.session.sheet.blocks]
        fields = self.session.sheet.fields.values()
        waiting = self.session.standing.waiting
        left = sum(1 for slot in fields if slot.group in self.session.plan.blocks and slot.address in waiting)
        return (
            NavigationEntry(
                key=KEY,
                title=say("progress.page"),
                group=say("nav.tables"),
                mark=max(marks),
                count=str(left) if left else "",
            ),
        )

    def page_of(self, address: str) -> str | None:
        slot = self.session.sheet.fields.get(address)
        return KEY if slot is not None and slot.group in self.session.plan.blocks else None

    def show_page(self, key: str) -> None:
        offer_carry(self.carry, self.session)
        if self._list.currentIndex().row() < 0:
            self._list.setCurrentIndex(self._blocks.index(0))

    def _show_block(self, row: int) -> None:
        emptied(self._inside)
        if row < 0:
            self._form = None
            return
        block, _ = self._blocks.blocks[row]
        self._form = FieldForm(self.desk, self._blocks.slots_of(block.id))
        self._form.place_chosen.connect(self.place_chosen)
        parts: tuple[QWidget, ...] = (
            label(block.title, "heading", wrap=True),
            label(
                say("progress.roles", 条款=block.clause, 牵头=block.lead_as_written, 责任=block.responsible_as_written),
                "small",
                wrap=True,
            ),
            self._form,
        )
        for part in parts:
            self._inside.addWidget(part)
        self._inside.addStretch(1)

    def choose(self, address: str) -> None:
        slot = self.session.sheet.fields.get(address)
        rows = [n for n, (block, _) in enumerate(self._blocks.blocks) if slot and block.id == slot.group]
        if rows:
            self._list.setCurrentIndex(self._blocks.index(rows[0]))
        if self._form is not None:
            self._form.choose(address)

    def take_focus(self) -> None:
        self._list.setFocus()

    def follow(self, news: News) -> None:
        if news.whole:
            self._blocks.renew()
            self._show_block(-1)
        else:
            self._blocks.announce()
            if self._form is not None:
                self._form.follow()
