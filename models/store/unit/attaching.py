"""Attaching: evidence is put beside a place of an open sheet."""

from collections.abc import Mapping

from models.basics.errors import AppError
from models.returns.file_names import clean_name, is_program, unique_name
from models.store.unit.sheets import content_key
from models.store.unit.unit_store import UnitStore


def attach(store: UnitStore, place: str, period: str, name: str, content: bytes, by: str) -> str:
    """Keep a file that was read and judged at a place; return the name it has in the return.

    Names are unique in a period; the same bytes have one name wherever they are attached. Raises
    AppError("evidence_program") for the name of a program, "period_filed" when the period is locked.
    """
    found = name_for(name, content_key(content), {one.sha256: one.name for one in store.evidence.attachments(period)})
    store.evidence.attach(period, place, found, content, by)
    return found


def name_for(name: str, sha256: str, held: Mapping[str, str]) -> str:
    """Return the name a file gets among the others (SHA-256 → name). Raises AppError("evidence_program")."""
    wanted = clean_name(name)
    if is_program(wanted):
        raise AppError("evidence_program", 文件=wanted)
    return held.get(sha256) or unique_name(wanted, frozenset(held.values()))
