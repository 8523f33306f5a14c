"""Codes: the 核对码 of a key as people compare it. The libraries of keys are loaded when the first one is shown."""


def comparison_code(fingerprint: str) -> str:
    """Return the 核对码 of a key's fingerprint, in groups of four."""
    from forms.seals.keys.certificates import comparison_code as code

    return code(fingerprint)
