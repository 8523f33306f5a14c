"""Pack 任务包: the one file for all units — plan, settings, the office's certificates; no secrets.

The unit picks itself when it opens the pack for the first time.
"""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from forms.papers.enrolment import ROOT_CERTIFICATE, WORKING_KEY, comes_from
from forms.papers.pages import pack_pages
from forms.papers.paper import OpenedPaper, PaperKind, mark_of, seal_paper
from forms.papers.unit_key import KEY_LIST, kept_keys, own_key_ended
from forms.seals.key_list import NAME, EndedKey, KeyList, ended_digest, read_key_list, write_key_list
from forms.seals.keys import keys
from forms.wording.files import name_by_content
from models.basics.canonical import json_text
from models.basics.errors import AppError
from models.basics.messages import in_words, say
from models.basics.period import format_time
from models.basics.records import dataclass
from models.issued.again import issue_again, repeated
from models.plan.load import PlanProblems, load_plan_bytes
from models.plan.plan import Plan
from models.settings.json import settings_from_json, settings_json
from models.settings.settings import Settings
from models.store import UnitStore
from models.store.office.office_store import OfficeStore
from models.versions.held import check_new, is_current, plans_in_force, stored_settings, unit_name_in, version_key
from models.workspace.act import ActKind, Done, act
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.restoring import lost

ISSUED = "pack_issued"  # fact: plan id → when its latest pack was issued


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """An opened pack: the plan with its files, the settings, the office's name, root and 核对码.

    `keys` is the list of keys that ended, `key_file` the file it was read from; None and b"" while there is none.
    """

    plan: Plan
    files: dict[str, bytes]
    settings: Settings
    settings_text: str
    office: str
    root: bytes  # PEM
    code: str
    issued: str
    keys: KeyList | None = None
    key_file: bytes = b""


def make_pack(store: OfficeStore, folder: Path, plan: Plan, settings: Settings, passphrase: str, at: datetime) -> bytes:
    """Return the sealed pack of the plan and settings in force. Raises AppError("no_plan") when the store lacks it."""
    number, ended = key_list_now(store)
    root = (folder / ROOT_CERTIFICATE).read_bytes()
    office = store.get_text("office_name")
    held = store.plan_files(plan.digest)
    if held is None:
        raise AppError("no_plan")
    texts = {name: content.decode("utf-8") for name, content in held.items()}
    facts = {
        "form": "tanbao-pack-1",
        "files": texts,
        "settings": settings_json(settings),
        "office": office,
        "root": root.decode(),
        "issued": at.isoformat(),
        "plan": {"id": plan.id, "version": plan.version, "digest": plan.digest},
    }
    code = _code(root)
    due = [  # a due time may be of a period that only an earlier version had
        (plan.periods[name].name, format_time(time)) for name, time in settings.due.items() if name in plan.periods
    ]
    pages = pack_pages(
        plan_title=plan.title,
        doc_no=plan.doc_no,
        office=office,
        code=code,
        due=due,
        plan_version=plan.version,
        settings_version=settings.version,
        issued=at,
        units=[unit.name_on(at.date()) for unit in plan.filing_units],
        mark=mark_of(store),
    )
    signer = keys.load_signer(folder / WORKING_KEY, passphrase)
    files = {NAME: write_key_list(number, ended, signer, at)} if number else {}
    return seal_paper(PaperKind.PACK, pages, facts, signer, at, files=files)


def key_list_now(store: OfficeStore) -> tuple[int, tuple[EndedKey, ...]]:
    """Return number and content of the list of ended keys; 0 while no key has ended and no list has gone out.

    The number rises with each change, also beyond those of packs that a restored copy does not know.
    """
    ended = tuple(
        EndedKey(unit=row.unit, key=row.fingerprint, until=row.until)
        for row in store.enrolled_keys()
        if row.until is not None
    )
    said = [row.about for row in store.acts.rows(ActKind.PACK)] + list(lost(store, ActKind.PACK))
    numbers = {int(one["keys"]): one.get("ended", "") for one in said if one.get("keys")}
    last = max(numbers, default=0)
    same = numbers.get(last) == ended_digest(ended) if last else not ended
    return last if same else last + 1, ended


def issue_pack(office: OfficeWorkspace, passphrase: str, out: Path, *, at: datetime, by: str = "") -> Done:
    """Seal the pack of the plan and settings in force, keep it, and write it into a folder. Raises as `make_pack`.

    While plan, settings and list of ended keys are those of the last pack, that one is written again: two packs that
    say the same would make units ask which one counts.
    """
    store = office.store
    about: dict[str, object] = {
        "id": office.plan.id,
        "plan": office.plan.digest,
        "settings": office.settings.version,
        "root": root_print(office.folder),
    }
    list_number, ended = key_list_now(store)
    if list_number:
        about |= {"keys": list_number, "ended": ended_digest(ended)}
    if (number := repeated(store, ActKind.PACK, about, of=("id",))) is not None:
        return issue_again(store, number, out)
    content = make_pack(store, office.folder, office.plan, office.settings, passphrase, at)
    stem = f"{say('papers.kind.pack')}_{office.plan.id}"
    name = f"{name_by_content(stem, content)}.pdf"
    why = say("record.why.pack", 方案=office.plan.short_title, 版=office.plan.version, n=office.settings.version)
    with act(store, by, ActKind.PACK, why=why, about=about, out=out, files={name: content}) as done:
        pass
    return done


def pack_mail(office: OfficeWorkspace) -> str:
    """Return the text of the e-mail that takes the pack of the office's plan to the units, with the 核对码 of its root.

    Raises OSError.
    """
    code = _code((office.folder / ROOT_CERTIFICATE).read_bytes())
    name, title = office.store.get_text("office_name"), office.plan.title
    with in_words(office.plan.words):
        return say("papers.pack.mail", 汇总单位=name, 方案=title, 核对码=code)


def packs_due(office: OfficeWorkspace) -> tuple[Plan, ...]:
    """Return the other plans in force whose latest pack is not of their settings and version now, or never went out.

    A list of ended keys goes with any pack, so it makes none of them due.
    """
    return tuple(plan for plan in plans_in_force(office.store) if plan.id != office.plan.id and _is_due(office, plan))


def _is_due(office: OfficeWorkspace, plan: Plan) -> bool:
    rows = (row.about for row in reversed(office.store.acts.rows(ActKind.PACK)) if row.about.get("id") == plan.id)
    last = next(rows, None)
    settings = stored_settings(office.store, plan=plan.id)
    return last is None or (last.get("plan"), last.get("settings")) != (plan.digest, str(settings.version))


def root_print(folder: Path) -> str:
    """Return the fingerprint of an office's root key."""
    return _root((folder / ROOT_CERTIFICATE).read_bytes())


def plan_files_in(paper: OpenedPaper) -> dict[str, bytes]:
    """Return the files of the plan that a pack brings, name → content, whether they can be used or not.

    Raises AppError("pack_damaged") for a pack that has none, or that its own office did not seal.
    """
    try:
        root, files = str(paper.facts["root"]).encode(), _files_of(paper)
        whole = comes_from(paper, root)
    except (KeyError, AttributeError, ValueError, AppError) as error:
        raise AppError("pack_damaged") from error
    if not whole:
        raise AppError("pack_damaged")
    return files


def _files_of(paper: OpenedPaper) -> dict[str, bytes]:
    return {str(name): str(text).encode() for name, text in paper.facts["files"].items()}


def read_pack(paper: OpenedPaper) -> Pack:
    """Return what a pack holds. Raises AppError("pack_damaged"): its plan cannot be read, its seal is nobody's;
    "key_list_damaged".
    """
    facts = paper.facts
    try:
        root = str(facts["root"]).encode()
        files = _files_of(paper)
        text = str(facts["settings"])
        plan, settings = _plan_of(tuple(sorted(files.items()))), settings_from_json(text)
        office, issued = str(facts["office"]), str(facts["issued"])
    except PlanProblems as error:
        raise AppError("pack_plan_old" if error.old_format else "pack_damaged") from error
    except (KeyError, AttributeError, ValueError, json.JSONDecodeError) as error:
        raise AppError("pack_damaged") from error
    if not comes_from(paper, root):
        raise AppError("pack_damaged")
    key_file = next((one.content for one in paper.sealed.attachments if one.name == NAME), b"")
    return Pack(
        keys=read_key_list(key_file, root) if key_file else None,
        key_file=key_file,
        plan=plan,
        files=files,
        settings=settings,
        settings_text=text,
        office=office,
        root=root,
        code=_code(root),
        issued=issued,
    )


@lru_cache(maxsize=2)
def _plan_of(files: tuple[tuple[str, bytes], ...]) -> Plan:
    return load_plan_bytes(dict(files))


def take_pack(store: UnitStore, pack: Pack, by: str) -> tuple[str, ...]:
    """Keep a pack's plan, settings, office and list of ended keys, beside the plans of the same office that are here.

    Returns what is to be told of the list.

    Raises as `refuse_other_office` and `check_new`, AppError("pack_older") when a later pack of this plan is here and
    this one's version of it too, "pack_without_unit" when its plan has not got this unit, "key_list_differs" as
    `_take_keys`.
    """
    refuse_other_office(store, pack)
    issued = _issued(store)
    if store.unit_id is not None and store.unit_id not in pack.plan.units:
        name = unit_name_in(store, store.unit_id, datetime.fromisoformat(pack.issued).date())
        raise AppError("pack_without_unit", 方案=pack.plan.title, 单位=name)
    if pack.issued < issued.get(pack.plan.id, ""):
        return _take_earlier(store, pack)
    check_new(store, pack.plan)
    current = is_current(store, pack.plan)
    store.put_plan(pack.plan.digest, pack.plan.id, pack.plan.version, pack.files, current=current)
    store.put_settings(pack.settings.version, pack.settings_text, datetime.fromisoformat(pack.issued), by)
    store.put_value("root", pack.root.decode())
    store.put_value("office_name", pack.office)
    store.put_value(ISSUED, json_text({**issued, pack.plan.id: pack.issued}))
    return _take_keys(store, pack)


def _take_earlier(store: UnitStore, pack: Pack) -> tuple[str, ...]:
    """Keep only the plan of a pack that a later one followed: returns filed under that version can then be read here.

    Raises AppError("pack_older") when that version is here already, or none above it: there is nothing else to take.
    """
    here = {version_key(row.version) for row in store.plans() if row.id == pack.plan.id}
    if version_key(pack.plan.version) in here or version_key(pack.plan.version) > max(here):
        raise AppError("pack_older")
    store.put_plan(pack.plan.digest, pack.plan.id, pack.plan.version, pack.files, current=False)
    return (say("desk.pack_earlier", 版本=pack.plan.version),)


def _take_keys(store: UnitStore, pack: Pack) -> tuple[str, ...]:
    """Keep the list of ended keys with the highest number; return sentences about one that goes back, and of our key.

    Raises AppError("key_list_differs") for two lists of one number that say different things.
    """
    known, told = kept_keys(store), []
    number, before = pack.keys.number if pack.keys else 0, known.number if known else 0
    if number < before:
        told.append(say("desk.keys_older", 来号=number, 现号=before))
    elif known is not None and pack.keys is not None and number == before and known.digest != pack.keys.digest:
        raise AppError("key_list_differs", 号=number)
    elif pack.keys is not None and number > before:
        store.put_value(KEY_LIST, pack.key_file.decode())
        told.append(say("desk.keys", 号=number, n=len(pack.keys.ended)))
    return (*told, *((one,) if (one := own_key_ended(store)) else ()))


def refuse_other_office(store: UnitStore, pack: Pack) -> None:
    """Raise AppError("pack_of_other_office"), with both names and 核对码, when an earlier pack had another root."""
    known = store.get_value("root")
    if known is not None and _root(known.encode()) != _root(pack.root):
        facts = {"来方": pack.office, "来码": pack.code, "现方": store.get_text("office_name")}
        raise AppError("pack_of_other_office", **facts, 现码=_code(known.encode()))


def _issued(store: UnitStore) -> dict[str, str]:
    """Plan id → when the latest pack of it was issued."""
    said = store.get_value(ISSUED)
    if said is None or said.startswith("{"):
        return json.loads(said) if said else {}
    first = store.plans()[:1]  # kept before a workspace could hold several plans
    return {row.id: said for row in first}


def office_code(root: str) -> str:
    """Return the 核对码 of an office by its root certificate (PEM), "" for what is none."""
    try:
        return _code(root.encode())
    except (AppError, ValueError):
        return ""


def _code(root: bytes) -> str:
    return keys.comparison_code(keys.fingerprint(keys.certificate_from_bytes(root)))


def _root(pem: bytes) -> str:
    return keys.fingerprint(keys.certificate_from_bytes(pem))
