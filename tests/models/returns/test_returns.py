"""The strict reading of what is sealed: one content has one digest, and nothing but its canonical form is read."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.errors import AppError
from models.basics.sizes import LARGEST_RETURN
from models.returns.frozen import _thawed, check_figures, disagreements, freeze, thaw
from models.returns.returns import FORM, Entry, Evidence, Return, parse_return
from models.returns.revisions import difference
from models.settings.settings import Settings
from models.sheet.cells import State, read_cell
from models.sheet.sheet import Sheet
from tests.forms import sample_return as sample

ANCESTORS = ("a" * 64, "0" * 64)
FILES = (Evidence("台账.pdf", 120, "f" * 64), Evidence("照片.jpg", 0, "1" * 64))


@cache
def sheet() -> Sheet:
    return sample.sheet_of(sample.police())


@cache
def filed() -> Return:
    """A return with every part of one: cover, cells, controls, progress, rows, explanations, evidence, ancestors."""
    found = freeze(sheet(), ancestors=ANCESTORS, reason="核实订正", evidence=FILES, test=True)
    assert all((found.cover, found.cells, found.progress, found.registers, found.explanations))
    assert found.controls
    return found


def spelled(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The canonical bytes of the sample after a change that keeps the spelling canonical."""
    found = json.loads(filed().content)
    change(found)
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def refusal(content: bytes) -> str:
    with pytest.raises(AppError) as caught:
        parse_return(content)
    assert caught.value.code == "return_malformed"
    return str(caught.value.facts["why"])


def test_what_was_frozen_is_read_back_whole() -> None:
    assert parse_return(filed().content) == filed()
    assert filed().digest == hashlib.sha256(filed().content).hexdigest()
    assert filed().revision == 3


def test_the_same_content_in_another_spelling_is_refused() -> None:
    found = json.loads(filed().content)
    for text in (
        json.dumps(found, ensure_ascii=True, sort_keys=True, separators=(",", ":")),
        json.dumps(found, ensure_ascii=False, sort_keys=True),
        json.dumps(dict(reversed(found.items())), ensure_ascii=False, separators=(",", ":")),
        filed().content.decode() + "\n",
        filed().content.decode().replace('{"ancestors"', '{"ancestors":[],"ancestors"'),
    ):
        assert refusal(text.encode()) == "not_canonical"


@given(st.data())
def test_any_byte_changed_is_refused_or_is_another_content(data: st.DataObject) -> None:
    content = filed().content
    at = data.draw(st.integers(0, len(content) - 1))
    new = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    changed = content[:at] + bytes([new]) + content[at + 1 :]
    try:
        read = parse_return(changed)
    except AppError as error:
        assert error.code == "return_malformed"
    else:
        assert replace(read).content == changed  # written anew
        assert read.content == changed
        assert read.digest != filed().digest


@given(st.integers(0, len(filed().content) - 1))
def test_a_part_of_it_is_refused(length: int) -> None:
    refusal(filed().content[:length])


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    yield path


PATHS = [path for path in leaves(json.loads(filed().content)) if path]


def at(found: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        found = found[step]
    return found


@given(st.sampled_from(PATHS), st.sampled_from([None, 1.5, -1, 2**31, [], {}, "", [[]], "甲", True, {"甲": None}]))
def test_a_part_of_another_type_is_refused_or_read_as_what_it_says(path: tuple[Any, ...], wrong: object) -> None:
    content = spelled(lambda found: at(found, path[:-1]).__setitem__(path[-1], wrong))
    try:
        assert replace(parse_return(content)).content == content  # written anew
    except AppError as error:
        assert error.code == "return_malformed"


@given(st.sampled_from([path for path in PATHS if len(path) == 1]))
def test_a_part_that_is_missing_is_refused(path: tuple[Any, ...]) -> None:
    refusal(spelled(lambda found: at(found, path[:-1]).pop(path[-1])))


@pytest.mark.parametrize("name", ["", "x", "cells2"])
def test_a_part_that_no_return_has_is_refused(name: str) -> None:
    assert refusal(spelled(lambda found: found.__setitem__(name, "x"))) == "not_canonical"
    for inside in (("plan",), ("evidence", 0), ("explanations", next(iter(filed().explanations)))):
        refusal(spelled(lambda found, inside=inside: at(found, inside).__setitem__(name, "x")))


@pytest.mark.parametrize(("path", "value"), [
    (("form",), "tanbao-return-2"), (("form",), ""), (("revision",), 2), (("revision",), 4), (("revision",), True),
    (("ancestors", 0), "a" * 63), (("ancestors", 0), "A" * 64), (("ancestors", 0), "g" * 64), (("ancestors", 0), "a" * 65),
    (("settings",), -1), (("settings",), 2**31), (("test",), 0), (("test",), "false"), (("evidence", 0, "size"), -1),
    (("evidence", 0, "sha256"), "f" * 63), (("plan",), "x"), (("cover",), []),
])  # fmt: skip
def test_what_no_program_of_ours_seals_is_refused(path: tuple[Any, ...], value: object) -> None:
    refusal(spelled(lambda found: at(found, path[:-1]).__setitem__(path[-1], value)))


@pytest.mark.parametrize("entry", [
    {"s": "value"}, {"s": "value", "v": ""}, {"s": "nil", "v": "0"}, {"s": "missing", "v": "1"}, {"s": "unknown"}, {"s": ""}, {},
    {"v": "1"}, {"s": "value", "v": "1", "x": "y"}, {"s": "value", "v": 1}, {"s": "value", "v": "1", "r": ""},
])  # fmt: skip
@pytest.mark.parametrize("part", ["cells", "controls", "cover"])
def test_a_cell_is_a_value_with_a_text_or_a_state_without(part: str, entry: dict[str, object]) -> None:
    refusal(spelled(lambda found: found[part].__setitem__(next(iter(found[part])), entry)))


def test_a_return_larger_than_the_bound_is_refused_before_it_is_read() -> None:
    assert refusal(b"{" + b" " * LARGEST_RETURN) == "too_large"
    assert refusal(b" " * LARGEST_RETURN) != "too_large"


def test_a_nest_without_end_is_refused() -> None:
    refusal(b'{"a":' * 20_000)


@pytest.mark.parametrize("value", ["1E+9999999", "1.0", "-0", "abc", "１", " 1"])
@pytest.mark.parametrize("part", ["cells", "controls"])
def test_a_numeric_cell_that_is_no_figure_is_refused_with_its_address(part: str, value: str) -> None:
    address = next(
        a
        for a, e in filed().cells.items()
        if e.state == State.VALUE and sample.plan().items[a.split("@")[0].split("/")[0]].numeric
    )
    twisted = replace(filed(), **{part: {**getattr(filed(), part), address: Entry(state="value", value=value)}})
    for refused in (
        lambda: check_figures(twisted, sample.plan()),
        lambda: thaw(twisted, sample.plan(), Settings(version=1)),
    ):
        with pytest.raises(AppError) as caught:
            refused()
        assert (caught.value.code, caught.value.facts["why"]) == ("return_malformed", address)


def test_thawing_what_was_frozen_gives_the_same_content() -> None:
    again = freeze(
        thaw(filed(), sample.plan(), Settings(version=1)),
        ancestors=ANCESTORS,
        reason="核实订正",
        evidence=FILES,
        test=filed().test,
    )
    assert {a: (e.state, e.value) for a, e in again.cells.items()} == {
        a: (e.state, e.value) for a, e in filed().cells.items()
    }
    assert again.cover == filed().cover
    assert again.progress == filed().progress
    assert again.registers == filed().registers
    assert again.explanations == filed().explanations
    assert disagreements(filed(), thaw(filed(), sample.plan(), Settings(version=1))) == ()


def test_a_cell_that_was_changed_added_or_taken_away_disagrees() -> None:
    thawed = thaw(filed(), sample.plan(), Settings(version=1))
    derived = next(a for a, slot in thawed.slots.items() if slot.derived and a in filed().cells)
    cells = dict(filed().cells)
    changed = replace(filed(), cells={**cells, derived: replace(cells[derived], state="value", value="987654")})
    assert disagreements(changed, thawed) == (derived,)
    gone = replace(filed(), cells={a: e for a, e in cells.items() if a != derived})
    assert disagreements(gone, thawed) == (derived,)
    added = replace(filed(), cells={**cells, "Q99.1": Entry(state="value", value="1")})
    assert disagreements(added, thawed) == ("Q99.1",)
    noted = replace(filed(), cells={**cells, derived: replace(cells[derived], note="另一说明", raw="原文")})
    assert disagreements(noted, thawed) == ()


@pytest.mark.parametrize("change", [
    {"reason": "另一原因"}, {"settings": 7}, {"unit": "610999"}, {"period": "2020Q2"}, {"test": False, "engine": "x"},
    {"ancestors": ANCESTORS[:1]}, {"evidence": FILES[:1]}, {"plan_digest": "0"}, {"form": None},
])  # fmt: skip
def test_whatever_is_sealed_is_in_the_digest(change: dict[str, Any]) -> None:
    change.pop("form", None)
    other = replace(filed(), **change) if change else filed()
    assert (other.digest == filed().digest) is (not change)
    assert FORM.encode() in filed().content


def test_the_typed_text_is_kept_only_where_its_reading_was_remarked_on() -> None:
    mine = sample.sheet_of(sample.county())
    address, slot = next((a, s) for a, s in mine.slots.items() if s.item.measure == "万亩" and not s.derived)
    plain, remarked = read_cell(slot.item, "12"), read_cell(slot.item, "5000亩")
    assert remarked.remarks and not plain.remarks
    frozen = [freeze(replace(mine, cells={address: cell})).cells[address] for cell in (plain, remarked)]
    assert [(entry.value, entry.raw) for entry in frozen] == [("12", ""), ("0.5", "5000亩")]


def test_a_control_figure_that_could_not_be_read_is_not_sealed() -> None:
    mine = sheet()
    derived = next(iter(filed().controls))
    unread = read_cell(mine.slots[derived].item, "约莫三五辆")
    assert unread.fault and mine.control(derived) is not None
    assert derived not in freeze(replace(mine, cells={**mine.cells, derived: unread})).controls


def test_of_two_files_of_one_name_the_one_that_changed_is_told() -> None:
    twins = (replace(FILES[0], sha256="2" * 64), replace(FILES[0], sha256="3" * 64), FILES[1])
    before = replace(filed(), evidence=twins)
    for place, told in ((0, "台账.pdf"), (1, "台账.pdf#2"), (2, "照片.jpg")):
        other = [replace(one, sha256="4" * 64) if n == place else one for n, one in enumerate(twins)]
        assert [one.address for one in difference(before, replace(before, evidence=tuple(other)))] == [told]


def test_what_was_remarked_of_a_typed_text_stays_only_while_it_is_read_as_it_was_sealed() -> None:
    read = read_cell(sheet().plan.items["Q06.1"], "500亩")
    assert read.remarks and read.text == "0.05"
    same, other = (
        _thawed(Entry(state=State.VALUE.value, value=value, raw="500亩"), read, numeric=True)
        for value in ("0.05", "500")
    )
    assert (same.remarks, str(same.value)) == (read.remarks, "0.05")
    assert (other.remarks, str(other.value), other.raw) == ((), "500", "500亩"), "a program that read it otherwise"
