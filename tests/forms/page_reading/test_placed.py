"""Figures of a page stand where the order of its drawing says, in one piece."""

from forms.page.fonts import LOWER_SIZE
from forms.page_reading.placed import Box, Piece, framed, in_one
from forms.page_reading.placed import out_of_place as found_out_of_place
from forms.page_reading.ruled import set_oddly, table_rows


def out_of_place(pieces: list[Piece], rules: list[Box]) -> tuple[str, ...]:
    return found_out_of_place(tuple(in_one(pieces)), rules)


RULES = [(0.0, y, 300.0, y) for y in (100.0, 80.0, 60.0, 40.0)]


def at(words: str, left: float, row: int, *, width: float = 0, up: float = 0) -> Piece:
    """A text in a row of the table, 5 points a sign; `up` from its middle."""
    bottom = 106.6 - 20 * row + up
    return Piece(words=words, size=9, box=(left, bottom - 20 + 2, left + (width or 5 * len(words)), bottom - 20 + 9))


ROWS = [at("甲", 10, 1), at("Q1", 60, 1), at("7.5", 100, 1), at("8.25", 150, 1), at("乙", 10, 2), at("6", 100, 2)]


def test_rows_drawn_cell_by_cell_are_in_order() -> None:
    assert out_of_place(ROWS, RULES) == ()
    assert out_of_place([at("第一", 10, 1), at("续", 10, 1), at("1.5", 100, 1)], RULES) == ()


def test_figures_exchanged_in_a_row_or_between_rows_are_told() -> None:
    first, code, _, last, second, other = ROWS
    swapped = [first, code, at("7.5", 150, 1), at("8.25", 100, 1), second, other]
    assert "8.25" in out_of_place(swapped, RULES) or "7.5" in out_of_place(swapped, RULES)
    moved = [first, code, at("7.5", 100, 2), last, second, at("6", 100, 1)]
    assert {"7.5", "6"} <= set(out_of_place(moved, RULES))
    assert out_of_place(swapped, []) == ()  # outside a table nothing is known of an order


def test_a_figure_drawn_up_into_a_row_above_is_told() -> None:
    first, code, _, last, second, other = ROWS
    assert out_of_place([first, code, last, second, other, at("9", 210, 1)], RULES) == ("9",)


def test_digits_that_touch_are_told_and_columns_are_not() -> None:
    assert out_of_place([at("182.4", 100, 1), at("9", 126, 1)], []) == ("182.49",)
    assert out_of_place([at("9", 126, 1), at("182.4", 100, 1)], []) == ("182.49",)
    assert out_of_place([at("182.4", 100, 1), at("9", 131, 1)], []) == ()
    assert out_of_place([at("Q", 100, 1), at("9", 105, 1)], []) == ()


def test_figures_that_a_line_sets_low_or_in_another_typeface_are_part_of_their_line() -> None:
    """A cell of text that is drawn behind the rest of its table, as on a cover: no figure of it is out of its row."""
    last = at("8.25", 150, 2)
    low = Piece(words="2.5", size=9 * LOWER_SIZE, box=(110.5, 65.8, 118.0, 70.0))
    assert out_of_place([last, at("PM", 100, 1), low, at("浓度", 119, 1)], RULES) == ()
    mark = [at("甲", 100, 1), at("、", 105, 1, width=2), at("2.5", 112, 1), at("、", 127, 1, width=2), at("7", 134, 1)]
    assert out_of_place([last, *mark], RULES) == ()
    alone = Piece(words="2.5", size=9 * LOWER_SIZE, box=(160.5, 65.8, 168.0, 70.0))
    assert out_of_place([last, at("PM", 100, 1), alone], RULES) == ("2.5",)
    raised = Piece(words="2.5", size=9 * LOWER_SIZE, box=(110.5, 70.0, 118.0, 75.0))
    assert out_of_place([last, at("PM", 100, 1), raised], RULES) == ("2.5",)
    assert out_of_place([at("182.4", 100, 1), at("9", 126, 1)], []) == ("182.49",)


SIDES = [(x, 40.0, x, 100.0) for x in (55.0, 95.0, 145.0)]


def odd_of(*pieces: Piece, level: list[Box] = RULES) -> tuple[str, ...]:
    return set_oddly(table_rows(pieces, level, SIDES))


def test_cells_are_parted_by_rules_and_an_empty_one_is_there() -> None:
    rows = table_rows(ROWS, RULES, SIDES)
    assert [[cell.text for cell in row.cells] for row in rows] == [["甲", "Q1", "7.5", "8.25"], ["乙", "", "6", ""]]
    assert table_rows(ROWS, RULES, []) == () and table_rows(ROWS, RULES[:1], SIDES) == ()


def test_figures_that_are_set_oddly_in_their_cells_are_told() -> None:
    assert odd_of(*ROWS) == ()
    assert odd_of(at("18", 100, 1), at("2.4", 115, 1)) == ("182.4",)
    assert odd_of(at("7.5", 100, 1, up=4)) == ("7.5",)
    assert odd_of(*ROWS, at("9.5", 150, 2, up=-1.5)) == ("9.5",)  # where others say what is usual
    assert odd_of(at("7.5", 100, 1)._replace(size=4.1)) == odd_of(at("7.5", 100, 1)._replace(size=30)) == ("7.5",)


def test_what_a_frame_or_a_rule_inside_a_row_sets_apart_is_told() -> None:
    assert framed(ROWS, [], RULES, SIDES) == ()
    assert framed(ROWS, [(90, 60, 140, 80)], RULES, SIDES) == ("7.5",)
    assert framed(ROWS, [], [*RULES, (96, 64, 170, 64)], SIDES) == ("7.5", "8.25")
    assert framed(ROWS, [], [*RULES, (0, 70, 300, 70)], SIDES) == ()  # a row more
    assert framed(ROWS, [], [*RULES, (96, 64, 170, 64)], []) == ()  # a narrow table between two wide ones
