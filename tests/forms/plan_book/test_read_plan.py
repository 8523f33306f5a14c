"""A plan is the same whatever it comes in — a folder, a book, a pack — and what is no plan is told to be none."""

from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from forms.demo.demo import play
from forms.guards.plan_files import paper_at
from forms.office.office import create_office
from forms.papers.paper import PaperKind, seal_paper
from forms.plan_book.files import plan_source, read_plan, write_book
from forms.seals.keys import keys
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.plan.load import PlanProblems, load_plan, plan_files
from models.plan.records.units import OFFICE
from tests.forms.seals.sealing import office, pages, unit

CITY = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"
AT = datetime(2026, 3, 1, 9, tzinfo=PLAN_ZONE)


@cache
def worker() -> keys.Signer:
    return keys.make_working(office(), OFFICE, "区发改局")


def pack_of(facts: dict[str, object], kind: PaperKind = PaperKind.PACK, signer: keys.Signer | None = None) -> bytes:
    root = keys.certificate_pem(office().certificate).decode()
    return seal_paper(kind, pages(), {"root": root, **facts}, signer or worker(), AT)


@cache
def files() -> dict[str, str]:
    return {name: content.decode() for name, content in plan_files(CITY).items()}


def written(folder: Path, content: bytes, name: str = "任务包.pdf") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_the_plan_in_a_pack_and_in_its_book_is_the_plan_of_its_folder(tmp_path: Path) -> None:
    pack = written(tmp_path, pack_of({"files": files()}))
    found, plan = read_plan(pack), load_plan(CITY)
    assert found.plan is not None and found.plan.digest == plan.digest and found.in_pack
    assert {name: content.decode() for name, content in plan_source(pack)[1].items()} == files()
    book = write_book(CITY, tmp_path / "book.xlsx")
    assert write_book(book, tmp_path / "again.xlsx").read_bytes() == book.read_bytes()
    unnamed = pack.rename(tmp_path / "任务包")  # what a file is it says itself
    assert plan_source(unnamed)[0].digest == plan.digest


def test_a_pack_is_read_with_all_that_is_wrong_in_its_plan_and_only_as_its_office_sealed_it(tmp_path: Path) -> None:
    wrong = read_plan(written(tmp_path, pack_of({"files": {"plan.toml": "[plan]\nformat = 2\n"}})))
    assert wrong.plan is None and wrong.in_pack and wrong.problems
    for facts, signer in (({"files": files()}, unit()), ({"files": "none"}, None), ({}, None)):
        with pytest.raises(AppError, match="pack_damaged"):
            read_plan(written(tmp_path, pack_of(facts, signer=signer)))


def test_an_office_is_not_set_up_with_a_pack_which_a_unit_may_have_chosen_in_the_wrong_place(tmp_path: Path) -> None:
    pack = written(tmp_path, pack_of({"files": files()}))
    with pytest.raises(AppError, match="plan_is_pack"):
        create_office(tmp_path / "office", pack, None, "Correct-Horse-12")
    assert not (tmp_path / "office").exists()


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4 nothing", b"\x89PNG\r\n\x1a\n", b"PK\3\4word/document.xml", b"Rar!\x1a\x07"]
)
def test_a_file_that_can_be_no_plan_is_told_to_be_none(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(AppError) as told:
        read_plan(written(tmp_path, content, "file"))
    assert told.value.code == "file_not_plan"


def test_other_papers_bring_no_plan(tmp_path: Path) -> None:
    for content in (pack_of({"unit": "M1"}, PaperKind.RECEIPT), pages()):
        with pytest.raises(AppError, match="file_not_plan"):
            read_plan(written(tmp_path, content))


def test_a_text_is_read_as_toml_and_a_folder_without_any_is_none(tmp_path: Path) -> None:
    assert [one.key for one in read_plan(written(tmp_path, b"hello", "a.txt")).problems] == ["plan.not_toml"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(PlanProblems):
        plan_source(tmp_path / "empty")


def test_where_a_paper_is_wanted_a_plan_is_told_to_be_one(tmp_path: Path) -> None:
    for path in (CITY, CITY / "plan.toml", write_book(CITY, tmp_path / "book.xlsx")):
        with pytest.raises(AppError, match="file_is_plan"):
            paper_at(path)
    assert paper_at(written(tmp_path, pages())) == pages()


def test_a_demonstration_is_played_with_a_book_and_the_figures_beside_it(tmp_path: Path) -> None:
    book = write_book(CITY, tmp_path / "book.xlsx")
    (tmp_path / "demo.toml").write_text("period = 'no such'\n", "utf-8")
    with pytest.raises(AppError, match="demo_lacks"):
        play(tmp_path / "out", 1, lambda _done, _of: None, source=book)
