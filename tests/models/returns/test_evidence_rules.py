"""What may be attached where, under which name, and how it travels."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.addresses import COVER
from models.basics.errors import AppError
from models.basics.sizes import MB, MOST_INSIDE
from models.plan.load import SHIPPED, load_plan
from models.returns.evidence import evidence_limit, place_of, presence_among, travel_of
from models.returns.file_names import LONGEST, clean_name, is_program, unique_name
from models.returns.returns import Evidence
from models.settings.settings import Settings
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

PLAN = load_plan(SHIPPED)


def sheet() -> Sheet:
    row = read_row(PLAN.registers["R10"], 1, {"节点": "世界地球日", "日期": "2020-4-22", "名称": "宣传"})
    return Sheet(
        plan=PLAN, unit_id="610924", period_id="2020Q3", settings=Settings(), cells={}, registers={"R10": (row,)}
    )


def file(name: str, size: int) -> Evidence:
    return Evidence(name, size, name.encode().hex().rjust(64, "0")[:64])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("合同.pdf", "合同.pdf"), ("../../etc/passwd", "passwd"), ("D:\\资料\\甲\\合同.pdf", "合同.pdf"),
        ("CON.pdf", "_CON.pdf"), ("lpt1", "_lpt1"), ("com1.tar.gz", "_com1.tar.gz"), ("a\tb\x00c\n.pdf", "abc.pdf"),
        ("照片\u202egpj.exe", "照片gpj.exe"), ("a:b|c?.jpg", "a_b_c_.jpg"), (" 表 .xlsx. ", "表.xlsx"),
        (".bashrc", "bashrc"), ("...", "佐证材料"), ("", "佐证材料"), ("/", "佐证材料"), ("\ud800.pdf", "pdf"),
        ("零\u200b宽.pdf", "零宽.pdf"), ("cafe\u0301.pdf", "café.pdf"),
    ],
)  # fmt: skip
def test_a_name_loses_what_could_harm_and_keeps_what_people_read(name: str, kept: str) -> None:
    assert clean_name(name) == kept


@given(st.text(max_size=400))
def test_no_name_survives_as_a_path_or_as_anything_a_system_forbids(name: str) -> None:
    kept = clean_name(name)
    assert kept and kept.isprintable() and not set(kept) & set('\\/:*?"<>|')
    assert len(kept.encode()) <= LONGEST and kept not in (".", "..") and kept == kept.strip(" .")
    assert kept.partition(".")[0].strip().casefold() not in ("con", "prn", "aux", "nul", "com1", "lpt9")
    assert clean_name(kept) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("紫阳县" * 100 + ".docx").endswith(".docx")
    assert clean_name("x" * 300 + "." + "y" * 300).startswith("xxx")


def test_equal_names_are_told_apart_whatever_their_case() -> None:
    assert unique_name("A.PDF", {"a.pdf", "a(2).pdf"}) == "A(3).PDF"
    assert unique_name("a.pdf", {"b.pdf"}) == "a.pdf" and unique_name("a.pdf", {"a.pdf"}) == "a(2).pdf"
    assert len(unique_name("县" * 52 + ".pdf", {"县" * 52 + ".pdf"}).encode()) <= LONGEST


def test_a_name_that_is_too_long_is_as_long_as_it_may_be_and_keeps_its_ending() -> None:
    assert clean_name("a" * 500 + ".pdf") == "a" * (LONGEST - len(".pdf")) + ".pdf"
    assert clean_name("县" * 500) == "县" * (LONGEST // len("县".encode()))


def test_an_ending_is_ten_characters_at_most() -> None:
    long = "x" * 300
    assert clean_name(f"{long}.{'y' * 10}").endswith("x." + "y" * 10)
    assert "." not in clean_name(f"{long}.{'y' * 11}")


def test_programs_scripts_shortcuts_and_macros_are_known_by_their_ending() -> None:
    for name in ("a.exe", "a.JS", "a.lnk", "a.docm", "a.pdf.exe", "a.html", "a.url", "a.ps1"):
        assert is_program(clean_name(name))
    for name in ("a.pdf", "a.jpg", "a.docx", "a.wps", "a.et", "a.ofd", "exe", "a.mp4", "a.dwg"):
        assert not is_program(clean_name(name))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("T06", "T06.佐证编号"), ("T06.本期进展", "T06.佐证编号"), ("Q06.1", "Q06.1"), ("R10", "R10"), ("封面", COVER),
        ("封面.填表人", COVER), ("CK-A17@Q11.1", "CK-A17@Q11.1"), ("CK-C06@T06.阶段", "CK-C06@T06.佐证编号"),
        ("CK-C06", "CK-C06"),
    ],
)  # fmt: skip
def test_a_place_is_what_the_unit_has_in_the_period(said: str, kept: str) -> None:
    assert place_of(sheet(), said) == kept


def test_a_row_is_a_place_as_long_as_it_is_there() -> None:
    filled = sheet()
    key = "|".join(filled.registers["R10"][0].get(column) for column in PLAN.registers["R10"].keys[0])
    assert place_of(filled, f"R10[{key}].名称") == f"R10[{key}]"
    for wrong in ("R10[没有]", "R02", "T14", "Q99.1", "", "CK-A17@Q99.1"):
        with pytest.raises(AppError, match="evidence_place"):
            place_of(filled, wrong)
    without = replace(filled, period_id="2020-11")
    assert "T06" in without.blocks and place_of(without, "封面") == COVER
    with pytest.raises(AppError, match="evidence_place"):
        place_of(without, "T06")


def test_up_to_the_limit_all_is_inside_and_above_it_all_is_beside() -> None:
    inside = travel_of([file("a", 2 * MB), file("b", 3 * MB)], PLAN, Settings())
    assert (inside.inside, inside.beside, inside.limit) == (True, False, 5 * MB)
    over = travel_of([file("a", 2 * MB), file("b", 3 * MB + 1)], PLAN, Settings())
    assert over.beside
    assert "5.0 MB" in over.sentence()
    many = travel_of([file(str(n), 10) for n in range(20)], PLAN, Settings())
    assert many.beside and "19" in many.sentence()
    assert travel_of((), PLAN, Settings()).sentence() == ""


def test_the_office_sets_the_limit_but_never_above_what_a_pdf_holds() -> None:
    assert evidence_limit(PLAN, Settings(parameters={"evidence_limit": "1"})) == MB
    assert evidence_limit(PLAN, Settings(parameters={"evidence_limit": "0.5"})) == int(Decimal("0.5") * MB)
    assert evidence_limit(PLAN, Settings(parameters={"evidence_limit": "500"})) == 20 * MB
    assert [evidence_limit(PLAN, Settings(parameters={"evidence_limit": text})) for text in ("0", "-1")] == [0, 0]


def test_a_plan_that_names_no_limit_lets_five_megabytes_inside() -> None:
    silent = replace(PLAN, uses={key: value for key, value in PLAN.uses.items() if key != "evidence_limit"})
    assert evidence_limit(silent, Settings(parameters={"evidence_limit": "1"})) == 5_242_880


def test_three_hundred_files_travel_and_one_more_is_refused_whatever_its_size() -> None:
    files = [file(str(n), 1) for n in range(301)]
    assert travel_of(files[:300], PLAN, Settings()).beside
    with pytest.raises(AppError, match="evidence_total") as caught:
        travel_of(files, PLAN, Settings())
    assert (caught.value.facts["n"], caught.value.facts["件"]) == (301, 300)
    assert travel_of([file("a", 200 * MB), file("b", 100 * MB)], PLAN, Settings()).size == 300 * MB


def test_too_much_in_all_is_refused_with_the_sizes() -> None:
    with pytest.raises(AppError, match="evidence_total") as caught:
        travel_of([file("a", 200 * MB), file("b", 101 * MB)], PLAN, Settings())
    assert caught.value.facts["合计"] == "301.0 MB"


def test_what_has_not_come_is_named() -> None:
    files = (file("a.pdf", 1), file("../b.pdf", 1))
    found = presence_among(files, [files[0].sha256])
    assert (found.listed, found.present, found.missing) == (2, 1, ("b.pdf",))
    assert "b.pdf" in found.sentence()


def test_as_many_files_travel_inside_as_a_pdf_lists_and_one_more_travels_beside() -> None:
    files = [file(f"{n}.pdf", 10) for n in range(MOST_INSIDE + 1)]
    assert [travel_of(files[:n], PLAN, Settings()).inside for n in (MOST_INSIDE, MOST_INSIDE + 1)] == [True, False]
