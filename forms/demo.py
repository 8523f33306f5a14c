"""Demo: an office and its units, played through with invented figures — enrol, fill, file, receive, decide, sum up.

Uses the same pieces as the real work and nothing else. Every page is marked 测试数据; the passphrase is made up for the
occasion and forgotten. The same seed gives the same figures; keys and times differ.
"""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from forms.demo_sheets import Figures, explained, invent
from forms.desk import replace_sheet, take_paper
from forms.enrolment import make_request
from forms.filing import Filed, file_return, write_files
from forms.intake import Received, receive
from forms.office import change_settings, create_office, enrol_paper
from forms.pack import make_pack
from forms.receipt import write_receipts
from forms.summary_book import write_summary
from models.cells import read_cell
from models.errors import AppError
from models.period import parse_time
from models.plan import Plan
from models.plan_file import SHIPPED
from models.roster import Roster
from models.summary import Summary, summarise
from models.words import say
from models.workspace import OfficeWorkspace, UnitWorkspace

Progress = Callable[[int, int], None]
WORDS = "绝非真实口令"


@dataclass(frozen=True, slots=True)
class Played:
    """What the demonstration ended with."""

    plan: Plan
    roster: Roster
    summary: Summary
    received: tuple[Received, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True)
class _Stage:
    """The office, the figures, and the folders of one demonstration."""

    out: Path
    office: OfficeWorkspace
    figures: Figures
    seed: int
    secret: str


def play(out: Path, seed: int, progress: Progress) -> Played:
    """Play the whole chain into an empty folder.

    Raises AppError("folder_in_use") when the folder already holds something.
    """
    if out.exists() and any(out.iterdir()):
        raise AppError("folder_in_use", 目录=out)
    secret = secrets.token_urlsafe(12)
    office, _ = create_office(out / "汇总单位", None, None, secret)
    office.store.put_value("test", "1")
    stage = _Stage(out, office, Figures.load(SHIPPED), seed, secret)
    _settings(stage)
    units = [unit.id for unit in office.plan.filing_units]
    of = len(units) + 6
    pack = make_pack(office.store, office.folder, office.plan, office.settings, secret, _at(stage, "registered"))
    write_files(out / "任务包", {f"{say('papers.kind.pack')}_{office.plan.id}.pdf": pack})
    filed: dict[str, Filed] = {}
    for done, unit in enumerate(units):
        progress(done, of)
        filed[unit] = _unit(stage, unit, pack)
    received = _receive(stage, filed)
    progress(of - 3, of)
    return _closing(stage, received, progress, of)


def _at(stage: _Stage, name: str):  # type: ignore[no-untyped-def]
    return parse_time(str(stage.figures.said[name]))


def _settings(stage: _Stage) -> None:
    said = stage.figures.said
    text = (
        f'[due]\n"{stage.figures.period}" = "{said["due"]}"\n'
        '[parameters]\nq16_average = "ratio_of_sums"\n'
        '[overlap.Q06]\n"6109GX" = "included_in_county"\n"6109HK" = "included_in_county"\n"6109YH" = "included_in_county"\n'
    )
    for name in ("Q11", "Q20", "Q22", "Q23", "Q24"):
        text += f'[overlap.{name}]\n"6109GX" = "separate"\n"6109HK" = "separate"\n"6109YH" = "separate"\n'
    (path,) = write_files(stage.out / "任务包", {"settings.toml": text.encode()})
    change_settings(stage.office, path, WORDS, _at(stage, "registered"))


def _unit(stage: _Stage, unit: str, pack: bytes) -> Filed:
    """One unit: open the pack, ask to be enrolled, fill, file."""
    folder = stage.out / "单位" / unit
    take_paper(folder, pack, unit=unit, by=WORDS)
    at = _at(stage, "registered")
    with UnitWorkspace.open(folder) as workspace:
        workspace.store.put_value("test", "1")
        content, request = make_request(workspace.store, folder, workspace.plan, stage.secret, at)
    enrolled = enrol_paper(
        stage.office, content, stage.secret, stage.out / "登记证", code=request.code, since=None, at=at, by=WORDS
    )
    take_paper(folder, enrolled.file.read_bytes(), unit=None, by=WORDS)
    with UnitWorkspace.open(folder) as workspace:
        sheet = invent(workspace.sheet(stage.figures.period), stage.figures, stage.seed)
        replace_sheet(workspace, sheet, WORDS)
        return file_return(workspace, sheet, stage.secret, stage.out / "报表", at=at)


def _receive(stage: _Stage, filed: dict[str, Filed]) -> tuple[Received, ...]:
    """Everything that can happen to a paper: in time, twice, corrected, forked, tampered, late."""
    said = stage.figures.said
    late, tampered = str(said["late_unit"]), str(said["tampered_unit"])
    time, after = _at(stage, "registered"), _at(stage, "late")
    in_time = [path for unit, one in filed.items() if unit not in (late, tampered) for path in one.files]
    office = stage.office
    found = list(receive(office, in_time, at=time, now=time, channel="邮件", by=WORDS))
    again = filed[str(said["duplicate_unit"])].files[:1]
    found += receive(office, again, at=time + timedelta(hours=1), now=time, channel="U盘", by=WORDS)
    corrected = _revise(stage, str(said["corrected_unit"]), "订正", "0.31", stage.out / "单位" / str(said["corrected_unit"]))
    found += receive(office, corrected.files, at=time + timedelta(hours=2), now=time, channel="邮件", by=WORDS)
    found += _fork(stage, str(said["forked_unit"]))
    found += _tamper(stage, filed[tampered])
    found += receive(office, filed[tampered].files[:1], at=time + timedelta(hours=5), now=time, channel="邮件", by=WORDS)
    found += receive(office, filed[late].files, at=after, now=after, channel="邮件", by=WORDS)
    return tuple(found)


def _revise(stage: _Stage, unit: str, name: str, figure: str, folder: Path) -> Filed:
    """File the next revision of a unit with one figure changed."""
    with UnitWorkspace.open(folder) as workspace:
        sheet = workspace.sheet(stage.figures.period)
        item = sheet.plan.items["Q06.5"]
        cells = {**sheet.cells, "Q06.5": read_cell(item, figure)}
        changed = explained(replace(sheet, cells=cells), str(stage.figures.said["explanation"]))
        replace_sheet(workspace, changed, WORDS)
        out, why = stage.out / "报表" / name, say("cli.demo_reason")
        return file_return(workspace, changed, stage.secret, out, reason=why, at=_at(stage, "registered"))


def _fork(stage: _Stage, unit: str) -> list[Received]:
    """Two PCs of one unit, each with its own second revision."""
    first = stage.out / "单位" / unit
    second = stage.out / "单位" / f"{unit}_第二台"
    shutil.copytree(first, second)
    time = _at(stage, "registered") + timedelta(hours=3)
    found: list[Received] = []
    for name, figure, folder in (("第一台", "0.32", first), ("第二台", "0.33", second)):
        filed = _revise(stage, unit, name, figure, folder)
        found += receive(stage.office, filed.files, at=time, now=time, channel="邮件", by=WORDS)
    return found


def _tamper(stage: _Stage, filed: Filed) -> list[Received]:
    """Somebody changes one figure in the workbook on its way."""
    import openpyxl

    path = stage.out / "报表" / "被改动" / filed.files[1].name
    path.parent.mkdir(parents=True)
    book = openpyxl.load_workbook(filed.files[1])
    _change_one(book)
    book.save(path)
    time = _at(stage, "registered") + timedelta(hours=4)
    return list(receive(stage.office, [path], at=time, now=time, channel="邮件", by=WORDS))


def _change_one(book: object) -> None:
    """Change the first cell in a row that carries the address Q06.1."""
    for page in book:  # type: ignore[attr-defined]
        for row in page.iter_rows():
            values = [cell.value for cell in row]
            if "Q06.1" in values:
                cell = next(c for c in row if isinstance(c.value, int | float))
                cell.value = round(float(cell.value) + 10, 2)
                return


def _closing(stage: _Stage, received: tuple[Received, ...], progress: Progress, of: int) -> Played:
    office, period = stage.office, stage.figures.period
    roster, city = office.roster(period), office.city(period)
    summary = summarise(city, roster.missing, office.adjudications(period))
    files = write_summary(office, city, roster, summary, stage.out / "汇总")
    progress(of - 1, of)
    receipts = write_receipts(
        office, stage.out / "回执", stage.secret, unit=str(stage.figures.said["forked_unit"]), period=period,
        at=_at(stage, "late"), by=WORDS,
    )  # fmt: skip
    progress(of, of)
    plan = office.plan
    office.store.close()
    return Played(plan, roster, summary, received, (*files, *receipts))
