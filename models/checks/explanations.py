"""Explanations over time: a written answer stays until the value or the rule changes, then it is asked again.

Also the reason codes (原因类别) an explanation may be filed under, so that the office can sort hundreds of them. What a
sufficient explanation is stands in `models.checks.run`.
"""

import hashlib
from collections.abc import Iterable, Mapping

from models.basics.messages import CHINESE, language_in_use, text_of
from models.checks.findings import Finding
from models.sheet.explanation import Explanation

REASONS = (
    "project", "season", "market", "policy", "scope", "base", "source", "event", "correction", "estimate", "other",
)  # fmt: skip
Stored = Mapping[str, tuple[Explanation, str]]  # key → the explanation and the fingerprint it was written for


def live_explanations(findings: Iterable[Finding], written: Stored) -> dict[str, Explanation]:
    """Return the explanations that answer a finding as it is now.

    One that was written for another value or rule is left out: it is asked again. An explanation kept
    without a fingerprint answers whatever its key names.
    """
    answered: dict[str, list[Finding]] = {}
    for finding in findings:
        for key in finding.keys:
            if key in written:
                answered.setdefault(key, []).append(finding)
    return {
        key: written[key][0] for key, found in answered.items() if written[key][1] in ("", joint_fingerprint(found))
    }


def reason_name(code: str, *, on_paper: bool = False) -> str:
    """Return what a reason code means, in Chinese on a paper; a code of another program's making stays as it stands."""
    return text_of(CHINESE if on_paper else language_in_use(), f"reasons.{code}") or code


def joint_fingerprint(findings: Iterable[Finding]) -> str:
    """Return what changes when the value or the rule of any of these findings does."""
    prints = sorted(finding.fingerprint for finding in findings)
    return prints[0] if len(prints) == 1 else hashlib.sha256("\n".join(prints).encode()).hexdigest()[:16]
