"""The office's commands to begin with: keys and store, the plan, the settings, the pack for all units."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from ui.cli.shared.command import Answer, command
from ui.cli.shared.given import Folder, Moment, Passphrase, Person, PlanNamed

if TYPE_CHECKING:
    from models.workspace.office_workspace import OfficeWorkspace


@command("office init")
def init(
    folder: Folder,
    secret: Passphrase,
    *,
    plan: Path | None = None,
    name: str | None = None,
    by: str = "",
    at: datetime | None = None,
) -> Answer:
    """Make an office: empty store, the plan, root and working key."""
    from forms.office.office import create_office
    from ui.basics import folders

    office, code = create_office(folder, plan, name, secret, by=by, at=at)
    with office:
        folders.remember(folder)
        root = str(folder / "office_root.pem")
        found = {"data": str(folder), "plan": office.plan.digest, "root": root, "code": code, "root_unkept": True}
    ready = say("cli.office_ready", 目录=folder), say("cli.code", 核对码=code)
    return Answer(found, [*ready, say("backups.root_unkept")])


@command("office plan", once=True)
def change_plan(
    office: OfficeWorkspace, by: Person, file: Path, *, document: str = "", at: datetime | None = None
) -> Answer:
    """Put a newer version of the plan in force."""
    from forms.office import office as acts

    plan = acts.change_plan(office, file, by=by, document=document, at=at)
    found = {"id": plan.id, "version": plan.version, "digest": plan.digest}
    return Answer(found, [say("cli.plan_changed", 方案=plan.title, 版本=plan.version)])


@command("office rename")
def rename(
    office: OfficeWorkspace, by: Person, unit: str, name: str, *, since: date, document: str, at: datetime | None = None
) -> Answer:
    """Call a unit otherwise from a day on."""
    from models.planning.renaming import rename_unit, version_words

    named = office.require_unit(unit)
    before = named.names[-1].name
    plans = rename_unit(office, named.id, name, since, by=by, document=document, at=at)
    versions = [{"id": plan.id, "version": plan.version, "digest": plan.digest} for plan in plans]
    called, told = plans[0].units[named.id].names[-1].name, version_words(plans)
    return Answer(
        {"unit": named.id, **versions[0], "plans": versions},
        [say("cli.renamed", 单位=before, 日=since, 名称=called, 各版=told)],
    )


@command("office set")
def change_settings(
    office: OfficeWorkspace,
    named: PlanNamed,
    file: Path,
    at: Moment,
    by: Person,
    *,
    document: str = "",
    preview: bool = False,
) -> Answer:
    """Take settings from a TOML file or a filled book, whole or not at all; or only tell what that would change."""
    from forms.office import office as acts
    from forms.settings_book.reader import is_text, settings_file
    from models.versions.named import plan_of_settings, require_one_plan

    if not named and not is_text(file):
        require_one_plan(office.store)
    text = settings_file(file, office.plan, office.settings)
    if not named and is_text(file):
        office = office.in_plan(plan_of_settings(office.store, text))
    if preview:
        return _previewed(office, text)
    before = office.settings.version
    settings, hints = acts.keep_settings(office, text, by, at, document=document)
    repeated = settings.version == before
    found = {"version": settings.version, "hints": list(hints), "repeated": repeated}
    told = [say("cli.repeated")] if repeated else []
    return Answer(found, [*told, say("cli.settings", 版本=settings.version), *hints])


def _previewed(office: OfficeWorkspace, text: str) -> Answer:
    from forms.office import previewing

    changes, effects = previewing.preview_text(office, text)
    moved = previewing.preview_roster(office, text)
    found = {
        "changes": [{"key": one.key, "before": one.before, "after": one.after} for one in changes],
        "effect": [
            {"period": one.period, "indicator": one.indicator, "before": one.before, "after": one.after}
            for one in effects
        ],
        **{
            name: [
                {"period": period, "before": pairs[name][0], "after": pairs[name][1]}
                for period, pairs in moved.items()
                if name in pairs
            ]
            for name in ("late", "missing")
        },
    }
    lines = [f"{one.key}: {one.before or '—'} → {one.after or '—'}" for one in changes]
    lines += [f"{one.period} {one.indicator}: {one.before} → {one.after}" for one in effects]
    lines += [
        say(f"cli.{name}_moves", 期=period, 前=now, 后=then)
        for period, pairs in moved.items()
        for name, (now, then) in pairs.items()
    ]
    return Answer(found, lines or [say("cli.nothing_changes")])


@command("office pack", one_plan=True)
def pack(office: OfficeWorkspace, secret: Passphrase, at: Moment, by: Person, *, out: Path) -> Answer:
    """Write the one pack for all units, and say which other plan in force waits for a pack of its own."""
    from forms.papers.pack import issue_pack, packs_due
    from ui.cli.answers.record import files_answer

    answer = files_answer(issue_pack(office, secret, out, at=at, by=by))
    others = packs_due(office)
    told = [say("cli.pack_due", 方案=plan.short_title, 编号=plan.id) for plan in others]
    return Answer({**answer.found, "packs_due": [plan.id for plan in others]}, [*answer.lines, *told])
