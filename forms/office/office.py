"""Office acts: setting up, the plan, settings, rulings.

Each act is recorded with reason and person and answers with its effect; none of them touches a unit's figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from forms.guards.guards import text_file
from forms.office.previewing import changed_words
from forms.office.references import digest_named
from forms.papers.enrolment import make_office_keys
from forms.seals.keys import keys
from models.basics.errors import AppError
from models.basics.messages import in_words, joined, say
from models.issued.again import said_so
from models.ledger.ledger import LineState, rivals
from models.ledger.rulings import Ruling
from models.office.settings_history import CONTACTED, GROUNDS
from models.plan.load import SHIPPED
from models.plan.plan import Plan
from models.plan.rows.problems import placed
from models.planning.compare import Step, changes, step_taken
from models.settings.hints import settings_hints
from models.settings.json import settings_json
from models.settings.load import plan_meant, read_settings
from models.settings.settings import Settings
from models.sheet.explanation import LONGEST_NAME, require_line, require_reason
from models.store import open_store
from models.store.office.office_store import OfficeStore
from models.versions.held import check_new, is_cited, is_current, rows_in_force, stored_plan
from models.workspace.act import ActKind, act, stated
from models.workspace.copied import settle
from models.workspace.office_workspace import CONTACT, OfficeWorkspace, is_founded
from models.workspace.restoring import lost

MOST_TOLD = 4  # changes a refusal names


def create_office(
    folder: Path,
    plan_path: Path | None,
    name: str | None,
    passphrase: str,
    *,
    by: str = "",
    at: datetime | None = None,
) -> tuple[OfficeWorkspace, str]:
    """Make an office's folder with the plan, root and working key; returns it with the office's 核对码.

    `at` is when it was founded, None for now; its keys are made now, whatever it says.

    The act that founds it is committed last, so that one that was cut short is simply done again: nothing was issued
    with its keys. Raises AppError("folder_in_use"), as `checked_plan`, or of the passphrase.
    """
    keys.check_passphrase(passphrase)
    plan, files = checked_plan(plan_path or SHIPPED, found=True)
    return create_office_for(folder, plan, files, name, passphrase, by=by, at=at)


def create_office_for(
    folder: Path,
    plan: Plan,
    files: Mapping[str, bytes],
    name: str | None,
    passphrase: str,
    *,
    by: str = "",
    at: datetime | None = None,
) -> tuple[OfficeWorkspace, str]:
    """As `create_office`, with a plan that was read already, its files, and a passphrase that will do."""
    with in_words(plan.words):  # whatever plan another office of this program speaks with
        return _found_office(folder, files, plan, name, passphrase, by, at)


def _found_office(
    folder: Path,
    files: Mapping[str, bytes],
    plan: Plan,
    name: str | None,
    passphrase: str,
    by: str,
    at: datetime | None,
) -> tuple[OfficeWorkspace, str]:
    office_name = require_line(name or "", "field.office", LONGEST_NAME) or (
        plan.unit_name(plan.office) if plan.office else say("papers.office_unnamed")
    )
    store = _unfounded(folder)
    try:
        root = make_office_keys(folder, office_name, passphrase)
        why = say("record.why.founded", 单位=office_name, 方案=plan.title, 版=plan.version)
        about = {"plan": plan.digest, "root": keys.fingerprint(root), **stated(at)}
        with act(store, by, ActKind.FOUND, why=why, about=about):
            store.put_plan(plan.digest, plan.id, plan.version, files)
            store.put_value("office_name", office_name)
        settle(store)
    except BaseException:
        store.close()
        raise
    return OfficeWorkspace(folder, store), keys.comparison_code(keys.fingerprint(root))


def _unfounded(folder: Path) -> OfficeStore:
    """Return the empty store of a new office, or of one whose founding was cut short. Raises "folder_in_use"."""
    store = open_store(folder)
    if store is None:
        return OfficeStore.create(folder)
    if isinstance(store, OfficeStore) and not is_founded(store):
        return store
    store.close()
    raise AppError("folder_in_use", 目录=folder)


def checked_plan(source: Path, *, found: bool = False) -> tuple[Plan, Mapping[str, bytes]]:
    """Return the plan of a folder, a file, a book or a pack, and its files.

    Raises AppError("plan_unreadable"), as `read_plan`; where an office is to be `found`ed "plan_is_pack".
    """
    from forms.plan_book.files import read_plan  # reads books too: loaded when a plan comes

    read = read_plan(source)
    if found and read.in_pack:
        raise AppError("plan_is_pack", 文件=source.name)
    if read.plan is None:
        first = joined(placed(p.file, p.path, p.message) for p in read.problems[:3])
        raise AppError("plan_unreadable", n=len(read.problems), 问题=first)
    return read.plan, read.files


def change_plan(
    office: OfficeWorkspace, source: Path, *, by: str = "", document: str = "", at: datetime | None = None
) -> Plan:
    """Put a newer version of a plan in force, or another plan of this office beside those that are here.

    `document`: what it rests on; `at`: since when, None for now. Every earlier one stays, so that what cites it can be
    read; one that is in force and was put so by the same person with the same words is not recorded again. `source`:
    its folder, file, book or a pack. Raises AppError("plan_unreadable"), and as `check_plan`.
    """
    plan, files = checked_plan(source)
    check_plan(office, plan)
    current = is_current(office.store, plan)
    said = say("record.why.plan", 方案=plan.short_title, 版=plan.version)
    why = "；".join(filter(None, (said, require_line(document, "field.document"))))
    about = {"plan": plan.digest, "version": plan.version}
    in_force = any(row.digest == plan.digest for row in rows_in_force(office.store))
    if in_force and said_so(office.store, ActKind.PLAN, by, why, about):
        return plan
    with act(office.store, by, ActKind.PLAN, why=why, about={**about, **stated(at)}):
        office.store.put_plan(plan.digest, plan.id, plan.version, files, current=current)
    return plan


def check_plan(office: OfficeWorkspace, plan: Plan) -> None:
    """Raise AppError for a plan that cannot be put in force here: as `check_new`, or "plan_step_small"."""
    check_new(office.store, plan)
    _require_step(office, plan)


def _require_step(office: OfficeWorkspace, plan: Plan) -> None:
    """Raise AppError("plan_step_small") for a patch of a version that went out and changes more than words.

    A patch says that nothing is filled otherwise. Between a minor and a major version the office may choose: a return
    of an earlier minor version is received and what means something else is left out of sums, one of another major
    version is refused; `plan diff` tells which step is asked for.
    """
    row = next((one for one in rows_in_force(office.store) if one.id == plan.id), None)
    if row is None or row.digest == plan.digest or not is_cited(office.store, row.digest):
        return
    old = stored_plan(office.store, row.digest)
    found = [one for one in changes(old, plan) if one.step >= Step.MINOR]
    if found and step_taken(old, plan) is Step.PATCH:
        first, second, _ = row.version.split(".")
        facts = {"项": "、".join(dict.fromkeys(one.id or one.field for one in found[:MOST_TOLD])), "n": len(found)}
        raise AppError("plan_step_small", 版本=plan.version, 建议=f"{first}.{int(second) + 1}.0", **facts)


def change_settings(office: OfficeWorkspace, path: Path, by: str, at: datetime) -> tuple[Settings, tuple[str, ...]]:
    """Take settings from a TOML file; what it does not name stays. Returns them with hints about the targets.

    They are those of the plan the file names, else of the one the office is looked at in.
    """
    return keep_settings(office, text_file(path), by, at)


def keep_settings(
    office: OfficeWorkspace, text: str, by: str, at: datetime, *, document: str = ""
) -> tuple[Settings, tuple[str, ...]]:
    """Take settings written as TOML, with the document they rest on. Raises as `read_settings` and `require_reason`.

    What the same person said last, on the same grounds, and what changes nothing, is no version of its own.
    """
    named = plan_meant(text)
    office = office.in_plan(named) if named else office
    current = replace(office.settings, version=_last_version(office))
    settings = read_settings(text, office.plan, current)
    reasons = [require_reason(one) for one in _reasons(settings, current)]
    grounds = require_line(document, "field.document") or joined(reasons)
    changed = changed_words(office.plan, current, settings)
    if not changed and _last_grounds(office) == (by, grounds):
        return office.settings, settings_hints(office.settings, office.plan)
    key = "record.why.set" if changed else "record.why.set_same"
    why = "；".join(filter(None, (say(key, n=settings.version, 项=changed), grounds)))
    with act(office.store, by, ActKind.SET, why=why, about={"version": settings.version, GROUNDS: grounds}):
        office.store.put_settings(settings.version, settings_json(settings), at, by)
    return settings, settings_hints(settings, office.plan)


def _last_grounds(office: OfficeWorkspace) -> tuple[str, str] | None:
    """Who kept the settings in force, and what they rest on; None where nobody has."""
    acts = (row for row in reversed(office.store.acts.rows(ActKind.SET)) if GROUNDS in row.about)
    last = next(acts, None)
    return (last.by, last.about[GROUNDS]) if last else None


def keep_contact(office: OfficeWorkspace, text: str, by: str, at: datetime | None = None) -> None:
    """Keep whom units are told to ask, as receipts and 催报单 print it, "" for nobody; `at`: since when, None = now.

    What is so already is not recorded again. Raises AppError("line_long").
    """
    said = require_line(text, "field.contact")
    if said == office.store.get_text(CONTACT):
        return
    why = say("record.why.contact" if said else "record.why.contact_none", 方式=said)
    with act(office.store, by, ActKind.SET, why=why, about={CONTACTED: said, **stated(at)}):
        office.store.put_value(CONTACT, said)


def _reasons(settings: Settings, before: Settings) -> tuple[str, ...]:
    """Return why units are given more time or a check is waived, of what was not so before."""
    more_time = [one.reason for one in settings.extensions if one not in before.extensions]
    waived = [one.reason for one in settings.waivers if one not in before.waivers]
    return tuple(dict.fromkeys((*more_time, *waived)))


def _last_version(office: OfficeWorkspace) -> int:
    """Return the highest version any paper was made under, here or before a copy was restored: none is given twice."""
    gone = (int(one["version"]) for one in lost(office.store, ActKind.SET))
    return max((0, *gone, *office.store.settings_versions(), *(row.settings for row in office.store.papers())))


def make_ruling(
    office: OfficeWorkspace,
    unit: str,
    period: str,
    *,
    keep: str,
    over: Sequence[str] = (),
    reason: str,
    by: str,
    checked_by: str | None,
    at: datetime,
) -> LineState:
    """认定: keep one paper over others; without `over`, over every other head of the dispute.

    What the last ruling says in the same words, with nothing new to rule out, is not recorded again. Raises
    AppError "reason_missing", "reason_vague", "checker_is_the_same", "unknown_unit", "no_such_digest",
    "keep_among_over".
    """
    reason, by = require_reason(reason), require_line(by, "field.by")
    checked_by = require_line(checked_by or "", "field.checked_by") or None
    if checked_by and checked_by == by:
        raise AppError("checker_is_the_same")
    office = office.at(period)
    unit = office.require_unit(unit).id
    kept, others = _kept_over(office, unit, period, keep, over)
    if _ruled_so(office, unit, period, (kept, reason, by, checked_by), others):
        return office.line(unit, period)
    said = Ruling(
        sequence=0, unit=unit, period=period, keep=kept, over=others, reason=reason, by=by, checked_by=checked_by, at=at
    )
    about = {"unit": unit, "period": period, "keep": kept, **({"checked_by": checked_by} if checked_by else {})}
    with act(office.store, by, ActKind.RULE, why=reason, about=about):
        office.store.put_ruling(said)
    return office.line(unit, period)


def _kept_over(
    office: OfficeWorkspace, unit: str, period: str, keep: str, over: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """The digest of the paper that is kept, and of those it is kept over: of its rivals where none are named."""
    papers = office.papers(unit, period)
    digests = {paper.digest for paper in papers}
    kept = digest_named(digests, keep)
    others = tuple(digest_named(digests, one) for one in over)
    if kept in others:
        raise AppError("keep_among_over")
    return kept, others or tuple(rivals(office.line(unit, period), papers, kept))


def _ruled_so(
    office: OfficeWorkspace, unit: str, period: str, words: tuple[str, str, str, str | None], others: Sequence[str]
) -> bool:
    """True where the last ruling keeps the same paper over these, for the same reason and by the same two."""
    last = next(reversed(office.store.rulings(unit, period)), None)
    if last is None or not set(others) <= set(last.over):
        return False
    return (last.keep, last.reason, last.by, last.checked_by) == words
