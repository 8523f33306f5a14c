"""Command: one decorator makes a verb of the command line from a function's signature.

    @command("office export")
    def export(office: OfficeWorkspace, digest: str, *, out: Path) -> Answer:

A positional parameter is an argument, a keyword-only one an option (`from_` is `--from`); one with a default may be
left out, a `bool` is a switch, a `tuple[…]` takes several. The annotation is read as text (`from __future__ import
annotations`) and never evaluated, so that a type of a heavy room costs no import: `VALUES` says how a word becomes a
value, `given.GIVEN` which parameters the command line supplies by itself (an opened workspace, the passphrase, the
person who acts) and by which shared options. The help of a verb and of each option is one line in commands.toml:
`office.export.about`, `office.export.digest`, or `options.out` for an option that means the same everywhere. A missing
line is a KeyError when the parser is built.
"""

import argparse
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from models.basics.messages import CHINESE, say, text_of
from ui.cli.shared.base import DONE, FOLDERS, refuse_file_in_the_way
from ui.cli.shared.given import GIVEN

if TYPE_CHECKING:
    from inspect import Parameter


class Answer(NamedTuple):
    """What a command found: the document of `--json`, the lines for a person, and the exit code."""

    found: Mapping[str, object]
    lines: Sequence[str]
    code: int = DONE


F = TypeVar("F", bound=Callable[..., Answer])


class Verb(NamedTuple):
    """One verb: its words (`office pack`), its function, and options of which at most one may be given.

    `opens`: it opens papers, all in the worker, which is started before anything else is. `one_plan`: it changes or
    gives out what is one plan's, and names no period by itself: where several plans are, one has to be named. `once`:
    what is recorded so already is not recorded again, and the answer says so.
    """

    words: tuple[str, ...]
    function: Callable[..., Answer]
    one_of: tuple[str, ...] = ()
    opens: bool = False
    one_plan: bool = False
    once: bool = False

    @property
    def parameters(self) -> "Mapping[str, Parameter]":
        """The parameters of the function, by name."""
        import inspect

        return inspect.signature(self.function).parameters

    def run(self, arguments: Namespace) -> Answer:
        """Call the function with what was typed and what the command line supplies, once it can write where it is to.

        Raises AppError as `refuse_file_in_the_way`, and whatever the function raises.
        """
        for name, one in self.parameters.items():
            place = getattr(arguments, name, None)
            if isinstance(place, Path) and (name in FOLDERS or str(one.annotation).startswith("FileOrFolder")):
                refuse_file_in_the_way(place, one.annotation)
        if self.opens:
            _prepare_worker()
        values = {
            name: GIVEN[one.annotation].read(arguments) if one.annotation in GIVEN else _typed(arguments, name, one)
            for name, one in self.parameters.items()
        }
        return self._once(arguments, values) if self.once else self.function(**values)

    def _once(self, arguments: Namespace, values: Mapping[str, object]) -> Answer:
        """Do it, and say whether something was recorded: `repeated` is true where all of it stood there before."""
        acts = arguments.workspace.store.acts
        before = acts.head()
        found, lines, code = self.function(**values)
        repeated = acts.head() == before
        return Answer({**found, "repeated": repeated}, [*([say("cli.repeated")] if repeated else []), *lines], code)


def _prepare_worker() -> None:
    """Let the worker load what opens papers while this process loads what decides on them, and opens a workspace."""
    from forms.guards.worker import shared_worker
    from forms.opening import READER

    shared_worker().prepare(READER)


_LARGEST = 2**31 - 1  # of a number that is typed: none that counts or numbers anything comes near

VERBS: dict[tuple[str, ...], Verb] = {}


def command(
    words: str, *, one_of: Sequence[str] = (), opens: bool = False, one_plan: bool = False, once: bool = False
) -> Callable[[F], F]:
    """Make a function the verb of these words; `one_of` names options of which at most one may be given.

    `opens`, `one_plan`, `once`: as `Verb` has them.
    """

    def declare(function: F) -> F:
        if any(not isinstance(one, str) for one in function.__annotations__.values()):
            raise TypeError(f"{function.__module__} needs `from __future__ import annotations`")
        before = VERBS.get(tuple(words.split()))
        if before is not None and before.function.__module__ != function.__module__:
            raise ValueError(f"`{words}` is declared twice: {before.function.__module__} and {function.__module__}")
        verb = Verb(
            words=tuple(words.split()),
            function=function,
            one_of=tuple(one_of),
            opens=opens,
            one_plan=one_plan,
            once=once,
        )
        VERBS[verb.words] = verb
        return function

    return declare


def _moment(text: str) -> datetime:
    from models.basics.errors import AppError
    from models.basics.period import parse_time

    try:
        return parse_time(text)
    except AppError as error:
        raise ArgumentTypeError(say("cli.bad_time", 原文=text)) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(say("cli.bad_day", 原文=text)) from error


def _words(text: str) -> str:
    """A text without what nobody sees; one from a terminal of another encoding has halves of signs in it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArgumentTypeError(say("cli.bad_text", 原文=text.encode("utf-8", "replace").decode())) from error
    if text.isprintable():
        return text
    from models.sheet.explanation import written_words

    return written_words(text)  # a control sign that came along from a page that was copied


def _whole(text: str) -> int:
    with suppress(ValueError):
        if 0 <= (number := int(text)) <= _LARGEST:
            return number
    raise ArgumentTypeError(say("cli.bad_whole", 原文=text, 最大=_LARGEST))


VALUES: Mapping[str, Callable[[str], object]] = {
    "str": _words, "int": _whole, "Path": Path, "FileOrFolder": Path, "datetime": _moment, "date": _day,
}  # fmt: skip


def _typed(arguments: Namespace, name: str, parameter: "Parameter") -> object:
    value = getattr(arguments, name)
    if name == "by" and value:  # who acts where no workspace is open yet
        from models.sheet.explanation import require_line

        return require_line(value, "field.by")
    return tuple(value) if str(parameter.annotation).startswith("tuple[") else value


def add_verb(parser: ArgumentParser, verb: Verb) -> None:
    """Give a parser the arguments and options of a verb."""
    parser.set_defaults(verb=verb)
    parser.add_argument("--json", action="store_true", help=help_of(verb.words, "json"))
    either = parser.add_mutually_exclusive_group() if verb.one_of else parser
    for name, one in verb.parameters.items():
        if one.annotation in GIVEN:
            for option, kind in GIVEN[one.annotation].options.items():
                _add_option(parser, verb, option, kind, None)
        elif one.kind is one.KEYWORD_ONLY:
            _add_option(either if name in verb.one_of else parser, verb, name, one.annotation, one.default)
        else:
            _add_argument(parser, verb, name, one)


def _add_argument(parser: ArgumentParser, verb: Verb, name: str, one: "Parameter") -> None:
    kind, several = _kind(one.annotation)
    needed = one.default is one.empty
    many = {"nargs": "+" if needed else "*"} if several else {} if needed else {"nargs": "?"}
    default = None if needed else one.default
    parser.add_argument(name, type=VALUES[kind], default=default, help=help_of(verb.words, name), **many)  # type: ignore[arg-type]


def _add_option(
    parser: "ArgumentParser | argparse._ActionsContainer", verb: Verb, name: str, annotation: str, default: object
) -> None:
    from inspect import Parameter

    plain = name.rstrip("_")
    option, words = f"--{plain.replace('_', '-')}", help_of(verb.words, plain)
    kind, several = _kind(annotation)
    needed = default is Parameter.empty
    if name == "data":  # said before the verb it holds too
        default = argparse.SUPPRESS
    if kind == "bool":
        parser.add_argument(option, dest=name, action="store_true", help=words)
    elif several:
        parser.add_argument(
            option,
            dest=name,
            type=VALUES[kind],
            nargs="+",
            action="extend",
            required=needed,
            default=[] if needed else list(default),  # type: ignore[call-overload]
            help=words,
        )
    else:
        parser.add_argument(
            option, dest=name, type=VALUES[kind], required=needed, default=None if needed else default, help=words
        )


def _kind(annotation: object) -> tuple[str, bool]:
    """Return the name in VALUES (or "bool") that an annotation stands for, and whether it takes several."""
    text = str(annotation).removesuffix(" | None")
    several = text.startswith("tuple[")
    return text.removeprefix("tuple[").removesuffix(", ...]"), several


def help_of(words: Sequence[str], name: str) -> str:
    """Return the one line of help for an option of a verb, or with "about" for the verb. Raises KeyError."""
    own = ".".join(("commands", *words, name))
    return say(own if text_of(CHINESE, own) else f"commands.options.{name}").replace("%", "%%")
