"""One decorated function is one verb: its arguments, its help in every language, what its start loads."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.guards.worker import shared_worker
from models.basics.errors import AppError
from models.basics.messages import CHINESE, ENGLISH, catalogue, choose_language
from models.basics.version import VERSION, build_of_sources
from tests.flow.town import said_by
from ui.cli.office import papers
from ui.cli.run import run
from ui.cli.shared.base import FOLDERS, refuse_file_in_the_way
from ui.cli.shared.command import VERBS, Answer, Verb, add_verb, command
from ui.cli.shared.given import GIVEN, SharedOption
from ui.cli.shared.parser import FIRST_WORDS, UsageError, build_parser

ROOT = Path(__file__).resolve().parents[3]
MOST_MODULES = (
    18  # main, ui.basics.folders, ui.cli.run and its shared files, errors, messages, resources, system.files, rooms
)


@pytest.fixture
def probe() -> Iterator[argparse.ArgumentParser]:
    """A parser with one verb of every kind of parameter; nothing of it stays."""
    before = dict(VERBS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.cli.shared.command.help_of", lambda words, name: name)

        @command("probe", one_of=("loud", "count"))
        def probe_function(
            first: str, rest: tuple[Path, ...] = (), *, at: datetime | None = None, count: int = 3,
            from_: str | None = None, loud: bool = False, of_many: tuple[str, ...] = (),
        ) -> Answer:  # fmt: skip
            return Answer({"got": (first, rest, at, count, from_, loud, of_many)}, [])

        parser = argparse.ArgumentParser(exit_on_error=False)
        add_verb(parser, VERBS[("probe",)])
        yield parser
    VERBS.clear()
    VERBS.update(before)


def got(parser: argparse.ArgumentParser, *words: str) -> object:
    arguments = parser.parse_args(list(words))
    return arguments.verb.run(arguments).found["got"]


def test_a_signature_is_the_whole_declaration(probe: argparse.ArgumentParser) -> None:
    assert got(probe, "a") == ("a", (), None, 3, None, False, ())
    said = ["a", "b", "c", "--from", "x", "--of-many", "1", "2", "--of-many", "3", "--at", "2020-10-15T17:30"]
    found = got(probe, *said, "--loud")
    assert found == (
        "a",
        (Path("b"), Path("c")),
        datetime(2020, 10, 15, 9, 30, tzinfo=UTC),
        3,
        "x",
        True,
        ("1", "2", "3"),
    )
    assert got(probe, "a", "--count", "4")[3] == 4


def test_two_functions_cannot_be_one_verb(probe: argparse.ArgumentParser) -> None:
    def other() -> Answer:
        return Answer({}, [])

    other.__module__ = "elsewhere"
    with pytest.raises(ValueError, match=r"`probe` is declared twice"):
        command("probe")(other)


def test_two_options_of_which_one_may_be_given(probe: argparse.ArgumentParser) -> None:
    with pytest.raises((SystemExit, argparse.ArgumentError)):
        probe.parse_args(["a", "--loud", "--count", "4"])


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_every_verb_and_option_has_one_line_of_help(language: str) -> None:
    choose_language(language)
    try:
        build_parser(FIRST_WORDS)  # declares every verb
        build_parser([word for words in VERBS for word in words])  # a line that is missing is a KeyError
    finally:
        choose_language(None)
    assert len(VERBS) > 30
    assert all("\n" not in text for key, text in catalogue(language).items() if key.startswith("commands."))


def test_every_act_of_the_office_takes_the_time_and_the_person() -> None:
    """`issued` and `check` only look."""
    build_parser(FIRST_WORDS)
    named = [one for one in VERBS.values() if "Person" in _annotations(one) or "by" in one.parameters]
    acts = [one for one in named if one.words[0] == "office"]
    without = [one.words[1] for one in acts if "at" not in one.parameters and "Moment" not in _annotations(one)]
    assert (len(acts) > 25, without) == (True, [])


def _annotations(verb: Verb) -> set[str]:
    return {str(one.annotation) for one in verb.parameters.values()}


def test_no_line_of_help_belongs_to_an_option_that_is_gone() -> None:
    build_parser(FIRST_WORDS)
    used = {
        "options.verb",
        "options.data",
        "options.version",
        "options.json",
        *(f"{first}.about" for first in FIRST_WORDS),
    }
    for verb in VERBS.values():
        names = {
            option
            for one in verb.parameters.values()
            if one.annotation in GIVEN
            for option in GIVEN[one.annotation].options
        }
        names |= {name.rstrip("_") for name, one in verb.parameters.items() if one.annotation not in GIVEN}
        used |= {f"options.{name}" for name in names} | {".".join((*verb.words, name)) for name in (*names, "about")}
    lines = {key.removeprefix("commands.") for key in catalogue(CHINESE) if key.startswith("commands.")}
    assert {line for line in lines if not line.startswith("argparse.")} - used == set()


def test_version_and_build_are_told_to_support(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, told, _ = said_by("--version")
    assert code == 0
    assert told == f"碳报 {VERSION}，构建编号 {build_of_sources()}（由源代码直接运行）\n"
    (tmp_path / "build.txt").write_text("0123456789ab", "utf-8")  # as a package carries it
    monkeypatch.setattr("models.basics.version.RESOURCES", tmp_path)
    assert said_by("--version") == (0, f"碳报 {VERSION}，构建编号 0123456789ab\n", "")


def test_the_folder_said_before_the_verb_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (["--data", "here", "office", "status", "--period", "2020Q3"], "here"),
        (["office", "status", "--data", "there", "--period", "2020Q3"], "there"),
    ):
        assert build_parser(words).parse_args(words).data == Path(said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["office", "nonsense"], "没有 'nonsense'"),
        (["unit", "check"], "缺少 --period"),
        (["office", "status", "--period", "2020Q3", "--at", "noon"], "时间“noon”无法识别"),
        (["unit", "stamp", "a.pdf", "--period", "2020Q3", "--signed", "13.10."], "日期“13.10.”无法识别"),
        (["office", "contact", "电话\udcb5"], "“电话?”里有无法识别的字"),  # typed in a terminal of another encoding
        (
            ["office", "withdraw", "9" * 20, "--reason", "订正"],
            "不是 0 到 2147483647 的整数",
        ),  # more than a store can hold
        (["office", "issue", "2020Q3", "--out", "x", "--number", "-1"], "“-1”不是 0 到 2147483647 的整数"),
        (["office", "receipt", "--out=--"], "--out：后面要写一个值"),
        (["unit", "template", "--period", "2020Q3", "--out", "x", "--blank", "--filled"], "不能与 --blank 同时用"),
    ],
)
def test_wrong_usage_is_one_chinese_sentence_and_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError):
        build_parser(words).parse_args(words)
    assert run([*words, "--json"]) == 2
    told = capsys.readouterr()
    answer = json.loads(told.out)["error"]
    assert answer["code"] == "usage" and said in answer["message"] and answer["message"] in told.err
    assert told.err.startswith("用法：") and "the following" not in told.err


def loaded(words: list[str]) -> set[str]:
    script = (
        f"import contextlib, io, sys, main\nwith contextlib.redirect_stdout(io.StringIO()): main.main({words!r})\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stderr.split() if name.partition(".")[0] in {"main", "ui", "forms", "models"}}


def test_help_loads_only_what_argparse_needs() -> None:
    found = loaded(["--help"])
    assert len(found) <= MOST_MODULES, sorted(found)
    assert not [name for name in found if name.startswith(("forms", "ui.cli.office", "ui.cli.unit"))]


@pytest.mark.parametrize("first", ["office", "unit", "plan"])
def test_help_of_a_group_loads_its_declarations_and_no_room_below(first: str) -> None:
    found = loaded([first, "--help"])
    rooms = {name.partition(".")[2].partition(".")[0] for name in found if name.startswith("models.")}
    assert rooms == {"basics", "system"} and not [name for name in found if name.startswith("forms")], sorted(found)


def test_a_console_of_code_page_936_gets_utf8_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a Chinese Windows sets for its console has no ₂: it would end a command with an error of Python's."""
    written = {name: io.BytesIO() for name in ("stdout", "stderr")}
    for name, raw in written.items():
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding="cp936"))
    assert run(["plan", "PM₂.₅㎡🌲"]) == 2
    sys.stderr.flush()
    assert "PM₂.₅㎡🌲" in written["stderr"].getvalue().decode("utf-8")


def test_a_file_where_a_folder_is_to_be_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    """Not even the workspace is opened, or a file that was named looked for."""
    build_parser(FIRST_WORDS)
    outs = [(verb, name) for verb in VERBS.values() for name in FOLDERS if name in verb.parameters]
    assert len(outs) > 30
    (file := tmp_path / "报表").write_text("x", "utf-8")
    for verb, name in outs:
        for place in (file, file / "inside", file / "inside.xlsx"):
            with pytest.raises(AppError, match="out_is_file"):
                verb.run(argparse.Namespace(**{name: place}))
    assert file.read_text("utf-8") == "x"


def test_a_file_of_the_name_that_is_to_be_written_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "方案.xlsx").write_bytes(b"x")
    for name in ("方案.xlsx", "说明.md", "new", ""):
        refuse_file_in_the_way(tmp_path / name, "FileOrFolder")
    with pytest.raises(AppError):
        refuse_file_in_the_way(tmp_path / "方案.xlsx", "Path")


def test_a_verb_that_opens_papers_has_its_worker_before_a_workspace_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = shared_worker()
    worker.close()
    monkeypatch.setitem(GIVEN, "Opened", SharedOption({}, lambda _: worker.is_running))

    def probe(office: Opened) -> Answer:  # type: ignore[name-defined]  # noqa: F821
        return Answer({"running": office}, [])

    assert Verb(("probe",), probe, opens=True).run(argparse.Namespace()).found == {"running": True}
    worker.close()
    assert Verb(("probe",), probe).run(argparse.Namespace()).found == {"running": False}
    assert VERBS["office", "receive"].opens and VERBS["office", "receive"].function is papers.receive
