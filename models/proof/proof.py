"""Proof: whether the record of a workspace still says what was recorded, and the head that stands on papers.

The hash chain of acts covers every recorded row and file (`models.store.file.acts`). A chain that was rewritten as a
whole, hashes included, differs from the heads printed on issued receipts and summaries and kept in backups.
"""

from models.basics.errors import AppError
from models.basics.records import dataclass
from models.proof.gaps import broken
from models.store import Store

CODE = 16  # hexadecimal characters of a head that stand on a paper: 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The last act when something was issued: its number and the first 16 figures of its hash."""

    number: int
    code: str

    @property
    def words(self) -> str:
        """Number and code as they are printed: 128 1A2B 3C4D 5E6F 7081."""
        return " ".join((str(self.number), *(self.code.upper()[at : at + 4] for at in range(0, CODE, 4))))


def head_of(store: Store) -> ChainHead:
    """Return the head of a store's chain."""
    number, digest = store.acts.head()
    return ChainHead(number=number, code=digest[:CODE])


def head_after(store: Store, number: int) -> ChainHead:
    """Return what the head of the chain was after an act, 0 = before the first."""
    return ChainHead(number=number, code=store.acts.hash_of(number)[:CODE])


def parse_head(text: str) -> ChainHead:
    """Return the head that a person reads from a paper. Raises AppError("head_unreadable")."""
    number, _, code = text.strip().partition(" ")
    code = "".join(code.split()).lower()
    if not number.isdecimal() or len(code) != CODE or set(code) - set("0123456789abcdef"):
        raise AppError("head_unreadable", 原文=text)
    return ChainHead(number=int(number), code=code)


def holds(store: Store, head: ChainHead) -> bool:
    """True when the chain still has the act that stood at its head when a paper was issued."""
    return store.acts.hash_of(head.number)[:CODE] == head.code


def require_sound(store: Store, *, shown: bool = False) -> None:
    """Compare the record with itself once for each head. Raises AppError("record_broken") naming the first gaps.

    Call it before anything is counted, summed up or issued. `shown`: it is only shown, so that a window need not stand
    still while a large store is compared in the background; it says 核对中 meanwhile (`Acts.is_comparing`).
    """
    gaps = store.acts.comparison.known_gaps() if shown else store.acts.comparison.verified()
    if gaps:
        raise broken(store, gaps)
