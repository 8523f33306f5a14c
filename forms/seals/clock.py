"""Clock: whether the time a signer's computer gave for a seal is possible.

No time stamp from outside stands in our papers, so the time is only what the signer's own clock said. It decides
nothing; where it cannot be right the unit is told before it seals, the office when it receives, a reader in `verify`.
"""

from datetime import UTC, datetime, timedelta

from forms.seals.keys import keys
from models.basics.messages import CHINESE, say_in
from models.basics.period import PLAN_ZONE

DRIFT = timedelta(hours=24)  # what a clock may be ahead of the reader's without a word


def clock_hints(
    signed_at: datetime | None,
    *,
    certificate: bytes = b"",
    certified_from: datetime | None = None,
    last_entry: datetime | None = None,
    received_at: datetime | None = None,
) -> tuple[str, ...]:
    """Return a sentence for each thing the sealing time contradicts; none for a time that is possible or not known.

    `certificate` is PEM or DER, b"" = not known; `certified_from`: when it begins, where that is known without it;
    `last_entry` the last change of the sheet; `received_at` when the paper was in the reader's hands.
    """
    if signed_at is None:
        return ()
    begun = keys.certificate_from_bytes(certificate).not_valid_before_utc if certificate else certified_from
    found: list[tuple[str, datetime]] = []
    if begun is not None and signed_at < begun:
        found.append(("clock_before_certificate", begun))
    if last_entry is not None and signed_at.replace(microsecond=0) < last_entry.replace(microsecond=0):
        found.append(("clock_before_entry", last_entry))
    if received_at is not None and signed_at > received_at + DRIFT:
        found.append(("clock_after_reception", received_at))
    return tuple(say_in(CHINESE, f"errors.{key}", 签署=_shown(signed_at), 时间=_shown(at)) for key, at in found)


def _shown(at: datetime) -> str:
    return f"{(at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(PLAN_ZONE):%Y-%m-%d %H:%M}"
