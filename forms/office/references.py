"""References: the return or key a person means by eight figures or more of its digest, or by its 核对码."""

from collections.abc import Iterable

from forms.seals.keys.certificates import same_code
from models.basics.errors import AppError

SHORTEST = 8  # figures of a digest or fingerprint


def digest_named(known: Iterable[str], text: str) -> str:
    """Return the one digest that begins with a text (its 校验码, in groups or not). Raises "no_such_digest"."""
    matches = {digest for digest in known if _begins(digest, text)}
    if len(matches) != 1:
        raise AppError("no_such_digest", 摘要=text)
    return matches.pop()


def key_named(fingerprints: Iterable[str], text: str, unit: str) -> str:
    """Return the one fingerprint that begins with a text or has it as 核对码. Raises "no_such_key" of a unit's name."""
    matches = {one for one in fingerprints if _begins(one, text) or same_code(text, one)}
    if len(matches) != 1:
        raise AppError("no_such_key", 单位=unit, 核对码=text)
    return matches.pop()


def _begins(full: str, text: str) -> bool:
    figures = "".join(text.split()).replace(":", "").replace("-", "").lower()
    return len(figures) >= SHORTEST and full.startswith(figures)
