"""What follows from a state stands in one record each, and every state has its words wherever it can be shown."""

from decimal import Decimal

import pytest

from models.basics.messages import CHINESE, ENGLISH, catalogue
from models.sheet.cells import BLANK, STATE_RULES, STATES, Cell, State


def test_every_state_has_its_record_and_says_one_thing_of_a_figure() -> None:
    assert set(STATE_RULES) == set(State)
    for rules in STATE_RULES.values():
        assert sum((rules.figure, rules.counts_as is not None, rules.excused, rules.lacking)) == 1
        assert not rules.asks_note or rules.chosen
        assert not rules.figure or not rules.shown_as_name
    assert len({rules.name for rules in STATE_RULES.values()}) == len(State)


def test_who_chooses_a_state_notes_something_beside_it_or_sees_its_name() -> None:
    assert {state for state in State if state.rules.chosen} == {State.NIL, State.NA, State.NOT_DUE, State.AWAITED}
    assert {state for state in State if state.rules.asks_note} == {State.NA, State.AWAITED}
    assert {state for state in State if state.rules.shown_as_name} == set(STATES)


@pytest.mark.parametrize("state", State)
def test_a_cell_counts_as_its_state_says(state: State) -> None:
    cell = Cell(state, Decimal(7) if state is State.VALUE else None)
    expected = {State.VALUE: Decimal(7), State.NIL: Decimal(0)}
    assert cell.number == expected.get(state)
    assert cell.excused is (state in (State.NA, State.NOT_DUE))
    assert cell.lacking is (state in (State.MISSING, State.AWAITED))
    assert cell.silent is (state is State.MISSING)


def test_a_blank_cell_says_nothing() -> None:
    assert BLANK.silent
    assert BLANK.number is None
    assert not BLANK.excused
    assert not BLANK.lacking
    assert Cell(State.VALUE, "是").number is None


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_every_state_has_its_words(language: str) -> None:
    words = catalogue(language)
    for state in State:
        rules = state.rules
        asked = [f"window.state.{state}"] if rules.shown_as_name else []
        asked += [f"window.state.{state}_means", f"help.state.{state}"] if rules.chosen else []
        asked += [f"window.panel.note_{state}"] if rules.asks_note else []
        if language == CHINESE and not rules.figure:
            asked += [f"papers.state.{state}"]
            asked += [f"todo.share.{state}"] if rules.counts_as is None else []
        assert [key for key in asked if not words.get(key)] == []


def test_the_states_people_choose_are_those_the_records_name() -> None:
    assert STATES == (State.NIL, State.NA, State.NOT_DUE, State.AWAITED)
