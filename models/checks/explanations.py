"""Explanations over time: a written answer stays until the value or the rule changes, then it is asked again.

Also the reason codes (原因类别) an explanation may be filed under, so that the office can sort hundreds of them. What a
sufficient explanation is stands in `models.checks.run`.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from models.basics.messages import CHINESE, language_in_use, text_of
from models.checks.findings import Finding
from models.sheet.explanation import Explanation

REASONS = (
    "project", "season", "market", "policy", "scope", "base", "source", "event", "correction", "estimate", "other",
)  # fmt: skip
Stored = Mapping[str, tuple[Explanation, str]]  # key → the explanation and the fingerprint it was written for


def live_explanations(findings: Iterable[Finding], written: Stored) -> dict[str, Explanation]:
    """Return the explanations that answer a finding as it is now.

    One that was written for another value or rule is left out: it is asked again; one for all rows of a register only
    where the rule is another. An explanation kept without a fingerprint answers whatever its key names.
    """
    answered: dict[str, list[Finding]] = {}
    spoken_of = {key.partition("@")[0] for key in written}  # few checks of the thousands of findings there may be
    for finding in findings:
        for key in finding.keys if finding.check.id in spoken_of else ():
            if key in written:
                answered.setdefault(key, []).append(finding)
    return {
        key: written[key][0]
        for key, found in answered.items()
        if written[key][1] in ("", fingerprint_of(key, found), _of_values(found))  # the last: of earlier versions
    }


def reason_name(code: str, *, on_paper: bool = False) -> str:
    """Return what a reason code means, in Chinese on a paper; a code of another program's making stays as it stands."""
    return text_of(CHINESE if on_paper else language_in_use(), f"reasons.{code}") or code


def fingerprint_of(key: str, findings: Sequence[Finding]) -> str:
    """Return what an explanation is kept with, of the findings its key answers: "" where there are none.

    It changes when the value or the rule of any of them does. Words for all rows of a register (`check@register`) are
    about the rule: they stay when one of the rows is corrected and when another breaks it.
    """
    if findings and all(speaks_of_register(key, finding) for finding in findings):
        return findings[0].rule_fingerprint
    return _of_values(findings) if findings else ""


def speaks_of_register(key: str, finding: Finding) -> bool:
    """True for a key under which all rows of the register a finding lies in are explained at once."""
    return key != finding.key and key in finding.register_keys


def _of_values(findings: Iterable[Finding]) -> str:
    prints = sorted(finding.fingerprint for finding in findings)
    return prints[0] if len(prints) == 1 else hashlib.sha256("\n".join(prints).encode()).hexdigest()[:16]
