"""One identity of a register row: key and occurrence, or its number; whoever keeps something by row goes by it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.wording.paper_texts import place_words
from models.basics.addresses import RowAddress, split_address, split_row_address
from models.filling.offer import Offer, OfferedRow
from models.filling.proposal import applied, propose
from models.filling.slices import Supply, conflicts_of, gather, rows_decided
from models.plan.load import SHIPPED, load_plan
from models.returns.frozen import freeze
from models.returns.revisions import difference, statements
from models.settings.settings import Settings
from models.sheet.identity_cache import IdentityCache
from models.sheet.other_rows import ground_of
from models.sheet.rows import Row, RowPlaces, keys_of, read_row, row_addresses
from models.sheet.sheet import Sheet
from tests.vehicles import truck

PLAN = load_plan(SHIPPED)
Q3 = "2020Q3"
R02 = PLAN.registers["R02"]
UNIT = sorted(R02.units)[0]
FIRST, SECOND = "R02[陕G00001|大型汽车]", "R02[陕G00001|大型汽车]#2"
AT = datetime(2020, 10, 9, 8, tzinfo=UTC)
PARTS = st.text(st.sampled_from("陕G1|\\[]#.@第行0 \n"), max_size=6)


def sheet_of(*texts: dict[str, str], register: str = "R02") -> Sheet:
    rows = tuple(read_row(PLAN.registers[register], n, one) for n, one in enumerate(texts, 1))
    return Sheet(plan=PLAN, unit_id=UNIT, period_id=Q3, settings=Settings(), registers={register: rows} if rows else {})


def keyless(**other: str) -> dict[str, str]:
    return truck(1, **other) | {"号牌号码": "", "号牌种类": ""}


@given(
    st.sampled_from(["R02", "台账一", "R02-甲"]),
    st.lists(PARTS, max_size=4).map(tuple).filter(lambda key: not key or any(key)),
    st.integers(1, 999),
    st.integers(1, 99_999),
    st.none() | st.sampled_from(["完成日期", "街道/社区", "2018.1", "#2"]),
)
def test_an_address_reads_back_as_what_it_was_made_of(
    register: str, key: tuple[str, ...], occurrence: int, number: int, column: str | None
) -> None:
    at = RowAddress(
        register=register, key=key, occurrence=occurrence if key else 1, number=0 if key else number, column=column
    )
    assert split_row_address(str(at)) == at
    assert split_address(str(at)) is None


def test_addresses_look_as_papers_print_them() -> None:
    key = ("陕G00001", "大型汽车")
    assert str(RowAddress(register="R02", key=key)) == FIRST
    assert str(RowAddress(register="R02", key=key, occurrence=2, column="完成日期")) == f"{SECOND}.完成日期"
    assert str(RowAddress(register="R02", number=3)) == "R02[第3行]"
    assert str(RowAddress(register="R15", key=("第3行",))) != "R15[第3行]"
    assert split_row_address("Q06.8") is None
    assert split_row_address("CK-A04@R02[第3行]") is None
    assert split_row_address(f"R02[第{'9' * 5000}行]") is not None  # no number, and no crash either


ROWS = st.lists(
    st.fixed_dictionaries(
        {}, optional={"号牌号码": st.sampled_from(["陕G1", "陕|1", "第2行"]), "号牌种类": st.just("大")}
    )
)


@given(ROWS)
def test_every_row_has_an_address_of_its_own_and_is_found_by_it(texts: list[dict[str, str]]) -> None:
    rows = tuple(Row(number=n, values=one) for n, one in enumerate(texts, 1))
    places = RowPlaces(R02, rows)
    found = [str(places.address(row)) for row in rows]
    assert len(set(found)) == len(found)
    assert found == [str(at) for at in row_addresses("R02", R02, texts)]
    for number, text in enumerate(found):
        at = split_row_address(text)
        assert at is not None
        assert places.place(at) == number
        assert places.place(at.cell("完成日期")) == number


def test_an_address_of_another_register_or_of_no_row_finds_nothing() -> None:
    places = RowPlaces(R02, sheet_of(truck(1)).registers["R02"])
    for text in ("R03[陕G00001|大型汽车]", "R02[陕G00009|大型汽车]", SECOND, "R02[第2行]", "R02[陕G00001]"):
        at = split_row_address(text)
        assert at is not None
        assert places.place(at) is None


@pytest.mark.parametrize("changed", [0, 1])
def test_a_change_in_either_row_of_one_key_is_a_difference(changed: int) -> None:
    before = [truck(1), truck(1, VIN="LTEST000000000077")]
    after = [dict(one) for one in before]
    after[changed]["完成日期"] = "2020-08-08"
    old, new = freeze(sheet_of(*before)), freeze(sheet_of(*after))
    at = f"{(FIRST, SECOND)[changed]}.完成日期"
    assert [one.address for one in difference(old, new, PLAN)] == [at]
    assert [one.address for one in difference(old, new)] == [f"R02[第{changed + 1}行].完成日期"]


@given(st.lists(st.sampled_from([truck(1), truck(1, 完成日期="2020-02-02"), truck(2), keyless()]), max_size=5),
       st.lists(st.sampled_from([truck(1), truck(1, 完成日期="2020-02-02"), truck(2), keyless()]), max_size=5))  # fmt: skip
def test_two_returns_differ_exactly_when_the_rows_of_a_key_do(
    one: list[dict[str, str]], other: list[dict[str, str]]
) -> None:
    old, new = freeze(sheet_of(*one)), freeze(sheet_of(*other))
    told = [d for d in difference(old, new, PLAN) if split_row_address(d.address)]
    assert (not told) is (by_key(one) == by_key(other))
    said = list(statements(old, PLAN))
    assert len(dict(said)) == len(said)


def by_key(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """The rows of each plate in their order; one without a plate by where it stands."""
    found: dict[str, list[dict[str, str]]] = {}
    for number, row in enumerate(rows):
        found.setdefault(row["号牌号码"] or str(number), []).append(row)
    return found


def offer(*texts: dict[str, str], name: str = "名单") -> Offer:
    return Offer(name=name, rows=tuple(OfferedRow("R02", row, f"第{n}行") for n, row in enumerate(texts, 2)))


def taken(sheet: Sheet, known: list[Supply], supplier: str, *texts: dict[str, str]) -> tuple[Sheet, list[Supply]]:
    """The sheet and what is known after a supplier's book was taken in, as `forms.filling.slices` does."""
    found = gather(propose(sheet, offer(*texts)), supplier, known, AT, sheet.plan)
    said = {(one.place, one.supplier): one for one in (*known, *found.supplies)}
    return replace(sheet, registers={**sheet.registers, **found.rows}), list(said.values())


def test_two_rows_of_one_key_from_one_supplier_are_one_answer() -> None:
    book = [truck(1), truck(1, VIN="LTEST000000000077"), truck(2), keyless(), keyless(完成日期="2020-03-03")]
    sheet, known = taken(sheet_of(), [], "车管所", *book)
    assert sheet.registers == applied(sheet_of(), propose(sheet_of(), offer(*book))).registers
    assert len(sheet.registers["R02"]) == len(book)
    assert conflicts_of(known) == ()
    again, _ = taken(sheet, known, "车管所", *book)
    assert again.registers == sheet.registers


@given(st.lists(st.sampled_from([truck(1), truck(1, 完成日期="2020-02-02"), truck(2), keyless()]), max_size=6))
def test_a_supplier_alone_loses_no_row(book: list[dict[str, str]]) -> None:
    sheet, known = taken(sheet_of(), [], "车管所", *book)
    assert len(sheet.registers.get("R02", ())) == len(book)
    assert conflicts_of(known) == ()


def test_two_suppliers_who_give_other_rows_of_a_key_disagree_and_either_can_be_taken_whole() -> None:
    mine, theirs = [truck(1), truck(1, VIN="LTEST000000000077")], [truck(1, 完成日期="2020-02-02")]
    sheet, known = taken(sheet_of(truck(5)), [], "车管所", *mine, truck(2))
    sheet, known = taken(sheet, known, "商务局", *theirs, truck(3))
    (dispute,) = conflicts_of(known)
    assert dispute.place == FIRST
    assert [row.get("号牌号码") for row in sheet.registers["R02"]] == [
        "陕G00005", "陕G00001", "陕G00001", "陕G00002", "陕G00003",
    ]  # fmt: skip
    chosen = {one.supplier: rows_decided(sheet, one) for one in dispute.supplies}
    assert [row.number for row in chosen["商务局"]] == [1, 2, 3, 4]
    assert chosen["商务局"][1].get("完成日期") == "2020-02-02"
    assert chosen["车管所"] == sheet.registers["R02"]


def test_rows_without_a_key_are_nobody_s_dispute() -> None:
    sheet, known = taken(sheet_of(), [], "甲", keyless(完成日期="2020-03-03"))
    sheet, known = taken(sheet, known, "乙", keyless(完成日期="2020-04-04"))
    assert len(sheet.registers["R02"]) == 2
    assert conflicts_of(known) == ()


def test_a_key_is_masked_column_by_column_whatever_it_holds() -> None:
    odd = RowAddress(register="R02", key=("陕G|00001", "大型汽车"), column="完成日期")
    assert "00001" not in place_words(PLAN, str(odd))
    assert "大型汽车" in place_words(PLAN, str(odd))
    assert "00001" not in place_words(PLAN, "R02[陕G|00001|大型汽车]")  # as an older paper wrote it
    assert "第2次出现" in place_words(PLAN, SECOND)
    masked = next(r for r in PLAN.registers.values() if len(r.keys[0]) == 1 and r.column(r.keys[0][0]).mask)
    assert place_words(PLAN, f"{masked.id}[第1行]") == f"{masked.name}·第1行"
    named = str(RowAddress(register=masked.id, key=("第1行",)))
    assert "第1行" not in place_words(PLAN, named)


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add", "drop", "change"]), st.integers(1, 4), st.integers(0, 20)), max_size=12
)


@given(STEPS)
def test_rows_that_come_and_go_are_told_apart_and_compared_as_if_all_were_looked_at(
    steps: list[tuple[str, int, int]],
) -> None:
    """A row is added with the key of another or without one, taken away at the end, or gets another key."""
    sheet = sheet_of(truck(1), truck(2))
    rows = sheet.registers["R02"]
    for act, key, place in steps:
        texts = truck(key) if key < 4 else keyless()
        if act == "add" or not rows:
            rows = (*rows, read_row(R02, len(rows) + 1, texts))
        elif act == "drop":
            rows = rows[: max(1, len(rows) - key)]
        else:
            at = place % len(rows)
            rows = (*rows[:at], read_row(R02, at + 1, texts), *rows[at + 1 :])
        sheet = replace(sheet, registers={"R02": rows})
        fresh = replace(sheet, cache=IdentityCache())
        assert [sheet.places("R02").address(row) for row in rows] == [fresh.places("R02").address(row) for row in rows]
        for row in rows:
            address = fresh.places("R02").address(row)
            assert sheet.places("R02").place(address) == fresh.places("R02").place(address) == row.number - 1
        (ours, anew) = (ground_of(one, ("R02",), one.lookup(None)).earlier(("VIN",)) for one in (sheet, fresh))
        assert ours == anew


def test_rows_of_a_register_without_a_key_are_known_by_their_number() -> None:
    keyless = replace(load_plan(SHIPPED).registers["R02"], keys=())
    rows = [read_row(keyless, number, {"号牌号码": "陕G00001"}) for number in (1, 2)]
    assert keys_of(keyless, rows) == keys_of(None, rows) == [(), ()]
    found = [str(one) for one in row_addresses("R02", keyless, [row.values for row in rows])]
    assert found == [str(RowAddress(register="R02", number=number)) for number in (1, 2)]


def test_places_begin_as_others_while_the_rows_that_both_have_go_by_the_same_addresses() -> None:
    def places(*numbers: int) -> RowPlaces:
        return RowPlaces(R02, [read_row(R02, place, truck(number)) for place, number in enumerate(numbers, 1)])

    some = places(1, 2, 3)
    assert some.begins_as(places(1, 2)) and places(1, 2).begins_as(some) and some.begins_as(places(1, 2, 3))
    assert some.begins_as(some) and some.begins_as(places())
    assert not some.begins_as(places(1, 3)) and not places(2).begins_as(some)
