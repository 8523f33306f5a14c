"""Block list: the responsibility blocks of the unit, each with clause, title, the unit's part, its stage and mark."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from models.basics.addresses import field_address
from models.basics.messages import say
from models.plan.plan import Block, Means
from models.sheet.fillable import FieldSlot, unit_blocks
from ui.basics.completion import Mark
from ui.look.marks import paint_mark
from ui.look.theme import colour, ui_font
from ui.look.views import paint_line_ground, paint_text, wrapped_height, wrapping
from ui.session.session import Session

Index = QModelIndex | QPersistentModelIndex
HEIGHT, LINE, NAME = 52, 26, 14  # pixels: a block, one line of its name with the room around it, the type of it
LEFT, RIGHT = 14, 36
MARK, SECOND = int(Qt.ItemDataRole.UserRole) + 1, int(Qt.ItemDataRole.UserRole) + 2
_NO_PARENT = QModelIndex()


class BlockList(QAbstractListModel):
    """The blocks a unit has a role in."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Start with the blocks of the open period."""
        super().__init__(parent)
        self._session = session
        self.blocks: tuple[tuple[Block, str], ...] = ()
        self.renew()

    def renew(self) -> None:
        """Take the blocks of the open period."""
        self.beginResetModel()
        sheet = self._session.sheet
        self.blocks = unit_blocks(sheet.plan, sheet.unit_id, sheet.settings.groups)
        self.endResetModel()

    def announce(self) -> None:
        """Stages or marks may have changed."""
        if self.blocks:
            self.dataChanged.emit(self.index(0), self.index(len(self.blocks) - 1))

    def slots_of(self, block: str) -> tuple[FieldSlot, ...]:
        """Return the fields of a block."""
        return tuple(slot for slot in self._session.sheet.fields.values() if slot.group == block)

    def mark_of(self, block: str) -> Mark:
        """Return the worst mark of a block, DONE when nothing is left to do."""
        marks = [self._session.standing.mark(slot.address) for slot in self.slots_of(block)]
        worst = max(marks, default=Mark.NONE)
        return worst if worst >= Mark.MISSING else Mark.DONE

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.blocks)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        block, part = self.blocks[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return block.title
        if role == SECOND:
            at = field_address(block.id, self._session.plan.field_name(Means.STAGE))
            stage = self._session.sheet.cell(at).text or say("window.progress.no_stage")
            return say("window.progress.line", 条款=block.clause, 分工=say(f"window.progress.{part}"), 阶段=stage)
        return self.mark_of(block.id) if role == MARK else None


class BlockDelegate(QStyledItemDelegate):
    """Draws a block in two lines with its mark at the right; its name in more where it has no room in one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        room = view.viewport().width() - LEFT - RIGHT if isinstance(view, QAbstractItemView) else 0
        more = wrapped_height(str(index.data()), ui_font(NAME), room)
        return QSize(200, HEIGHT + max(0, more - LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        chosen = paint_line_ground(painter, option)
        paint_mark(painter, QRectF(area.right() - 28, area.top(), 16, area.height()), index.data(MARK))
        words = area.adjusted(LEFT, 7, -RIGHT, -7)
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        if area.height() > HEIGHT:
            name, font = str(index.data()), ui_font(NAME)
            painter.setFont(font)
            painter.setPen(colour("accent" if chosen else "text"))
            painter.drawText(words, int(top) | wrapping(name, font, words.width()), name)
        else:
            paint_text(painter, words, str(index.data()), NAME, "accent" if chosen else "text", where=top)
        paint_text(painter, words, str(index.data(SECOND)), 12, "quiet", where=bottom)
