"""Reason: why a file is not taken, by its check and place."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, replace

from models.basics.errors import AppError
from models.basics.messages import CHINESE, sentence_in
from models.basics.records import dataclass
from models.plan.plan import Plan


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
