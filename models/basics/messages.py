"""Words: the one place that turns a key and facts into a sentence of the language people have chosen.

Texts live in `resources/messages/<language>/*.toml`, one file for each place that speaks (errors, papers, cli …);
`say("papers.program")` reads key `program` of `papers.toml`. Papers and screens need the same words, so this
stands below both. Findings speak with the plan's own templates (`fill`).

The language is chosen once, at the start: the environment variable TANBAO_LANGUAGE, else what the window remembers,
else Chinese. It is the language of the window and the command line only. What stands on a paper, in an entry form, in
the office's ledger and receipts, in a letter or in the name of a file, and what is read back from a file, is Chinese
in every language, and so is what completes the plan's own sentences (findings). Such a key has no text in another
language, and `say` takes the Chinese one; a key that serves both is said on a paper with `say_in(CHINESE, …)`.
tests/test_messages.py lists those keys and finds any other that a language lacks.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache

from models.basics.errors import AppError, MachineError
from models.basics.resources import RESOURCES

MESSAGES = RESOURCES / "messages"
CHINESE, ENGLISH = LANGUAGES = ("zh_CN", "en")
LANGUAGE_VARIABLE = "TANBAO_LANGUAGE"
_BLANK = re.compile(r"\{([^{}]+)\}")


_chosen = [CHINESE]


def language_in_use() -> str:
    """Return the language in use, one of LANGUAGES."""
    return _chosen[0]


def choose_language(wanted: object) -> str:
    """Use the language of TANBAO_LANGUAGE, else the wanted one, else Chinese; return it. Called once, at the start."""
    offered = (os.environ.get(LANGUAGE_VARIABLE), wanted, CHINESE)
    _chosen[0] = next(str(one) for one in offered if one in LANGUAGES)
    return _chosen[0]


@cache
def catalogue(language: str = CHINESE) -> Mapping[str, str]:
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
    return say_in(language_in_use(), key, **facts)


def say_in(language: str, key: str, /, **facts: object) -> str:
    """Return the text of a key in a language, in Chinese where the language has none. Raises KeyError as `say`."""
    return fill(catalogue(language).get(key) or catalogue(CHINESE)[key], facts)


def sentence(error: AppError | MachineError) -> str:
    """Return the one plain sentence that tells a person what is wrong and the way out."""
    return sentence_in(language_in_use(), error)


def sentence_in(language: str, error: AppError | MachineError) -> str:
    """Return the sentence of an error in a language; in Chinese for whatever the ledger or a receipt keeps."""
    return say_in(language, f"errors.{error.code}", **error.facts)
