"""Gaps: the places where a record does not hold, told to people: which entry, whose, which paper, which act and day.

What can still be read tells more: the row itself, else its key and the act that wrote it. Nothing here raises because
the store is damaged further; what cannot be read is left out.
"""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from models.basics.errors import AppError, MachineError
from models.basics.messages import fill, joined, say
from models.basics.period import PLAN_ZONE
from models.help.phrases import place_name
from models.sheet.sheet import Sheet
from models.store import Store, UnitStore
from models.store.file.chain import HISTORIES, ActRow, RecordGap
from models.store.file.schema import RECORDED
from models.versions.held import plan_of_period, stored_settings, unit_name_in

_SHEETS = ("cells", "explanations", "locks", "registers")  # `where` of a gap there is "PERIOD PLACE…"
# what of a row says to people which one it is, in the order in which it is told; the rest are digests and contents
_TOLD = (
    "unit", "period", "revision", "indicator", "place", "version", "number", "file", "name", "id", "sequence",
    "supplier",
)  # fmt: skip
_ENDS = {"query_ends": ("queries", "query"), "withdrawals": ("adjudications", "adjudication")}
_KEPT = ("contents", "schema", "file")  # what is compared with itself, not with a history
_DIGEST = 64  # characters of a SHA-256
_RESTORE = "restore"  # kind of an act; it stood for these too once, and its `about` told which
_ONCE_RESTORE = ("copied", "moved", "confirmed", "older")
_ON_DOCUMENTS = ("set", "plan")  # kinds of acts
_SEEN = 8  # characters of a digest that are shown


def gap_words(store: Store, gap: RecordGap) -> str:
    """Return where the record does not hold, for a person: the entry, what it is about, the act that wrote it."""
    row = _row(store, gap) if gap.what in RECORDED else None
    about = "　".join(one for one in _about(store, gap, row) if one)
    place = say(f"record.place.{gap.what}") + (fill("“{about}”", {"about": about}) if about else "")
    if gap.act is None:
        ways = {
            **dict.fromkeys(RECORDED, "untold"),
            **dict.fromkeys(_KEPT, "kept"),
            **dict.fromkeys(HISTORIES, "lines"),
        }
        way = ways.get(gap.what, "other")
        return say(f"record.gap_{way}", 处=place)
    gone = gap.what in RECORDED and row is None
    return say("record.gap_gone" if gone else "record.gap_changed", 处=place, 事=_deed(store, gap.act))


def broken(store: Store, gaps: Sequence[RecordGap], most: int = 3) -> AppError:
    """Return the refusal that names the first places where the record does not hold."""
    return AppError("record_broken", **_first(store, gaps, most))


def altered_words(store: Store, gaps: Sequence[RecordGap], most: int = 3) -> str:
    """Return the sentence that goes with whatever was done or is shown on a record that does not hold."""
    return say("record.altered", **_first(store, gaps, most))


def _first(store: Store, gaps: Sequence[RecordGap], most: int) -> dict[str, object]:
    return {"n": len(gaps), "处": joined(gap_words(store, gap) for gap in gaps[:most])}


def _about(store: Store, gap: RecordGap, row: Mapping[str, object] | None) -> Iterator[str]:
    """What a gap is about: units and periods by their names, a content by the files that have it."""
    if gap.what in _SHEETS:
        period, place = gap.where.split(" ")[:2]
        yield from (_period_name(store, period), _place_name(store, period, place) if place != period else "")
    elif gap.what in HISTORIES:
        yield from _lines(store, gap)
    elif gap.what == "contents":
        names = [file.name for file in store.acts.files() if file.sha256 == gap.where]
        yield "、".join(dict.fromkeys(names)) or gap.where[:_SEEN]
    elif gap.what in RECORDED:
        said = _with_paper(store, gap.what, row or _remembered(store, gap))
        if gap.what == "facts":
            key, _, period = str(said.get("key", "")).rpartition(".") if _of_period(said) else (said.get("key"), "", "")
            yield from (say(f"record.fact.{str(key).replace('.', '_')}"), _period_name(store, period))
        yield from (_shown(store, name, said[name]) for name in _TOLD if said.get(name) not in (None, ""))
    elif gap.what != "chain":
        yield gap.where


def _remembered(store: Store, gap: RecordGap) -> Mapping[str, object]:
    """What is known of a row that is gone: its key, and the file and paper that the act which wrote it was about."""
    about: object = {}
    with suppress(ValueError):
        about = json.loads(store.acts.told(gap.act).get("about", "{}")) if gap.act is not None else {}
    said = (
        {name: about[name] for name in ("file", "unit", "period") if name in about} if isinstance(about, dict) else {}
    )
    return {**said, **dict(zip(RECORDED[gap.what], _key(gap), strict=False))}


def _with_paper(store: Store, table: str, said: Mapping[str, object]) -> Mapping[str, object]:
    """A row with what it points at: the paper of its digest, the record it ends, the names of a file."""
    if table in _ENDS:
        other, column = _ENDS[table]
        return {**(store.acts.row_named(other, [said.get(column)]) or {}), **said}
    if table == "evidence_files":
        return {**said, "name": "、".join(store.acts.evidence_names(str(said.get("sha256")))) or None}
    if "digest" in said and not said.get("period"):
        return {**store.acts.paper_named(str(said["digest"])), **said}
    return said


def _of_period(said: Mapping[str, object]) -> bool:
    return str(said.get("key", "")).startswith(("draft.", "approval."))


def _shown(store: Store, name: str, value: object) -> str:
    if name == "unit":
        with suppress(AppError, MachineError):
            return unit_name_in(store, str(value), datetime.now(PLAN_ZONE).date())
    if name == "period":
        return _period_name(store, str(value))
    if name in ("revision", "version", "id", "sequence", "number"):
        return say(f"record.which.{'revision' if name in ('revision', 'version') else 'number'}", n=str(value))
    return str(value)


def _period_name(store: Store, period: str) -> str:
    with suppress(AppError, MachineError, KeyError):
        plan = plan_of_period(store, period) if period else None
        return plan.periods[period].name if plan is not None else period
    return period


def _place_name(store: Store, period: str, place: str) -> str:
    """A place of a unit's sheet by its name and code, only the code where the plan knows no such place."""
    name = ""
    with suppress(AppError, MachineError, KeyError):
        plan = plan_of_period(store, period)
        if plan is not None and isinstance(store, UnitStore) and store.unit_id:
            settings = stored_settings(store, plan=plan.id)
            name = place_name(Sheet(plan=plan, unit_id=store.unit_id, period_id=period, settings=settings), place)
    code = place.partition("/")[0]
    return f"{name}（{code}）" if name else code


def _lines(store: Store, gap: RecordGap) -> Iterator[str]:
    """The lines of a history from the first to the last that does not hold, and what the first that is here says."""
    numbers = [int(text) for text in gap.where.strip("[]").split(",") if text.strip().lstrip("-").isdecimal()]
    if not numbers:
        return
    yield say("record.which.lines", 从=numbers[0], 到=numbers[-1])
    line = store.acts.first_line(gap.what, numbers[0], numbers[-1])
    if line is not None:
        yield from (
            _period_name(store, line["period"]),
            _place_name(store, line["period"], line["place"]),
            _day(line["at"]),
            line["person"],
        )


def _deed(store: Store, number: int) -> str:
    """An act by its number, kind, day and person, as far as they can be read."""
    found = store.acts.told(number)
    if not found:
        return say("record.which.act", n=number)
    kind = found["kind"]
    with suppress(KeyError):
        kind = _kind_words(kind, found["about"])
    return say("record.which.act_of", n=number, 事项=kind, 日=_day(found["at"]), 人=found["person"] or "—")


def _day(text: str) -> str:
    """The day and hour of a kept time; what is no time stays as it is."""
    try:
        return f"{datetime.fromisoformat(text).astimezone(PLAN_ZONE):%Y-%m-%d %H:%M}"
    except ValueError:
        return text


def _key(gap: RecordGap) -> Sequence[object]:
    try:
        found = json.loads(gap.where)
    except ValueError:
        return ()
    return found if isinstance(found, list) else ()


def _row(store: Store, gap: RecordGap) -> Mapping[str, object] | None:
    key = _key(gap)
    return store.acts.row_named(gap.what, key) if len(key) == len(RECORDED[gap.what]) else None


def reason_of(row: ActRow) -> str:
    """Return why an act was done; where nobody said it (its kind stands in its place then) "".

    Of settings and plans, which rest on a document, it says that none was named.
    """
    if row.why and row.why != row.kind:
        return row.why
    return say("record.why.no_document") if row.kind in _ON_DOCUMENTS else ""


def kind_words(row: ActRow) -> str:
    """Return what was done."""
    return _kind_words(row.kind, row.about)


def _kind_words(kind: str, about: Container[str]) -> str:
    once = next((one for one in _ONCE_RESTORE if kind == _RESTORE and one in about), kind)
    return say(f"record.kind.{once}")
