"""Verified: what there is to say of a file, key by key, as screen and `verify --json` tell it; opens nothing."""

from collections.abc import Iterable, Mapping

from forms.papers.pack import Pack
from forms.seals.keys import keys
from forms.wording.whose import PaperPlan, Whose, whose
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.records import dataclass
from models.plan.plan import Plan
from models.returns.evidence import presence_among
from models.returns.file_names import clean_name
from models.returns.returns import Evidence
from models.returns.revisions import Difference

_REFUSED_PDF = {
    "file_cut": "broken",
    "paper_changed": "broken",
    "file_unread": "unread",
}  # the rest bear no seal of ours
_OWN = ("return", "request")  # papers that bear the unit's own seal; the office seals the others
_PROPERTY = {"equal": "yes", "other": "no", "not_compared": "not_compared"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A paper as anybody can see it, `kind` "" for none. `sound` = as it was sealed; by whom may still be unknown."""

    kind: str
    unit: str | None
    period: str | None
    revision: int | None
    digest: str | None
    ancestors: tuple[str, ...]
    signer: str
    signed_at: str | None
    seals: dict[str, str]
    differences: tuple[Difference, ...]
    sound: bool
    message: str
    evidence: tuple[tuple[Evidence, bool], ...] = ()  # what the return lists, and whether it is in this file
    pages: str | None = None  # of a PDF return: "equal", "other", "not_compared" (its plan, or a font, is not here)
    fonts: tuple[str, ...] = ()  # of its pages, those nobody here can judge
    cells: str | None = None  # of a return, what its workbook shows: "equal", "other", "not_compared"
    further: tuple[str, ...] = ()  # who signed the PDF after the unit
    hints: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # why a return cannot be accepted so, a sentence each
    chain: str = "not_compared"  # "yes", "no": the root that was given enrolled who sealed it; else none was, or nobody
    named: str = ""  # unit that the signer's certificate names
    revoked: str = (
        "not_compared"  # "yes", "no" by the office's list, "not_compared" without one or where it cannot tell
    )
    plan: PaperPlan | None = None  # it was made under, None where it does not say
    unit_name: str = ""  # as the paper itself calls its unit
    sealed_by: bytes = b""  # certificate (PEM) of who sealed it
    called: str = ""  # the key of what people call it, "" = as its kind
    odd_clock: bool = False  # the signer's clock says a time before the certificate, or one that has not come

    def whose(self, plans: Iterable[Plan], pack: Pack | None = None) -> Whose:
        """Return unit and period in words; `plans` are those at hand.

        Of a paper of the office of `pack` another version of the same plan says the names where its own is not here.
        """
        same = (pack.plan,) if pack is not None and self._is_under(pack.root) else ()
        return whose(self.plan, self.unit or "", self.unit_name, self.period or "", plans, same)

    def _is_under(self, root: bytes) -> bool:
        """True for a paper that the office of this root sealed, or a unit it enrolled."""
        if not self.sealed_by:
            return False
        one, office = (keys.certificate_from_bytes(each) for each in (self.sealed_by, root))
        return keys.issued_by(one, office) if self.kind in _OWN else keys.is_offices(one, office)

    @property
    def properties(self) -> dict[str, str]:
        """Each property of the closed profile by itself: "yes", "no", or "not_compared" where this file cannot tell.

        `registered` is for the office's register to say, `revoked` (yes = its key counts no more) for the office's list
        of ended keys; no paper says them of itself.
        """
        states = {state for state in self.seals.values() if state != "absent"}
        whole = self.seals.get("document", "absent"), self.seals.get("workbook", "absent")
        return {
            "present": yes_or_no(bool(states)),
            "intact": yes_or_no(bool(states) and not states & {"broken", "unread"}),
            "covers": "not_compared" if set(whole) == {"absent"} else yes_or_no(not set(whole) & {"broken", "resaved"}),
            "chain": self.chain,
            "signer": yes_or_no(self.named == self.unit) if self.signer and self.kind in _OWN else "not_compared",
            "clock": yes_or_no(not self.odd_clock) if self.signer else "not_compared",
            "registered": "not_compared",
            "revoked": self.revoked,
            "cells": _PROPERTY[self.cells or "not_compared"],
            "pages": _PROPERTY[self.pages or "not_compared"],
        }

    @property
    def fingerprint(self) -> str | None:
        """The fingerprint of the key that sealed it, None when nobody did."""
        return keys.fingerprint(keys.certificate_from_bytes(self.sealed_by)) if self.sealed_by else None

    def answer(self) -> dict[str, object]:
        """Return it as `verify --json` tells it."""
        return {
            "kind": self.kind or None,
            "unit": self.unit,
            "period": self.period,
            "plan": self.plan and {"id": self.plan.id, "version": self.plan.version, "digest": self.plan.digest},
            "revision": self.revision,
            "digest": self.digest,
            "ancestors": list(self.ancestors),
            "signer": self.signer,
            "fingerprint": self.fingerprint,
            "code": keys.comparison_code(self.fingerprint) if self.fingerprint else None,
            "signed_at": self.signed_at,
            "seals": {name: self.seals.get(name, "absent") for name in ("data", "workbook", "document")},
            "differences": [{"item": d.address, "signed": d.before, "now": d.after} for d in self.differences],
            "pages": self.pages,
            "cells": self.cells,
            "fonts": list(self.fonts),
            "further": list(self.further),
            "hints": list(self.hints),
            "properties": self.properties,
            "evidence": self._evidence(),
            "message": self.message,
            "reasons": list(self.reasons),
        }

    def _evidence(self) -> dict[str, object]:
        files = [one for one, _ in self.evidence]
        here = presence_among(files, [one.sha256 for one, present in self.evidence if present])
        each = [
            {"name": clean_name(one.name), "size": one.size, "sha256": one.sha256, "present": present}
            for one, present in self.evidence
        ]
        return {"listed": here.listed, "present": here.present, "missing": list(here.missing), "files": each}


def nothing_of(kind: str, message: str, seals: Mapping[str, str] | None = None, *, sound: bool = False) -> Verified:
    """What there is to say of a file without a seal that can be read: nothing but what it is and one sentence."""
    return Verified(
        kind=kind,
        unit=None,
        period=None,
        revision=None,
        digest=None,
        ancestors=(),
        signer="",
        signed_at=None,
        seals=dict(seals or {}),
        differences=(),
        sound=sound,
        message=message,
    )


def unreadable(error: AppError, *, pdf: bool) -> Verified:
    """What there is to say of a file that `verify` refused with an error; `pdf`: it begins as a PDF does."""
    state = _REFUSED_PDF.get(error.code, "absent") if pdf else "absent"
    return nothing_of("", sentence(error), {"document": state})


def yes_or_no(holds: bool) -> str:
    """Return a property as the answer says it."""
    return "yes" if holds else "no"
