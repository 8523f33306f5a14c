"""Words: the one place that turns a key and facts into a Chinese sentence.

Texts live in `resources/messages/<language>/*.toml`, one file for each place that speaks (errors, papers, cli …);
`say("papers.program")` reads key `program` of `papers.toml`. Papers and screens need the same words, so this
stands below both. Findings speak with the plan's own templates (`fill`).
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from models.errors import AppError, MachineError

MESSAGES = Path(__file__).resolve().parent.parent / "resources" / "messages"
LANGUAGE = "zh_CN"
_BLANK = re.compile(r"\{([^{}]+)\}")


@cache
def catalogue(language: str = LANGUAGE) -> Mapping[str, str]:
    """Return every text of a language as `file.key` → text; nested tables join their keys with dots."""
    texts: dict[str, str] = {}
    for path in sorted((MESSAGES / language).glob("*.toml")):
        _collect(path.stem.split("-")[0], tomllib.loads(path.read_text("utf-8")), texts)
    return texts


def _collect(prefix: str, table: Mapping[str, object], texts: dict[str, str]) -> None:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            _collect(name, value, texts)
        else:
            texts[name] = str(value)


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Put facts into the `{name}` blanks of a template; a blank without a fact stays visible.

    Plain replacement in one pass, never str.format: plan files, which anybody may write, hold templates, and a fact may
    itself be a text with braces that a clerk has typed.
    """
    return _BLANK.sub(lambda blank: str(facts.get(blank[1], blank[0])), template)


def say(key: str, **facts: object) -> str:
    """Return the text of a key with its blanks filled. Raises KeyError for a key that no message file has."""
    return fill(catalogue()[key], facts)


def sentence(error: AppError | MachineError) -> str:
    """Return the one plain sentence that tells a person what is wrong and the way out."""
    return say(f"errors.{error.code}", **error.facts)
