"""Style sheet: how the widgets look, written from the tokens of `ui.look.theme`. Holds no colour of its own."""

from typing import TYPE_CHECKING

from models.basics.resources import RESOURCES

if TYPE_CHECKING:
    from ui.look.tokens import Tokens

_ICONS = RESOURCES / "icons"
CODE_FAMILIES = ("Consolas", "DejaVu Sans Mono", "monospace")  # of codes that people compare
_RULES = """
* { outline: none; }
QWidget { color: @text; }
QMainWindow, QWidget#ground { background: @ground; }
QToolTip { background: @surface; color: @text; border: 1px solid @edge; padding: 4px 6px; }

QFrame#bar { background: @raised; border: none; border-bottom: 1px solid @line; }
QFrame#footer { background: @raised; border: none; border-top: 1px solid @line; }
QFrame#card, QWidget#card { background: @surface; border: 1px solid @rule; border-radius: 6px; }
QFrame#note-error { background: @error_tint; border: 1px solid @error; border-radius: 4px; }
QFrame#note-warning { background: @warning_tint; border: 1px solid @warning; border-radius: 4px; }
QFrame#note-query { background: @accent_tint; border: 1px solid @accent; border-radius: 4px; }
QFrame#note-hint { background: @hint_tint; border: 1px solid @hint; border-radius: 4px; }
QFrame#note-met { background: @met_tint; border: 1px solid @met; border-radius: 4px; }
QFrame#note-plain { background: @raised; border: 1px solid @line; border-radius: 4px; }
QLabel#page { background: #FFFFFF; border: 1px solid @edge; }
QFrame#rule { background: @line; border: none; max-height: 1px; min-height: 1px; }

QFrame#drawer-edge { background: @edge; border: none; }

QLabel { background: transparent; }
QLabel#title { font-size: 18px; font-weight: 700; }
QLabel#heading { font-size: 15px; font-weight: 700; }
QLabel#unit { font-size: 16px; font-weight: 700; }
QLabel#quiet { color: @quiet; }
QLabel#small { color: @quiet; font-size: 13px; }
QLabel#display { font-size: 26px; font-weight: 700; color: @accent; }
QLabel#large { font-size: 24px; }
QLabel#accent { color: @accent; }
QLabel#error { color: @error; }
QLabel#warning { color: @warning; }
QLabel#met { color: @met; }
QLabel#test { color: @warning; background: @warning_tint; border: 1px solid @warning; border-radius: 3px;
  padding: 1px 6px; font-size: 12px; }
QLabel#step { color: @on_accent; background: @accent; border-radius: 12px; font-weight: 700; }
QLabel#step-off { color: @quiet; background: @line; border-radius: 12px; font-weight: 700; }

QPushButton { background: @surface; border: 1px solid @edge; border-radius: 4px; padding: 5px 12px; min-height: 20px; }
QPushButton:hover { border-color: @accent; color: @accent; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 11px; }
QPushButton:pressed { background: @accent_tint; }
QPushButton:disabled { color: @quiet; background: @raised; border-color: @line; }
QPushButton#primary { background: @accent; color: @on_accent; border: 1px solid @accent;
  font-weight: 700; padding: 7px 18px; }
QPushButton#primary:hover { background: @accent_strong; color: @on_accent; }
QPushButton#primary:focus { border: 2px solid @text; padding: 6px 17px; }
QPushButton#primary:disabled { background: @line; border-color: @line; color: @quiet; }
QPushButton#danger { color: @error; border-color: @error; }
QPushButton#danger:disabled { color: @quiet; border-color: @line; }
QFrame#step-line { background: transparent; border: none; border-left: 3px solid transparent;
  border-bottom: 1px solid @line; }
QFrame#step-open { background: @accent_tint; border: none; border-left: 3px solid @accent; }
QFrame#step-body { background: transparent; border: none; border-left: 3px solid @accent;
  border-bottom: 1px solid @line; }
QLabel#strong { font-weight: 700; }
QLabel#code { font-family: @code_families; font-size: 16px; }
QPushButton#link { background: transparent; border: none; color: @accent; padding: 2px 4px; text-align: left; }
QPushButton#link:hover { text-decoration: underline; }
QPushButton#link:focus { border: 1px solid @accent; }
QPushButton#overview-line { background: transparent; border: none; border-left: 3px solid transparent;
  border-radius: 0; text-align: left; padding: 0; min-height: 30px; }
QPushButton#choice-line { background: transparent; border: 1px solid @edge; border-left: 3px solid @edge;
  border-radius: 0; text-align: left; padding: 0; min-height: 52px; }
QPushButton#overview-line:hover, QPushButton#choice-line:hover { background: @raised; }
QPushButton#overview-line:focus, QPushButton#choice-line:focus { background: @accent_tint;
  border-left: 3px solid @accent; }
QPushButton#state { padding: 3px 8px; font-size: 13px; }
QPushButton:checked, QPushButton#state:checked { background: @accent_tint; border-color: @accent; color: @accent; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px 8px; }
QToolButton:hover { background: @accent_tint; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QTextEdit {
  background: @surface; color: @text; border: 1px solid @edge; border-radius: 4px; padding: 4px 7px;
  selection-background-color: @accent; selection-color: @on_accent; placeholder-text-color: @quiet; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus { border: 2px solid @accent; padding: 3px 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QLineEdit:read-only,
QPlainTextEdit:read-only, QComboBox[locked="true"] {
  background: @derived; color: @text; border-color: @line; }
QLineEdit[carried="true"], QPlainTextEdit[carried="true"], QComboBox[carried="true"] { color: @quiet; }
QLineEdit[refused="true"], QPlainTextEdit[refused="true"], QComboBox[refused="true"] {
  border: 2px solid @error; padding: 3px 6px; }
QCheckBox::indicator, QTreeView::indicator { width: 14px; height: 14px; background: @surface;
  border: 1px solid @edge; border-radius: 3px; }
QCheckBox::indicator:checked, QTreeView::indicator:checked { background: @accent; border-color: @accent;
  image: url("@icons/check-@look.svg"); }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("@icons/down-@look.svg"); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled, QDateEdit::down-arrow:disabled { image: none; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @edge; padding: 2px;
  selection-background-color: @accent_tint; selection-color: @text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; }
QTableView QLineEdit, QTableView QComboBox { border: 2px solid @accent; border-radius: 0; padding: 0 6px; }
QTableView QFrame#answer-warning QLineEdit, QTableView QFrame#answer-warning QComboBox {
  border: 1px solid @edge; border-radius: 4px; padding: 2px 7px; }
QTableView QFrame#answer-warning QLineEdit:focus, QTableView QFrame#answer-warning QComboBox:focus {
  border: 2px solid @accent; padding: 1px 6px; }

QTableView, QListView, QTreeView { background: @surface; border: 1px solid @line; gridline-color: @line;
  selection-background-color: @accent_tint; selection-color: @text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid @accent; }
QTableView#register::item, QTableView#list::item, QTableView#pointed::item { padding: 0 6px; }
QListView#nav { background: @raised; border: none; border-right: 1px solid @line; padding: 6px 0; }
QListView#nav:focus { border: none; border-right: 1px solid @accent; }
QFrame#answer-warning, QFrame#answer-error, QFrame#answer-hint, QFrame#answer-facts {
  border: none; border-bottom: 1px solid @line; }
QFrame#answer-warning { background: @warning_tint; border-left: 3px solid @warning; }
QFrame#answer-error { background: @error_tint; border-left: 3px solid @error; }
QFrame#answer-hint { background: @hint_tint; border-left: 3px solid @hint; }
QFrame#answer-facts { background: @raised; border-left: 3px solid @accent; }
QFrame#banner { background: @hint_tint; border: none; border-bottom: 1px solid @rule; }
QListView#plain, QListView#plain:focus { border: none; }
QListView#choices::item { padding: 6px 8px; }
QListView#goals::item { padding: 4px 8px; }
QTreeView::item { padding: 4px 0; }
QHeaderView { background: @raised; }
QHeaderView::section { background: @raised; color: @quiet; border: none; border-right: 1px solid @line;
  border-bottom: 1px solid @line; padding: 4px 8px; }
QTableView#close QHeaderView::section { padding: 4px 5px; }
QTableCornerButton::section { background: @raised; border: none; border-bottom: 1px solid @line; }

QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @quiet; padding: 5px 12px; border-bottom: 2px solid @line; }
QTabBar::tab:hover { color: @accent; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; font-weight: 700; }
QTabBar::tab:focus:selected { background: @accent_tint; }

QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#clear { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @edge; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QListView#nav QScrollBar:vertical { width: 8px; }
QListView#nav QScrollBar::handle { border-radius: 2px; }
QScrollBar::handle:hover { background: @quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
QDialog#framed { border: 1px solid @edge; }
QMenu { background: @surface; border: 1px solid @edge; padding: 4px; }
QMenu::item { padding: 3px 24px 3px 12px; border-radius: 3px; }
QMenu::item:selected { background: @accent_tint; color: @text; }
QMenu::item:disabled { color: @quiet; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QProgressBar { background: @line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
"""


def style_sheet(tokens: "Tokens") -> str:
    """Return the rules with the colours of one look in them."""
    families = ", ".join(f'"{one}"' for one in CODE_FAMILIES)
    sheet = _RULES.replace("@icons", _ICONS.as_posix()).replace("@code_families", families)
    sheet = sheet.replace("@look", "dark" if tokens.dark else "light")
    # longest first: @accent would eat the beginning of @accent_tint
    for name in sorted(tokens.__slots__, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", str(getattr(tokens, name)))
    return sheet
