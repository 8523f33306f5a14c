"""Parser: the argparse parser of the whole command line, its errors and headings in the language in use."""

import argparse
import importlib
import pkgutil
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from models.basics.messages import CHINESE, language_in_use, say, text_of
from ui.cli.shared.command import VERBS, add_verb, help_of

FIRST_WORDS = ("demo", "plan", "office", "unit", "verify", "fonts", "guide")  # each is a module or a package of ui/cli


class UsageError(Exception):
    """Wrong arguments: the sentence for a person, and the usage of the verb."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class _TellVersion(argparse.Action):
    """`--version`: version and build, for support; a program run from source answers the hash of its files."""

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        from models.basics.version import VERSION, build, build_of_sources

        made = build()
        key = "cli.version" if made else "cli.version_of_sources"
        print(say(key, 版本=VERSION, 编号=made or build_of_sources()))  # noqa: T201
        parser.exit()


class _NotNamed:
    """In place of the parser of a word nobody typed: it is a line of help and nothing else."""

    def __init__(self, **_: object) -> None:
        """Take what a parser would be made from."""


class _CommandParser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(say("cli.usage_error", 原因=message), self.format_usage())

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:  # noqa: ANN401 - as argparse has it
        """Refuse `--out=--`: argparse drops the word and hands on a list of nothing in place of the value."""
        if action.option_strings and "--" in arg_strings:
            raise argparse.ArgumentError(action, _translated("expected one argument"))
        return super()._get_values(action, arg_strings)


def build_parser(words: Sequence[str]) -> ArgumentParser:
    """Return the parser for these arguments: only modules of the first words they name are loaded.

    Of their verbs only those that are named have a parser: argparse takes longer to make forty than to read the words.
    """
    argparse._ = _translated  # type: ignore[attr-defined]  # argparse looks its own texts up by this name
    called = Path(sys.executable).stem if getattr(sys, "frozen", False) else "main.py"
    parser = _CommandParser(prog=called, description=say("cli.about"))
    parser.add_argument("--data", type=Path, help=help_of((), "data"))
    parser.add_argument("--version", action=_TellVersion, nargs=0, help=help_of((), "version"))
    found = parser.add_subparsers(metavar=help_of((), "verb"), parser_class=_parser_of_named(words))
    for first in FIRST_WORDS:
        below = found.add_parser(first, help=help_of((first,), "about"), description=help_of((first,), "about"))
        if first in words:
            _load(f"ui.cli.{first}")
            _add_verbs(below, first, words)
    return parser


def _load(name: str) -> None:
    """Import a module, and those of a package, so that their commands are declared."""
    module = importlib.import_module(name)
    for one in pkgutil.iter_modules(getattr(module, "__path__", ())):
        importlib.import_module(f"{name}.{one.name}")


def _parser_of_named(words: Sequence[str]) -> Any:  # noqa: ANN401 - argparse says a class, and calls it
    def made(prog: str, **about: Any) -> object:  # noqa: ANN401
        return (_CommandParser if prog.rsplit(" ", 1)[-1] in words else _NotNamed)(prog=prog, **about)

    return made


def _add_verbs(parser: ArgumentParser, first: str, words: Sequence[str]) -> None:
    if (first,) in VERBS:
        add_verb(parser, VERBS[(first,)])
        return
    made = _parser_of_named(words)
    found = parser.add_subparsers(required=True, metavar=help_of((), "verb"), parser_class=made)
    for verb in (one for one in VERBS.values() if one.words[0] == first):
        about = help_of(verb.words, "about")
        below = found.add_parser(verb.words[1], help=about, description=about)
        if verb.words[1] in words:
            add_verb(below, verb)


def _translated(text: str) -> str:
    """Return a text of argparse in the language in use; English is its own."""
    return text_of(CHINESE, f"commands.argparse.{text}") or text if language_in_use() == CHINESE else text
