"""Explanations over time: a written answer stays until the value or the rule changes, then it is asked again.

What a sufficient explanation is stands in `models.checks`; this module only tells whether a stored one still answers.
Source: DESIGN §2.5.
"""

import hashlib
from collections.abc import Iterable, Mapping

from models.checks import Finding
from models.sheet import Explanation

Stored = Mapping[str, tuple[Explanation, str]]  # key → the explanation and the fingerprint it was written for


def live_explanations(findings: Iterable[Finding], written: Stored) -> dict[str, Explanation]:
    """Return the explanations that answer a finding as it is now.

    One that was written for another value or rule is left out: it is asked again (DESIGN §2.5). An explanation kept
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


def joint_fingerprint(findings: Iterable[Finding]) -> str:
    """Return what changes when the value or the rule of any of these findings does."""
    prints = sorted(finding.fingerprint for finding in findings)
    return prints[0] if len(prints) == 1 else hashlib.sha256("\n".join(prints).encode()).hexdigest()[:16]
