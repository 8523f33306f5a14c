"""The guide names what is there: names in quotation marks, commands with their options, keys."""

import re

import pytest

from models.basics.messages import CHINESE, catalogue, with_words
from models.basics.resources import RESOURCES
from models.help.guide_pages import BOOKLETS, GuidePage
from ui.cli.shared.command import VERBS
from ui.cli.shared.parser import FIRST_WORDS, build_parser
from ui.guide.guide_window import PLAN_FORMAT, pages

QUOTED = re.compile(r"“([^”]+)”")
TEXTS = with_words("\n".join(catalogue(CHINESE).values())).replace("“", "").replace("”", "")
SAID = {  # quoted, and no text of a message: what somebody types or writes, and figures of a plan
    "500亩",
    "活动场次",
    "淘汰辆数",
    "8月某某安置点集中竣工验收，面积一次计入，见住建局台账第12至15行",
}
PAGES = [page for page in pages(CHINESE) if page.key != PLAN_FORMAT]


@pytest.mark.parametrize("page", PAGES, ids=[page.key for page in PAGES])
def test_every_name_in_quotation_marks_is_a_text_of_the_program(page: GuidePage) -> None:
    named = {part.rstrip("…") for name in QUOTED.findall(page.text) for part in name.split("—")}
    assert sorted(name for name in named if name not in TEXTS and name not in SAID) == []


COMMAND = re.compile(r"`([^`]+)`")
OPTION = re.compile(r"--[a-z-]+")
KEY = re.compile(r"\*\*((?:(?:Ctrl|Shift|Alt)\+)*(?:[A-Z]|F\d+|Enter|Tab|Esc|Space|Delete|Left|Right))\*\*")
ROW = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)
TOLD = re.compile(r"[A-Z][A-Za-z\d+;]*")
NO_COMMANDS = {
    "tanbao-",
    "tanbao.db",
    "backups",
    "/ALLUSERS /S",
    "--data 文件夹",
}  # a file, a folder, the installer's, the window's


def test_every_command_in_the_guide_is_one_with_its_options() -> None:
    build_parser(FIRST_WORDS)
    said = {code for page in PAGES for code in COMMAND.findall(page.text)} - NO_COMMANDS
    assert len(said) > 10
    for code in said:
        words = tuple(word for word in code.split() if word.isascii() and not word.startswith("-"))
        verb = VERBS[words[:2] if words[:2] in VERBS else words[:1]]
        options = {f"--{name.rstrip('_')}" for name in verb.parameters}
        assert set(OPTION.findall(code)) <= options, code
    assert "/ALLUSERS /S" in (RESOURCES.parent / "build/package/installer.nsi").read_text("utf-8")


def told_keys(page: str) -> list[str]:
    """The keys of a page of keys, also of a row that tells of two; what is done with a selection is no key."""
    return [key for row in ROW.findall(page) for key in row.split("、") if TOLD.fullmatch(key)]


def test_every_key_a_page_of_the_guide_names_stands_on_its_page_of_keys() -> None:
    """Whether the program hears those is tested where its windows are: tests/ui/guide, tests/ui/office."""
    texts = {page.key: page.text for page in PAGES}
    unit, office = (set(told_keys(texts[key])) for key in ("9-keys", "961-office-keys"))
    for key, text in texts.items():
        named = set(KEY.findall(text))
        assert named <= (office if key in BOOKLETS["office"] else unit), (key, named - office, named - unit)
