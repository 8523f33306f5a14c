"""Codes: the 核对码 of a key and the 校验码 of a paper as people compare them.

The libraries of keys are loaded when the first 核对码 is shown.
"""

from forms.wording.paper_texts import check_code

SHORT = 9  # signs: two groups of four


def comparison_code(fingerprint: str) -> str:
    """Return the 核对码 of a key's fingerprint, in groups of four."""
    from forms.seals.keys.certificates import comparison_code as code

    return code(fingerprint)


def short_code(digest: str) -> str:
    """Return how the 校验码 of a paper begins, as it is printed: two groups of four."""
    return check_code(digest)[:SHORT]
