"""Reason: why a file is not taken, by its check and place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the check it falls under, the place if there is one, and one sentence."""

    check: str
    item: str | None
    message: str

    def as_dict(self) -> dict[str, str | None]:
        """Return it as the command line and the register write it."""
        return {"check": self.check, "item": self.item, "message": self.message}


def reason(check: str, item: str | None, message: str) -> Reason:
    """Return a reason."""
    return Reason(check, item, message)
