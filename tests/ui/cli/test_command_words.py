"""Words of the command line stay on the command line: no sentence a window may say names a verb or an option of it."""

import re
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.messages import CHINESE, COMMAND_LINE, LANGUAGES, by_command_line, catalogue, say, sentence, text_of

ROOT = Path(__file__).resolve().parents[3]
HERE = catalogue(CHINESE)
OF_COMMANDS = (
    "commands.",
    f"{COMMAND_LINE}.",
    "plan_guide.",
    "first_page.",
)  # help, own sentences, two papers for whoever uses commands
ELSEWHERE = {
    "errors.no_display": "said where no window can open",
    "papers.archive.check": "stands in an archive, for whoever unpacks it without the program",
}
VERBS = sorted(
    {key.split(".")[1:-1][-1] for key in HERE if re.fullmatch(r"commands\.(office|unit|plan)\.[\w-]+\.about", key)}
)
NAMED = re.compile(
    rf"(?<![\w-])(?:office|unit|plan) (?:{'|'.join(one.replace('_', '-') for one in VERBS)})(?![\w-])"
    r"|(?<![\w-])--[a-z]|main\.py|TANBAO_|命令行|[Cc]ommand line|\{命令\}|“(?:verify|demo|guide|fonts)”"
)


def _only_commands_say() -> set[str]:
    """Keys that stand in `ui/cli` and nowhere else in the program."""
    sources = {
        path: path.read_text("utf-8") for room in ("models", "forms", "ui") for path in (ROOT / room).rglob("*.py")
    }
    inside = {path for path in sources if path.is_relative_to(ROOT / "ui" / "cli")}
    quoted = {
        path: set(re.findall(r'"([^"\n]*)"', text)) | set(re.findall(r"'([^'\n]*)'", text))
        for path, text in sources.items()
    }
    there = set().union(*(quoted[path] for path in inside))
    others = set().union(*(words for path, words in quoted.items() if path not in inside))
    names = {key: {key, key.removeprefix("errors.")} for key in HERE}
    return {key for key, known in names.items() if known & there and not known & others}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_window_names_a_command(language: str) -> None:
    assert len(VERBS) > 30
    own = _only_commands_say()
    found = {
        key: text
        for key, text in catalogue(language).items()
        if not key.startswith(OF_COMMANDS) and key not in own and key not in ELSEWHERE and NAMED.search(text)
    }
    assert found == {}


def test_the_command_line_has_a_way_out_of_its_own_for_sentences_that_are_there() -> None:
    own = {key: key.removeprefix(f"{COMMAND_LINE}.") for key in HERE if key.startswith(f"{COMMAND_LINE}.")}
    assert len(own) > 15 and [key for key, whole in own.items() if whole not in HERE] == []
    alike = [key for key, whole in own.items() if not NAMED.search(HERE[key]) or HERE[key] == HERE[whole]]
    assert alike == [], "it says what everybody says"


def test_each_face_says_its_own_way_out() -> None:
    error = AppError("no_score_rules")
    assert "office score-rules" not in sentence(error) and "考核评分" in sentence(error)
    with by_command_line():
        assert sentence(error) == text_of(CHINESE, f"{COMMAND_LINE}.errors.no_score_rules")
        assert say("cli.sound") == HERE["cli.sound"]
    assert "office score-rules" not in sentence(error), "only while a command runs"
