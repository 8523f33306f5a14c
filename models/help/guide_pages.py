"""Guide pages: the pages of resources/guide, for the guide window and for the booklets on paper, and which booklet
holds which.

A page is plain Markdown; its first heading is its title. Its key is the file's name without ending, and keys sort the
pages as the window lists them, whatever folder they lie in (unit, office, both).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from models.basics.messages import CHINESE, with_words, words_in_use
from models.basics.records import dataclass
from models.basics.resources import RESOURCES

GUIDE = RESOURCES / "guide"
FIRST_USE, OFFICE_DAY = "1-first-use", "92-office-day"
OFFICE_GUIDES: Mapping[str, str] = {  # page of the office's desk → page of the guide; the others have OFFICE_DAY
    "review": "93-office-review", "differences": "94-office-rulings", "rulings": "94-office-rulings",
    "summary": "941-office-summary", "notices": "942-office-papers", "settings": "95-office-settings",
    "keys": "95-office-settings", "audit": "95-office-settings", "plan": "951-office-plan",
}  # fmt: skip
BOOKLETS: Mapping[str, tuple[str, ...]] = {  # key of manual.toml → pages in the order of the booklet
    "unit": (
        "10-quarter", "1-first-use", "2-table", "3-registers", "4-slices", "5-checks", "6-filing", "7-receipts",
        "9-keys",
    ),
    "office": (
        "90-office-quarter", "91-office-start", "92-office-day", "93-office-review", "94-office-rulings",
        "941-office-summary", "942-office-papers", "95-office-settings", "951-office-plan", "96-office-year",
        "961-office-keys",
    ),
    "install": ("98-install", "981-signing", "99-security"),
    "questions": ("97-questions", "8-trouble"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """A page of the guide: its file's name without ending, its title and its Markdown."""

    key: str
    title: str
    text: str
    path: Path


def guide_pages(language: str) -> tuple[GuidePage, ...]:
    """Return the pages of a language in order, the Chinese ones where the language has none, in the plan's words."""
    return _pages(language, tuple(sorted(words_in_use().items())))


@cache
def _pages(language: str, _words: tuple[tuple[str, str], ...]) -> tuple[GuidePage, ...]:
    folder = GUIDE / language
    files = (folder if folder.is_dir() else GUIDE / CHINESE).rglob("*.md")
    return tuple(_read(path) for path in sorted(files, key=lambda path: path.name))


def _read(path: Path) -> GuidePage:
    text = with_words(path.read_text("utf-8"))
    return GuidePage(key=path.stem, title=text.partition("\n")[0].lstrip("# ").strip(), text=text, path=path)
