"""A value recomputed, held against its target: the verdict and what it waits for."""

from decimal import ROUND_HALF_EVEN, Decimal

from tests.models.city.recomputed.document import (
    ASKED,
    AT_MOST,
    MONTHS,
    PACED,
    TARGETS,
    WHOLE_VALUE,
    YEAR_ONLY,
    Found,
    Said,
)


def rounded(value: Decimal, places: int) -> Decimal:
    """GB/T 8170: half to even."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def compared(name: str, value: Decimal) -> Decimal:
    """The value as it is held against its target."""
    if name in WHOLE_VALUE:
        return value
    return rounded(value, 0 if name == "Q08" else 2)


def judged(
    said: Said, name: str, value: Decimal | None, otherwise: Decimal | None, *, coverage: str, waits: set[str] | frozenset[str],
    complete: bool | None = None,
) -> Found:  # fmt: skip
    shown = None if value is None else compared(name, value)
    if waits:
        return Found(shown, coverage, "pending")
    if shown is None:
        return Found(None, coverage, "not_evaluable")
    asked = name in ASKED[said.period]
    everybody = (complete if complete is not None else True) and asked
    reached_anyway = name in ("Q06", "Q14") and shown >= Decimal(TARGETS[name])
    if asked and not everybody and not reached_anyway:
        return Found(shown, coverage, "not_evaluable")
    verdict = verdict_of(said, name, shown)
    if otherwise is not None and verdict_of(said, name, compared(name, otherwise)) != verdict:
        return Found(shown, coverage, "pending")
    return Found(shown, coverage, verdict)


def verdict_of(said: Said, name: str, value: Decimal) -> str:
    target = Decimal(TARGETS[name])
    good = value <= target if name in AT_MOST else value >= target
    dated = name in ("Q17", "Q18") and said.period in ("2020-11", "2020Y初步", "2020Y核定")
    if said.period.startswith("2020Y") or dated:
        return "met" if good else "missed"
    if name in YEAR_ONLY:
        return "not_evaluable"
    if good:
        return "reached"
    if name in PACED:
        months = 11 if name in ("Q17", "Q18") else 12
        return "on_track" if value >= target * MONTHS[said.period] / months else "behind"
    return "behind"
