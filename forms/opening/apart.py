"""Opened apart: a return opened by the worker, and what it says brought back as plain data.

The worker asks for the plan and settings a paper names; whoever has a store answers with their texts. What comes back
is read again here: the return from its canonical bytes, the rest as texts and numbers.
"""

import gc
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from forms.guards.worker import Ask, Plain, in_worker
from forms.opening.opened import Opened, Reason
from forms.seals.pdf.sealed import Attachment
from models.plan.load import load_plan_bytes
from models.plan.plan import Plan
from models.returns.known import known_return
from models.returns.revisions import Difference
from models.settings.json import settings_from_json
from models.settings.settings import Settings

if TYPE_CHECKING:  # a worker has no store
    from models.store import UnitStore
    from models.store.office.office_store import OfficeStore

Texts = tuple[Mapping[str, bytes], str]  # the plan's files by name, the settings as JSON ("" = none were ever set)
Sources = Callable[[str, int], Texts | None]  # plan's digest, settings' version → both, None = not here
_sessions = count(1)


def texts_in(store: "UnitStore | OfficeStore") -> Sources:
    """Return what a store knows of the plans and settings that papers name."""

    def texts(digest: str, settings: int) -> Texts | None:
        files, said = store.plan_files(digest), store.settings_text(settings)
        return None if files is None or (said is None and settings) else (files, said or "")

    return texts


class Apart:
    """Opens the files of one reception, each in the worker."""

    def __init__(self, sources: Sources | None = None) -> None:
        """Begin; `sources` answers for plans and settings, None = nobody knows any."""
        self._sources, self._session = sources, next(_sessions)

    def open(self, content: bytes) -> Opened:
        """Open one file. Raises as `open_return` and `in_worker`."""
        return opened_from(in_worker(open_plainly, content, self._session, self._answer))

    def _answer(self, question: Plain) -> Plain:
        digest, settings = question
        found = self._sources(str(digest), int(settings)) if self._sources is not None else None
        return None if found is None else (dict(found[0]), found[1])


Session = int | str  # what tells those who open files apart: each has plans and settings of its own
_open = threading.local()  # the session a thread has been opening files for last, and its opening


def knows_session(session: Session) -> bool:
    """True when this thread can open files of a session without asking for its plans and settings."""
    return getattr(_open, "session", None) == session


def open_plainly(content: bytes, session: Session, ask: Ask) -> Plain:
    """Open one file, in the worker or wherever an executor does it, and return what it says as plain data."""
    from forms.opening.open_return import Opening  # only who opens files loads what reads them

    if not knows_session(session):
        _open.session, _open.opening = session, Opening(_PlanSource(ask))
    opening: Opening = _open.opening
    return _plain(opening.open(content))


class _PlanSource:
    """Asks for the plan and settings of a paper, once for each in a session."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[tuple[str, int], tuple[Plan, Settings] | None] = {}

    def __call__(self, digest: str, settings: int) -> tuple[Plan, Settings] | None:
        if (digest, settings) not in self._known:
            found = self._ask((digest, settings))
            plan = _plan(digest, tuple(sorted(found[0].items()))) if found else None
            said = settings_from_json(found[1]) if found and found[1] else Settings()
            self._known[digest, settings] = None if plan is None else (plan, said)
        return self._known[digest, settings]


_MADE_BETWEEN = 100_000, 100, 10  # objects made between two looks of the worker at what is garbage; looks between two


@lru_cache(maxsize=8)
def _plan(digest: str, files: tuple[tuple[str, bytes], ...]) -> Plan:
    plan = load_plan_bytes(dict(files))
    gc.collect()  # a plan and the libraries stay: later rounds of garbage collection pass over them
    gc.freeze()
    gc.set_threshold(*_MADE_BETWEEN)
    return plan


def _plain(opened: Opened) -> dict[str, Plain]:
    return {
        "content": opened.filed.content if opened.filed is not None else None,
        "order": (opened.filed.revision, opened.filed.digest) if opened.filed is not None else None,
        "seals": dict(opened.seals),
        "reasons": [(one.check, one.item, one.message, one.cause) for one in opened.reasons],
        "differences": [(one.address, one.before, one.after) for one in opened.differences],
        "certificate": opened.certificate,
        "fingerprint": opened.fingerprint,
        "named_unit": opened.named_unit,
        "signed_at": opened.signed_at.isoformat() if opened.signed_at else None,
        "certified_from": opened.certified_from.isoformat() if opened.certified_from else None,
        "request": opened.request,
        "document": opened.document,
        "attachments": [asdict(one) for one in opened.attachments],
        "hints": list(opened.hints),
        "compared": opened.compared,
        "pages": opened.pages,
        "further": list(opened.further),
        "unknown_fonts": list(opened.unknown_fonts),
        "sound": opened.sound,
        "glance": opened.glance,
    }


def opened_from(said: Any) -> Opened:  # noqa: ANN401
    """Return an opened file from what `open_plainly` says. Raises as `known_return`."""
    return Opened(
        filed=None if said["content"] is None else known_return(said["content"]),
        seals={str(name): str(state) for name, state in said["seals"].items()},
        reasons=tuple(Reason(*one, cause=cause) for *one, cause in said["reasons"]),
        differences=tuple(Difference(*one) for one in said["differences"]),
        certificate=said["certificate"],
        fingerprint=said["fingerprint"],
        named_unit=said["named_unit"],
        signed_at=datetime.fromisoformat(said["signed_at"]) if said["signed_at"] else None,
        certified_from=datetime.fromisoformat(said["certified_from"]) if said["certified_from"] else None,
        request=said["request"],
        document=said["document"],
        attachments=tuple(Attachment(**one) for one in said["attachments"]),
        hints=tuple(said["hints"]),
        compared=said["compared"],
        pages=said["pages"],
        further=tuple(said["further"]),
        unknown_fonts=tuple(said["unknown_fonts"]),
        sound=said["sound"] is True,
        glance=said["glance"],
    )
