"""Opened: what a file turned out to be, and why it is not taken, by check and place. Loads nothing that opens one."""

import hashlib
from collections.abc import Iterable
from dataclasses import KW_ONLY, field, replace
from datetime import datetime

from forms.opening.evidence import OURS as BOOK_NAME
from forms.seals.keys import keys
from forms.seals.pdf.sealed import Attachment
from models.basics.errors import AppError
from models.basics.messages import CHINESE, sentence_in
from models.basics.records import dataclass
from models.plan.plan import Plan
from models.returns.returns import Return
from models.returns.revisions import Difference


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the check it falls under, the place if there is one, and one sentence.

    A paper is opened before anybody knows its plan: `check` is then the rule (`seal`), until `coded` puts the plan's
    own check of that rule in its place. `cause`: the code of the refusal the sentence is made from, "" for none.
    """

    check: str
    item: str | None
    message: str
    _: KW_ONLY
    cause: str = ""

    def as_dict(self) -> dict[str, str | None]:
        """Return it as the command line and the register write it."""
        return {"check": self.check, "item": self.item, "message": self.message}


def reason(check: str, item: str | None, message: str) -> Reason:
    """Return a reason."""
    return Reason(check, item, message)


def reason_of(check: str, error: AppError) -> Reason:
    """Return a refusal as a reason, in the words papers and the register use."""
    return Reason(check, None, sentence_in(CHINESE, error), cause=error.code)


def coded(reasons: Iterable[Reason], plan: Plan) -> tuple[Reason, ...]:
    """Return reasons by the ids of a plan's checks; a rule the plan has no check of stays as it is."""
    return tuple(
        replace(one, check=check.id) if (check := plan.check_of(one.check)) is not None else one for one in reasons
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A return as it was opened. `filed` None: it could not be read; `reasons`: why it cannot be accepted so."""

    filed: Return | None
    seals: dict[str, str]
    reasons: tuple[Reason, ...] = ()
    differences: tuple[Difference, ...] = ()
    certificate: bytes = b""
    fingerprint: str = ""
    named_unit: str = ""  # the unit the sealing certificate names
    signed_at: datetime | None = None
    certified_from: datetime | None = None  # when the sealing certificate begins
    request: bytes | None = None
    document: bool = False  # it came as a PDF
    attachments: tuple[Attachment, ...] = field(default=())
    hints: tuple[str, ...] = ()  # what is worth telling and changes nothing
    compared: bool = False  # names, measures and notes were compared too: the paper's plan was here
    pages: str = "not_compared"  # of a PDF: "equal", "other", or "not_compared": its plan, or a font, is not here
    unknown_fonts: tuple[str, ...] = ()  # fonts of a PDF's pages whose letters nobody here can judge
    further: tuple[str, ...] = ()  # who signed a PDF after the unit
    sound: bool = False  # its own checks find nothing wrong, and it derives as its plan does; False = not known
    glance: tuple[int, str] | None = None  # revision and digest that its file says at a glance: `seal_order.order_said`

    @property
    def evidence(self) -> dict[str, Attachment]:
        """The embedded files that the return lists, by SHA-256; what it does not list is none of its evidence."""
        if self.filed is None:
            return {}
        inside = {hashlib.sha256(one.content).hexdigest(): one for one in self.attachments if one.name != BOOK_NAME}
        return {one.sha256: inside[one.sha256] for one in self.filed.evidence if one.sha256 in inside}

    @property
    def broken(self) -> bool:
        """True when a seal or the visible cells do not hold."""
        return bool(self.reasons)

    @property
    def code(self) -> str:
        """核对码 of the sealing key."""
        return keys.comparison_code(self.fingerprint) if self.fingerprint else ""
