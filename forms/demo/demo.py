"""Demo: an office and its units, played through with invented figures — enrol, fill, file, receive, decide, sum up.

Of any plan: the figures and what happens come from its demo.toml, or from what it declares (`made_up`, `script`). Uses
the same pieces as the real work and nothing else. Every page is marked 测试数据; the passphrase is made up for the
occasion and forgotten. The same seed gives the same figures and digests; keys differ.
"""

import random
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from forms.arrivals.received import Received
from forms.demo.chain import ROUNDS, WORDS, Played, Progress, enrol_unit
from forms.demo.made_up import made_up_sheet, without_errors
from forms.demo.script import Refiling, Script, Times, cast, script_of, times_of, with_figure
from forms.demo.sheets import Figures, explained, invent
from forms.demo.try_plan import fullest_period
from forms.office.intake import receive
from forms.office.office import change_settings, checked_plan, create_office_for
from forms.papers.pack import make_pack
from forms.papers.receipt import write_receipts
from forms.seals.keys import keys
from forms.summary.book import write_summary
from forms.unit.filing import Filed, file_return
from forms.unit.open_paper import replace_sheet
from forms.wording.files import write_files
from models.basics.errors import AppError
from models.basics.messages import CHINESE, say, say_in
from models.basics.records import dataclass
from models.plan.load import SHIPPED
from models.sheet.fillable import expected_units
from models.sheet.sheet import Sheet
from models.store import UnitStore
from models.workspace.copied import take_place
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace

RECEIVING = 4  # steps of the progress that receiving takes


@dataclass(frozen=True, kw_only=True)
class _Demonstration:
    """The office, the figures, and the folders of one demonstration."""

    out: Path
    office: OfficeWorkspace
    period: str
    figures: Figures | None  # as the plan's demo.toml says; None: made up from what the plan declares
    times: Times
    seed: int
    secret: str
    waits: frozenset[str]  # units whose papers are made and not received
    sheets: dict[str, Sheet]  # filed so far
    counties: dict[str, Sheet]  # those that departments add up, as they will be in force

    @property
    def explanation(self) -> str:
        """What every warning is answered with."""
        return say_in(CHINESE, "findings.made_up") if self.figures is None else str(self.figures.said["explanation"])


def play(
    out: Path,
    seed: int,
    progress: Progress,
    *,
    source: Path = SHIPPED,
    period: str = "",
    only: Sequence[str] = (),
    waits: Sequence[str] = (),
    secret: str = "",
) -> Played:
    """Play the whole chain into an empty folder; `only` lets just these units file, `waits` leaves papers to receive.

    `source` is the plan (folder, file, book, pack), played in a period of it, "" for that of its demo.toml or else the
    fullest. `secret` is the passphrase of all keys, "" for one nobody knows. Raises AppError("folder_in_use") when the
    folder already holds something, "unknown_period", those of the plan's reader and of its demo.toml; whatever
    `progress` raises stops it.
    """
    if out.exists() and any(out.iterdir()):
        raise AppError("folder_in_use", 目录=out)
    with keys.signer_cache(rounds=ROUNDS):
        secret = secret or secrets.token_urlsafe(16)
        plan, files = checked_plan(source)
        office, _ = create_office_for(out / "汇总单位", plan, files, None, secret)
        try:
            stage = _staged(office, out, source, period, seed, secret, frozenset(waits))
        except AppError:  # nothing is played
            office.close()
            shutil.rmtree(office.folder)
            with suppress(OSError):  # it was there before, or something else came into it
                out.rmdir()
            raise
        try:
            return _play(stage, progress, only)
        except BaseException:
            office.close()  # else what was made cannot be taken away on Windows
            raise


def _staged(
    office: OfficeWorkspace, out: Path, source: Path, period: str, seed: int, secret: str, waits: frozenset[str]
) -> _Demonstration:
    office.store.put_value("test", "1")
    figures = Figures.of(source, office.plan, period)
    period = fullest_period(office.plan, period if figures is None else figures.period)
    stage = _Demonstration(
        out=out,
        office=office,
        period=period,
        figures=figures,
        times=times_of(figures, office.plan.periods[period]),
        seed=seed,
        secret=secret,
        waits=waits,
        sheets={},
        counties={},
    )
    _settings(stage)
    return stage


def _play(stage: _Demonstration, progress: Progress, only: Sequence[str]) -> Played:
    office, at = stage.office, stage.times.registered
    units = [unit for unit in _in_turn(stage) if unit in only or not only]
    of = len(units) + RECEIVING + 2
    pack = make_pack(office.store, office.folder, office.plan, office.settings, stage.secret, at)
    write_files(stage.out / "任务包", {f"{say('papers.kind.pack')}_{office.plan.id}.pdf": pack})
    filed: dict[str, Filed] = {}
    for done, unit in enumerate(units):
        progress(done, of)
        filed[unit] = _unit(stage, unit, pack)
    progress(len(units), of)
    script = _script(stage, played_by_all=not only)
    received = _receive(stage, {unit: one for unit, one in filed.items() if unit not in stage.waits}, script)
    progress(of - 2, of)
    return _closing(stage, received, script, progress, of)


def _script(stage: _Demonstration, *, played_by_all: bool) -> Script:
    """What happens to the papers; to those of a few units that nobody wrote a script for, nothing does."""
    if stage.figures is not None:
        return script_of(stage.figures)
    return cast(stage.sheets) if played_by_all else Script()


def _in_turn(stage: _Demonstration) -> list[str]:
    """The units that owe something, those first that others add up."""
    plan = stage.office.plan
    expected = expected_units(plan, stage.office.settings, stage.period)
    return sorted(expected, key=lambda unit: not plan.units[unit].kind.targets)


def _settings(stage: _Demonstration) -> None:
    """The office sets when the period is due, and what demo.toml says besides."""
    text = f'[due]\n"{stage.period}" = "{stage.times.due:%Y-%m-%dT%H:%M}"\n'
    if stage.figures is not None:
        said = stage.figures.said
        text += "[parameters]\n" + "".join(f'{name} = "{value}"\n' for name, value in said["parameters"].items())
        zones = [unit.id for unit in stage.office.plan.filing_units if unit.within is not None]
        for indicator, rule in said["overlap"].items():
            text += f"[overlap.{indicator}]\n" + "".join(f'"{zone}" = "{rule}"\n' for zone in zones)
    (path,) = write_files(stage.out / "任务包", {"settings.toml": text.encode()})
    change_settings(stage.office, path, WORDS, stage.times.registered)


def _unit(stage: _Demonstration, unit: str, pack: bytes) -> Filed:
    """One unit: open the pack, ask to be enrolled, fill, file."""
    folder, at = stage.out / "单位" / unit, stage.times.registered
    enrol_unit(stage.office, stage.out, unit, pack, stage.secret, at)
    with UnitWorkspace.open(folder) as workspace:
        sheet = _filled(stage, workspace.sheet(stage.period))
        stage.sheets[unit] = sheet
        replace_sheet(workspace, sheet, WORDS)
        return file_return(workspace, sheet, stage.secret, stage.out / "报表", at=at)


def _filled(stage: _Demonstration, empty: Sheet) -> Sheet:
    if stage.figures is None:
        return made_up_sheet(empty, stage.seed)
    invented = invent(empty, stage.figures, stage.seed, stage.counties)
    sheet = without_errors(invented, random.Random(stage.seed))  # what demo.toml says nothing of is drawn at random
    if sheet is not invented:
        sheet = explained(sheet, stage.explanation)
    if sheet.unit.kind.targets:
        stage.counties[sheet.unit_id] = _as_corrected(script_of(stage.figures), sheet)
    return sheet


def _as_corrected(script: Script, sheet: Sheet) -> Sheet:
    """The sheet as it will be after its unit corrected it; most are not corrected."""
    change = script.corrected
    if change is None or sheet.unit_id != change.unit:
        return sheet
    return with_figure(sheet, change.item, change.figures[0])


def _receive(stage: _Demonstration, filed: Mapping[str, Filed], script: Script) -> tuple[Received, ...]:
    """Everything that can happen to a paper: in time, twice, corrected, forked, tampered, late."""
    at, held_up = stage.times.registered, {script.late, script.tampered and script.tampered[0]}
    in_time = [path for unit, one in filed.items() if unit not in held_up for path in one.files]
    found = _arrive(stage, in_time, at)
    if script.duplicate is not None and script.duplicate in filed:
        found += _arrive(stage, filed[script.duplicate].files[:1], at + timedelta(hours=1), channel="U盘")
    if script.corrected is not None and script.corrected.unit in filed:
        found += _correct(stage, script.corrected)
    if script.forked is not None and script.forked.unit in filed:
        found += _fork(stage, script.forked)
    if script.tampered is not None and script.tampered[0] in filed:
        unit, item = script.tampered
        found += _tamper(stage, filed[unit], item)
        found += _arrive(stage, filed[unit].files[:1], at + timedelta(hours=5))
    if script.late is not None and script.late in filed:
        found += _arrive(stage, filed[script.late].files, stage.times.late)
    return tuple(found)


def _arrive(stage: _Demonstration, paths: Iterable[Path], at: datetime, channel: str = "邮件") -> list[Received]:
    return list(receive(stage.office, list(paths), at=at, now=at, channel=channel, by=WORDS))


def _correct(stage: _Demonstration, change: Refiling) -> list[Received]:
    """A unit notices a wrong figure and files the next revision."""
    filed = _revise(stage, stage.out / "单位" / change.unit, "订正", change.item, change.figures[0])
    return _arrive(stage, filed.files, stage.times.registered + timedelta(hours=2))


def _fork(stage: _Demonstration, change: Refiling) -> list[Received]:
    """Two PCs of one unit, each with its own second revision."""
    first = stage.out / "单位" / change.unit
    second = first.with_name(f"{change.unit}_第二台")
    shutil.copytree(first, second)
    with UnitStore.open(second) as store:
        take_place(store)
    found: list[Received] = []
    for name, figure, folder in zip(("第一台", "第二台"), change.figures, (first, second), strict=True):
        filed = _revise(stage, folder, name, change.item, figure)
        found += _arrive(stage, filed.files, stage.times.registered + timedelta(hours=3))
    return found


def _revise(stage: _Demonstration, folder: Path, name: str, item: str, figure: str) -> Filed:
    """File the next revision of a unit with one figure changed."""
    with UnitWorkspace.open(folder) as workspace:
        changed = explained(with_figure(workspace.sheet(stage.period), item, figure), stage.explanation)
        replace_sheet(workspace, changed, WORDS)
        out, why = stage.out / "报表" / name, say("cli.demo_reason", 填报项=workspace.plan.items[item].name)
        return file_return(workspace, changed, stage.secret, out, reason=why, at=stage.times.registered)


def _tamper(stage: _Demonstration, filed: Filed, item: str) -> list[Received]:
    """Somebody changes one figure in the workbook on its way."""
    import openpyxl

    path = stage.out / "报表" / "被改动" / filed.files[1].name
    path.parent.mkdir(parents=True)
    book = openpyxl.load_workbook(filed.files[1])
    _change_one(book, item)
    book.save(path)
    return _arrive(stage, [path], stage.times.registered + timedelta(hours=4))


def _change_one(book: object, address: str) -> None:
    """Refiling the first cell in a row that carries an address."""
    for page in book:  # type: ignore[attr-defined]
        for row in page.iter_rows():
            values = [cell.value for cell in row]
            if address in values:
                cell = next(c for c in row if isinstance(c.value, int | float))
                cell.value = round(float(cell.value) + 10, 2)
                return


def _closing(
    stage: _Demonstration, received: tuple[Received, ...], script: Script, progress: Progress, of: int
) -> Played:
    office, period = stage.office, stage.period
    roster, city = office.roster(period), office.city(period)
    summary = office.summary(period)
    files = list(write_summary(office, city, roster, summary, stage.out / "汇总"))
    progress(of - 1, of)
    answered = [change.unit for change in (script.forked, script.corrected) if change is not None]
    told = answered or list(stage.sheets)[:1]
    receipts = write_receipts(
        office, stage.out / "回执", stage.secret, units=told, period=period, at=stage.times.late, by=WORDS
    )
    files += receipts.files
    progress(of, of)
    plan = office.plan
    office.store.close()
    return Played(plan=plan, roster=roster, summary=summary, received=received, files=tuple(files))
