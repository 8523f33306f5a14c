"""The demonstration: one office and 33 units played through, and what a newcomer may rely on finding in the folder."""

import re
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from forms.demo.demo import Played, play
from forms.demo.first_page import write_first_page
from models.basics.errors import AppError
from models.city.verdict import Verdict
from models.workspace.office_workspace import OfficeWorkspace
from tests.golden.pages import compare, different, inked, is_drawn_alike, looks_as_before

SEED = 1


def silent(_done: int, _of: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Played, list[tuple[int, int]]]:
    """One whole demonstration: its folder, what it ended with, the steps it told."""
    told: list[tuple[int, int]] = []
    out = tmp_path_factory.mktemp("demo") / "演示"
    played = play(out, SEED, lambda done, of: told.append((done, of)))
    return out, played, told


@pytest.fixture
def played(stage: tuple[Path, Played, list[tuple[int, int]]]) -> Played:
    return stage[1]


@pytest.fixture
def out(stage: tuple[Path, Played, list[tuple[int, int]]]) -> Path:
    return stage[0]


def digests(folder: Path, unit: str) -> set[str]:
    with OfficeWorkspace.open(folder / "汇总单位") as office:
        return {paper.digest for paper in office.papers(unit)}


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_every_unit_is_received_and_the_late_and_the_disputed_one_are_named(played: Played) -> None:
    roster = played.roster
    assert len(roster.expected) == len(roster.received) == 33
    assert [one.unit for one in roster.late] == ["610924"]
    assert roster.late[0].working_days == 2
    assert roster.disputed == ("M12",)
    assert roster.missing == roster.held == roster.returned == ()


def test_the_register_shows_every_thing_that_can_happen_to_a_paper(played: Played) -> None:
    decisions = [(item.unit, item.decision) for item in played.received]
    assert ("610929", "rejected") in decisions, "the workbook whose figure was changed"
    assert ("610929", "accepted") in decisions, "the same unit's true paper"
    assert ("610921", "duplicate") in decisions
    assert [unit for unit, decision in decisions if decision == "fork"] == ["M12"]
    assert decisions.count(("610922", "accepted")) == 2, "first report and its correction"


def test_the_changed_figure_is_named_with_both_values(played: Played) -> None:
    (item,) = [item for item in played.received if item.decision == "rejected"]
    (reason,) = item.reasons
    assert reason.item == "Q06.1"
    assert re.search(r"签署 (\d\.\d+)，现 1\1", reason.message), reason.message


def test_there_is_a_verdict_for_each_of_the_24_targets(played: Played) -> None:
    verdicts = {result.indicator.id: result.verdict for result in played.summary.results}
    assert len(verdicts) == 24
    assert [name for name, verdict in verdicts.items() if verdict is Verdict.PENDING] == ["Q10"]
    assert "与主管部门数有差异，已列入对账，不影响评价" in played.summary.of("Q06").notes
    assert {Verdict.REACHED, Verdict.ON_TRACK, Verdict.BEHIND, Verdict.NOT_EVALUABLE} <= set(verdicts.values())


def test_one_line_of_the_forestry_bureau_differs_and_nothing_else(played: Played) -> None:
    differing = [one for one in played.summary.reconciliation if one.difference]
    assert [one.indicator for one in differing] == ["Q06"]
    assert differing[0].difference == Decimal("-1.5")
    assert [(line.unit, line.county - line.department) for line in differing[0].units] == [("610923", Decimal("-1.5"))]


def test_the_papers_lie_in_the_folder_and_every_one_says_that_it_is_test_data(played: Played, out: Path) -> None:
    assert (
        len(list((out / "报表").glob("*_第1版_??????.pdf")))
        == len(list((out / "报表").glob("*_第1版_??????.xlsx")))
        == 33
    )
    assert len(list((out / "登记证").glob("*.pdf"))) == 33
    shown = [*(out / "任务包").glob("*.pdf"), *(out / "汇总").glob("*.pdf"), *(out / "回执").glob("*.pdf")]
    shown += [*(out / "登记证").glob("M03*.pdf"), *(out / "报表").glob("610924*.pdf")]
    assert len(shown) >= 6
    assert [path.name for path in shown if "测试数据" not in text_of(path)] == []
    assert all(path.is_file() for path in played.files)


def test_it_tells_its_progress_to_the_end(stage: tuple[Path, Played, list[tuple[int, int]]]) -> None:
    told = stage[2]
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert len(told) > 33


def test_the_same_seed_gives_the_same_return_and_another_seed_another(out: Path, tmp_path: Path) -> None:
    play(tmp_path / "again", SEED, silent, only=("610927",))
    play(tmp_path / "other", SEED + 1, silent, only=("610927",))
    assert digests(tmp_path / "again", "610927") == digests(out, "610927")
    assert digests(tmp_path / "other", "610927").isdisjoint(digests(out, "610927"))


def test_its_first_page_looks_as_it_did(
    out: Path, played: Played, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(out.parent)  # whatever the path is that stands in its commands
    assert looks_as_before(write_first_page(Path(out.name), played), "returns/first-page", request)


def test_its_first_page_says_what_happened_and_leads_to_what_is_there(out: Path, played: Played) -> None:
    page = write_first_page(out, played)
    text = re.sub(r"\s", "", text_of(page))
    assert "测试数据" in text and "应报33＝已收33" in text
    for name in ("紫阳县", "石泉县", "市城管局"):  # late, corrected, forked
        assert name in text
    for folder in (path for path in out.iterdir() if path.is_dir()):
        assert folder.name in text
    for told in re.findall(r'--data"([^"]+)"', text):
        assert Path(told).joinpath("tanbao.db").is_file()
    assert text.count("--data") == 2


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(AppError) as refused:
        play(tmp_path, SEED, silent)
    assert refused.value.code == "folder_in_use"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_period_the_plan_does_not_have_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        play(tmp_path / "demo", SEED, silent, period="2031Q1")
    assert refused.value.code == "unknown_period" and not list(tmp_path.iterdir())


PAGES = {  # name of the golden pages → where the paper lies
    "papers/pack": "任务包/任务包_*.pdf",
    "papers/certificate": "登记证/610927_*.pdf",
    "returns/return-county": "报表/610927_*.pdf",
    "returns/return-department": "报表/M10_*.pdf",
    "papers/receipt": "回执/610922_*_第2版_*.pdf",
    "office/summary": "汇总/汇总表_2020Q3.pdf",
}


@pytest.mark.skipif(not is_drawn_alike(), reason="other typefaces are installed here")
@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page_looks_as_it_did(out: Path, name: str, request: pytest.FixtureRequest) -> None:
    paper = next(out.glob(PAGES[name]))
    assert compare(paper, name, remake=request.config.getoption("--remake-golden")) == []


def test_a_line_that_moved_is_seen(out: Path) -> None:
    page = inked(next(out.glob(PAGES["papers/certificate"])))[0]
    assert not different(page, page)
    assert different(page, ["0" * len(page[0]), *page[:-1]])
