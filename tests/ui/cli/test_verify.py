"""Whatever `verify` is given, its answer has every key, empty where there is nothing to say."""

import io
import json
import zipfile
from functools import cache
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.flow.town import said_by
from tests.forms.guards.sealed_books import county_book, unsigned
from tests.forms.guards.twisted.twisted_books import TWISTS
from tests.forms.guards.twisted.twisted_settings import made
from tests.forms.opening.pages.test_document_pages import document, pages_of

KEYS = {
    "file", "kind", "unit", "period", "revision", "digest", "ancestors", "signer", "signed_at", "seals", "differences",
    "plan", "pages", "cells", "fonts", "further", "hints", "properties", "evidence", "message",
    "reasons", "fingerprint", "code",
}  # fmt: skip


def plain_pdf() -> bytes:
    out = io.BytesIO()
    page = Canvas(out)
    page.drawString(100, 100, "nothing")
    page.save()
    return out.getvalue()


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"<x/>")
    return out.getvalue()


@cache
def files() -> dict[str, tuple[bytes, str]]:
    """Name → content, and the state of its document seal."""
    pdf, book = document(pages_of()), county_book()
    return {
        "good.pdf": (pdf, "valid"),
        "cut.pdf": (pdf[: len(pdf) // 2], "broken"),
        "changed.pdf": (pdf.replace(b"/MediaBox", b"/MediaBoy", 1), "broken"),
        "tail.pdf": (pdf + b"\nmail footer", "broken"),
        "plain.pdf": (plain_pdf(), "absent"),
        "good.xlsx": (book, "absent"),
        "cut.xlsx": (book[: len(book) // 2], "absent"),
        "word.docx": (zipped("word/document.xml"), "absent"),
        "sheet.ods": (zipped("content.xml"), "absent"),
        "mail.eml": (b"From: a@example.invalid\nTo: b@example.invalid\nSubject: x\n\nx\n", "absent"),
        "winmail.dat": (b"\x78\x9f\x3e\x22" + bytes(40), "absent"),
        "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "absent"),
        "empty.pdf": (b"", "absent"),
        "text.pdf": ("只是文字".encode(), "absent"),
    }


def test_every_item_of_an_answer_has_every_key(tmp_path: Path) -> None:
    for name, (content, _) in files().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    others = [tmp_path / "folder", tmp_path / "missing.pdf", tmp_path / ("x" * 300)]
    code, said, _ = said_by("verify", *(tmp_path / name for name in files()), *others, "--json")
    items = json.loads(said)["items"]
    assert code == 1 and len(items) == len(files()) + len(others)
    for item in items:
        assert item.keys() == KEYS and item["message"], item["file"]
        assert item["seals"].keys() == {"data", "workbook", "document"}
    found = {Path(item["file"]).name: item for item in items}
    assert {name: found[name]["seals"]["document"] for name in files()} == {
        name: seal for name, (_, seal) in files().items()
    }
    nothing = ("unit", "period", "revision", "digest", "signed_at", "cells", "pages")
    assert [found["missing.pdf"][key] for key in ("kind", *nothing)] == [None] * 8
    assert found["missing.pdf"]["properties"]["present"] == found["cut.xlsx"]["properties"]["present"] == "no"
    assert (found["cut.pdf"]["kind"], found["cut.pdf"]["properties"]["intact"]) == (None, "no")
    assert found["good.pdf"]["kind"] == found["good.xlsx"]["kind"] == "return"


def test_of_an_unreadable_file_people_read_one_sentence(tmp_path: Path) -> None:
    code, said, _ = said_by("verify", tmp_path / "missing.pdf")
    assert code == 1 and len(said.strip().splitlines()) == 1


def test_a_difference_is_told_once(tmp_path: Path) -> None:
    book = tmp_path / "changed.xlsx"
    book.write_bytes(made(TWISTS["cell: another figure"], unsigned(county_book())))
    code, said, _ = said_by("verify", book)
    assert code == 1 and said.count("192.4") == 1
