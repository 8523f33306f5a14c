"""What is no return is called what it is, with the way out; what mail systems add behind a paper is no change of it."""

import io
import os
import shutil
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from forms.guards.guards import named_file, paper_bytes
from forms.guards.plan_files import is_plan, plan_at
from forms.opening.evidence import read_evidence
from forms.opening.open_return import open_return
from forms.papers.handover import look_into
from forms.plan_book.writer import write_plan_book
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.plan.load import SHIPPED, load_plan, plan_files
from models.planning.source import plan_rows
from models.returns.file_names import readable_name
from tests.flow.town import said_by
from tests.forms.given.made_books import old_office
from tests.forms.guards.sealed_books import county_book, known
from tests.forms.opening.pages.test_document_pages import document, pages_of

FOOTER = "\r\n-- \r\n本邮件由政务邮箱发送\r\n".encode()


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"<a/>")
    return out.getvalue()


def locked_zip(content: bytes) -> bytes:
    """A zip whose entries are said to be under a password."""
    return content.replace(b"PK\3\4\x14\0\0", b"PK\3\4\x14\0\1").replace(
        b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1"
    )


def refusal(content: bytes) -> str:
    with pytest.raises(AppError) as refused:
        open_return(content, known)
    assert sentence(refused.value).endswith("。") or sentence(refused.value).endswith("）。")
    return refused.value.code


MAIL = b"Received: from a\r\nFrom: b@example.org\r\nSubject: =?utf-8?B?5oql6KGo?=\r\nMIME-Version: 1.0\r\n\r\n--x\r\n"


@pytest.mark.parametrize(("content", "code"), [
    (packed("word/document.xml", "[Content_Types].xml"), "file_is_docx"), (packed("mimetype", "content.xml"), "file_is_ods"),
    (MAIL, "file_is_mail"), (b"\x78\x9f\x3e\x22" + bytes(80), "file_is_winmail"), (packed("a.txt"), "file_is_zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_0037".encode("utf-16-le"), "file_is_mail"), (b"hello", "not_a_return"),
    (old_office("Workbook", "WordDocument"), "file_is_xls"), (old_office("EncryptedPackage"), "file_has_password"),
    (old_office("WordDocument"), "file_is_docx"), (old_office("PowerPoint Document"), "not_a_return"),
    (packed("xl/workbook.bin"), "file_is_xls"), (packed("xl\\workbook.xml", "xl\\styles.xml"), "file_saved_elsewhere"),
    (locked_zip(packed("xl/workbook.xml")), "file_has_password"), (packed("mimetype", "encrypted-package"), "file_has_password"),
    (b"From the office: nothing\n", "not_a_return"), (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "pdf_without_data"),
])  # fmt: skip
def test_a_container_is_called_what_it_is(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_file_that_was_cut_off_says_so() -> None:
    pdf = document(pages_of())
    assert refusal(pdf[: len(pdf) // 2]) == "file_cut" and refusal(county_book()[:-400]) == "file_cut"


@pytest.mark.parametrize(
    "tail", [b"\n\n\n", b"\0" * 700, b"   ", FOOTER, FOOTER * 200], ids=["lines", "nul", "blank", "footer", "long"]
)
def test_what_a_mail_system_adds_is_no_change_of_the_paper(tail: bytes) -> None:
    found = open_return(document(pages_of()) + tail, known)
    assert found.seals["document"] == "broken" and "邮件系统" in found.reasons[0].message
    assert refusal(county_book() + tail) == "file_has_tail"


def test_a_changed_paper_with_a_tail_is_a_changed_paper() -> None:
    pdf = document(pages_of())
    place = pdf.index(b"endstream") - 20
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    assert "改动" in open_return(changed + FOOTER, known).reasons[0].message


@pytest.mark.parametrize("name", ["nowhere.pdf", "x" * 300 + ".pdf", "a\0b.pdf", "nowhere/and/else.pdf"])
def test_a_path_nothing_is_at_is_the_persons_to_mend(tmp_path: Path, name: str) -> None:
    with pytest.raises(AppError) as refused:
        paper_bytes(tmp_path / name)
    assert refused.value.code == "file_not_found" and sentence(refused.value).isprintable()
    with pytest.raises(AppError, match="file_is_folder"):
        paper_bytes(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="a path of Windows has no pipes")
def test_nobody_waits_for_a_pipe_to_be_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "报表.pdf")
    for read in (paper_bytes, look_into):
        with pytest.raises(AppError, match="file_is_pipe"):
            read(tmp_path / "报表.pdf")
    assert said_by("verify", tmp_path / "报表.pdf")[0] == 1


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="no folder of files in /dev")
def test_a_pipe_is_one_wherever_it_lies() -> None:
    with TemporaryDirectory(dir="/dev/shm") as folder:
        os.mkfifo(Path(folder) / "报表.pdf")
        with pytest.raises(AppError, match="file_is_pipe"):
            named_file(Path(folder) / "报表.pdf")


@pytest.mark.parametrize("lock", ["~$报表.xlsx", ".~lock.报表.xlsx#", ".~报表.xlsx"])
def test_the_lock_of_an_open_book_is_told_as_that(tmp_path: Path, lock: str) -> None:
    """Excel, WPS and LibreOffice leave it beside a book; it was called a book that is damaged, or none."""
    (tmp_path / lock).write_bytes(b"\x04test" + b" " * 160)
    for read in (paper_bytes, look_into, read_evidence):
        with pytest.raises(AppError) as refused:
            read(tmp_path / lock)
        assert refused.value.code == "file_is_lock"
    (tmp_path / "报表.xlsx").write_bytes(b"PK")
    with pytest.raises(AppError) as refused:
        paper_bytes(tmp_path / lock)
    assert refused.value.code == "file_is_lock_of" and refused.value.facts["原名"] == "报表.xlsx"
    (tmp_path / lock).write_bytes(bytes(2_000))
    assert paper_bytes(tmp_path / lock), "a file may be called so"


def test_a_name_of_any_bytes_can_be_read() -> None:
    gbk = "石泉县报表.pdf".encode("gbk").decode("utf-8", "surrogateescape")
    assert readable_name(Path(gbk)) == "石泉县报表.pdf"
    assert readable_name(Path("\udcff\udcfe.pdf")).encode()
    assert readable_name(Path("\u202efdp.exe")) == "\ufffdfdp.exe"


def plan_book() -> bytes:
    return write_plan_book(plan_rows(plan_files(SHIPPED)), load_plan(SHIPPED))


def book_of(*sheets: str) -> bytes:
    """A workbook of somebody's own, with sheets of these names."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name in sheets:
        book.create_sheet(name)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("name", sorted(plan_files(SHIPPED)))
def test_every_file_of_a_plan_is_told_to_be_one(name: str) -> None:
    content = plan_files(SHIPPED)[name]
    assert refusal(content) == refusal(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")) == "file_is_plan"


def test_the_book_of_a_plan_is_told_to_be_one_and_nothing_else_is(tmp_path: Path) -> None:
    assert refusal(plan_book()) == "file_is_plan"
    assert refusal(book_of("报告期", "谁填什么")) == refusal(book_of("方案", "谁填什么")) == "file_is_plan"
    assert refusal(book_of("方案", "数据")) == refusal(book_of("报告期")) == "book_no_seal", (
        "a unit's own names its sheets"
    )
    assert refusal(b'[due]\n"2020Q3" = "2020-10-15"\n[parameters]\na = "1"\n') == "not_a_return"
    assert not is_plan(county_book()) and not is_plan(packed("xl/workbook.xml")) and not is_plan(b"PK\x03\x04[[unit]]")
    shutil.copytree(SHIPPED, folder := tmp_path / "方案")
    (tmp_path / "one.toml").write_bytes(plan_files(SHIPPED)["plan.toml"])
    (tmp_path / "一本.xlsx").write_bytes(plan_book())
    head = folder / "plan.toml"
    named = [
        folder,
        head,
        folder / "items.toml",
        tmp_path / "one.toml",
        tmp_path / "一本.xlsx",
        tmp_path,
        tmp_path / "no",
    ]
    assert [*map(plan_at, named)] == [head, head, head, *named[3:5], None, None]
    (folder / "来件.pdf").write_bytes(b"%PDF-")
    assert plan_at(folder) is None, "a folder of papers is received, whatever lies beside them"
    below = folder / "10月" / "来件"
    below.mkdir(parents=True)
    for name, content in (("a.PDF", b""), ("无后缀", b"%PDF-1.7"), ("报表.xlsx(1)", b"PK\3\4"), ("说明.txt", b"%PDF-")):
        (folder / "来件.pdf").replace(paper := below / name)
        paper.write_bytes(content)
        assert plan_at(folder) == (head if name == "说明.txt" else None), name
        paper.replace(folder / "来件.pdf")
