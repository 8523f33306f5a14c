"""A row of a register that loses its last text leaves its line blank: nothing moves up under the keyboard."""

from PySide6.QtCore import Qt

from ui.session.commands import Edits
from ui.session.session import Session
from ui.tables.grids.register_table import RegisterTable

EDIT = Qt.ItemDataRole.EditRole


def table(session: Session, edits: Edits) -> RegisterTable:
    made = RegisterTable(session, edits)
    made.show_register(session.plan.registers["R07"])
    session.changed.connect(lambda _news: made.show_changes())
    made.put_block(0, 1, [["a"], ["b"], ["c"], ["d"]])
    return made


def column(made: RegisterTable) -> list[str]:
    return [str(made.index(line, 1).data()) for line in range(made.rowCount())]


def kept(session: Session) -> list[tuple[int, str]]:
    return [(row.number, row.values["代码"]) for row in session.rows("R07")]


def test_what_is_typed_after_a_row_was_emptied_stands_where_it_was_typed(session: Session, edits: Edits) -> None:
    made = table(session, edits)
    made.clear([made.index(1, 1)])
    assert column(made) == ["a", "", "c", "d", ""]
    assert kept(session) == [(1, "a"), (2, "c"), (3, "d")], "a blank row is none of the register's"
    made.setData(made.index(2, 1), "C", EDIT)
    assert column(made) == ["a", "", "C", "d", ""]
    assert made.address_of(1) == "" and made.line_of(made.address_of(3)) == 3
    made.setData(made.index(1, 1), "B", EDIT)
    assert column(made) == ["a", "B", "C", "d", ""] and kept(session)[1] == (2, "B")


def test_a_blank_line_goes_with_the_rest_and_comes_back_with_a_step_back(session: Session, edits: Edits) -> None:
    made = table(session, edits)
    made.setData(made.index(0, 1), "", EDIT)
    made.setData(made.index(3, 1), "", EDIT)  # the last: it is the empty line itself
    assert column(made) == ["", "b", "c", ""]
    made.remove([1])
    assert column(made) == ["", "c", ""]
    edits.undo()
    assert [text for text in column(made) if text] == ["b", "c"]
    made.show_only(None)
    assert column(made) == ["b", "c", ""], "shown anew without its blank lines"
    made.clear([made.index(0, 1), made.index(1, 1)])
    assert column(made) == [""] and kept(session) == []
