"""Demo: an office and its units, played through with invented figures — enrol, fill, file, receive, decide, sum up.

Uses the same pieces as the real work and nothing else. Every page is marked 测试数据; the passphrase is made up for
the occasion and forgotten. The same seed gives the same figures and digests; keys differ.
"""

import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from forms.demo.chain import ROUNDS, WORDS, Played, Progress, enrol_unit
from forms.demo.sheets import Figures, explained, invent
from forms.office.arrivals import Received
from forms.office.intake import receive
from forms.office.office import change_settings, create_office
from forms.papers.pack import make_pack
from forms.papers.receipt import write_receipts
from forms.seals.keys import keys
from forms.summary.book import write_summary
from forms.unit.filing import Filed, file_return
from forms.unit.open_paper import replace_sheet
from forms.wording.files import write_files
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import parse_time
from models.plan.load import SHIPPED
from models.sheet.cells import read_cell
from models.sheet.sheet import Sheet
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace

RECEIVING = 4  # steps of the progress that receiving takes


@dataclass(frozen=True, kw_only=True)
class _Demonstration:
    """The office, the figures, and the folders of one demonstration."""

    out: Path
    office: OfficeWorkspace
    figures: Figures
    seed: int
    secret: str
    waits: frozenset[str]  # units whose papers are made and not received
    counties: dict[str, Sheet]  # invented so far, as they will be in force


def play(
    out: Path, seed: int, progress: Progress, *, only: Sequence[str] = (), waits: Sequence[str] = (), secret: str = ""
) -> Played:
    """Play the whole chain into an empty folder; `only` lets just these units file, `waits` leaves papers to receive.

    `secret` is the passphrase of all keys, "" for one nobody knows. Raises AppError("folder_in_use") when the folder
    already holds something; whatever `progress` raises stops it.
    """
    if out.exists() and any(out.iterdir()):
        raise AppError("folder_in_use", 目录=out)
    with keys.signer_cache(rounds=ROUNDS):
        stage = _open_stage(out, seed, secret or secrets.token_urlsafe(16), frozenset(waits))
        try:
            return _play(stage, progress, only)
        except BaseException:
            stage.office.close()  # else what was made cannot be taken away on Windows
            raise


def _open_stage(out: Path, seed: int, secret: str, waits: frozenset[str]) -> _Demonstration:
    office, _ = create_office(out / "汇总单位", None, None, secret)
    office.store.put_value("test", "1")
    stage = _Demonstration(
        out=out, office=office, figures=Figures.load(SHIPPED), seed=seed, secret=secret, waits=waits, counties={}
    )
    _settings(stage)
    return stage


def _play(stage: _Demonstration, progress: Progress, only: Sequence[str]) -> Played:
    office, at = stage.office, _at(stage, "registered")
    units = [unit.id for unit in sorted(office.plan.filing_units, key=lambda unit: not unit.kind.targets)]
    units = [unit for unit in units if unit in only or not only]
    of = len(units) + RECEIVING + 2
    pack = make_pack(office.store, office.folder, office.plan, office.settings, stage.secret, at)
    write_files(stage.out / "任务包", {f"{say('papers.kind.pack')}_{office.plan.id}.pdf": pack})
    filed: dict[str, Filed] = {}
    for done, unit in enumerate(units):
        progress(done, of)
        filed[unit] = _unit(stage, unit, pack)
    progress(len(units), of)
    received = _receive(stage, filed)
    progress(of - 2, of)
    return _closing(stage, received, progress, of)


def _at(stage: _Demonstration, name: str) -> datetime:
    return parse_time(str(stage.figures.said[name]))


def _settings(stage: _Demonstration) -> None:
    said = stage.figures.said
    text = f'[due]\n"{stage.figures.period}" = "{said["due"]}"\n[parameters]\n'
    text += "".join(f'{name} = "{value}"\n' for name, value in said["parameters"].items())
    zones = [unit.id for unit in stage.office.plan.filing_units if unit.within is not None]
    for indicator, rule in said["overlap"].items():
        text += f"[overlap.{indicator}]\n" + "".join(f'"{zone}" = "{rule}"\n' for zone in zones)
    (path,) = write_files(stage.out / "任务包", {"settings.toml": text.encode()})
    change_settings(stage.office, path, WORDS, _at(stage, "registered"))


def _unit(stage: _Demonstration, unit: str, pack: bytes) -> Filed:
    """One unit: open the pack, ask to be enrolled, fill, file."""
    folder, at = stage.out / "单位" / unit, _at(stage, "registered")
    enrol_unit(stage.office, stage.out, unit, pack, stage.secret, at)
    with UnitWorkspace.open(folder) as workspace:
        sheet = invent(workspace.sheet(stage.figures.period), stage.figures, stage.seed, stage.counties)
        if sheet.unit.kind.targets:
            stage.counties[unit] = _as_corrected(stage, sheet)
        replace_sheet(workspace, sheet, WORDS)
        return file_return(workspace, sheet, stage.secret, stage.out / "报表", at=at)


def _as_corrected(stage: _Demonstration, sheet: Sheet) -> Sheet:
    """The sheet as it will be after its unit corrected it; most are not corrected."""
    row = stage.figures.said["corrected"]
    return _with_figure(sheet, row["item"], row["figure"]) if sheet.unit_id == row["unit"] else sheet


def _with_figure(sheet: Sheet, item: str, figure: str) -> Sheet:
    return replace(sheet, cells={**sheet.cells, item: read_cell(sheet.plan.items[item], figure)})


def _receive(stage: _Demonstration, filed: dict[str, Filed]) -> tuple[Received, ...]:
    """Everything that can happen to a paper: in time, twice, corrected, forked, tampered, late."""
    said = stage.figures.said
    late, tampered, twice = (str(said[f"{name}_unit"]) for name in ("late", "tampered", "duplicate"))
    time, after = _at(stage, "registered"), _at(stage, "late")
    filed = {unit: one for unit, one in filed.items() if unit not in stage.waits}
    in_time = [path for unit, one in filed.items() if unit not in (late, tampered) for path in one.files]
    found = _arrive(stage, in_time, time)
    if twice in filed:
        found += _arrive(stage, filed[twice].files[:1], time + timedelta(hours=1), channel="U盘")
    if said["corrected"]["unit"] in filed:
        found += _correct(stage)
    if said["forked"]["unit"] in filed:
        found += _fork(stage)
    if tampered in filed:
        found += _tamper(stage, filed[tampered])
        found += _arrive(stage, filed[tampered].files[:1], time + timedelta(hours=5))
    if late in filed:
        found += _arrive(stage, filed[late].files, after)
    return tuple(found)


def _arrive(stage: _Demonstration, paths: Iterable[Path], at: datetime, channel: str = "邮件") -> list[Received]:
    return list(receive(stage.office, list(paths), at=at, now=at, channel=channel, by=WORDS))


def _correct(stage: _Demonstration) -> list[Received]:
    """A unit notices a wrong figure and files the next revision."""
    row = stage.figures.said["corrected"]
    filed = _revise(stage, stage.out / "单位" / row["unit"], "订正", row["item"], row["figure"])
    return _arrive(stage, filed.files, _at(stage, "registered") + timedelta(hours=2))


def _fork(stage: _Demonstration) -> list[Received]:
    """Two PCs of one unit, each with its own second revision."""
    row = stage.figures.said["forked"]
    first = stage.out / "单位" / row["unit"]
    second = first.with_name(f"{row['unit']}_第二台")
    shutil.copytree(first, second)
    found: list[Received] = []
    for name, figure, folder in zip(("第一台", "第二台"), row["figures"], (first, second), strict=True):
        filed = _revise(stage, folder, name, row["item"], figure)
        found += _arrive(stage, filed.files, _at(stage, "registered") + timedelta(hours=3))
    return found


def _revise(stage: _Demonstration, folder: Path, name: str, item: str, figure: str) -> Filed:
    """File the next revision of a unit with one figure changed."""
    with UnitWorkspace.open(folder) as workspace:
        sheet = _with_figure(workspace.sheet(stage.figures.period), item, figure)
        changed = explained(sheet, str(stage.figures.said["explanation"]))
        replace_sheet(workspace, changed, WORDS)
        out, why = stage.out / "报表" / name, say("cli.demo_reason")
        return file_return(workspace, changed, stage.secret, out, reason=why, at=_at(stage, "registered"))


def _tamper(stage: _Demonstration, filed: Filed) -> list[Received]:
    """Somebody changes one figure in the workbook on its way."""
    import openpyxl

    path = stage.out / "报表" / "被改动" / filed.files[1].name
    path.parent.mkdir(parents=True)
    book = openpyxl.load_workbook(filed.files[1])
    _change_one(book, str(stage.figures.said["tampered_item"]))
    book.save(path)
    return _arrive(stage, [path], _at(stage, "registered") + timedelta(hours=4))


def _change_one(book: object, address: str) -> None:
    """Change the first cell in a row that carries an address."""
    for page in book:  # type: ignore[attr-defined]
        for row in page.iter_rows():
            values = [cell.value for cell in row]
            if address in values:
                cell = next(c for c in row if isinstance(c.value, int | float))
                cell.value = round(float(cell.value) + 10, 2)
                return


def _closing(stage: _Demonstration, received: tuple[Received, ...], progress: Progress, of: int) -> Played:
    office, period = stage.office, stage.figures.period
    roster, city = office.roster(period), office.city(period)
    summary = office.summary(period)
    files = write_summary(office, city, roster, summary, stage.out / "汇总")
    progress(of - 1, of)
    receipts: list[Path] = []
    for unit in (stage.figures.said[name]["unit"] for name in ("forked", "corrected")):
        receipts += write_receipts(
            office, stage.out / "回执", stage.secret, unit=unit, period=period, at=_at(stage, "late"), by=WORDS
        ).files
    progress(of, of)
    plan = office.plan
    office.store.close()
    return Played(plan=plan, roster=roster, summary=summary, received=received, files=(*files, *receipts))
