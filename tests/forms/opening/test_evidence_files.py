"""Files that are attached and zips that come: read, judged, written the same way twice, and never trusted."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from forms.opening.evidence import (
    EvidenceFile,
    attachments_of,
    guard_content,
    open_bundle,
    read_evidence,
    read_named,
    write_zip,
)
from forms.seals.pdf.reading import read_document
from forms.seals.pdf.seal import seal_document
from forms.seals.pdf.sealed import Attachment
from models.basics.errors import AppError
from models.returns.returns import Evidence
from tests.forms.seals.sealing import AT, pages, unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def entry(name: str, content: bytes) -> Evidence:
    return Evidence(name, len(content), EvidenceFile(name, content).sha256)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_file_is_read_under_a_clean_name(tmp_path: Path) -> None:
    path = tmp_path / "合同\u202e.pdf"
    path.write_bytes(b"%PDF-1.4")
    assert read_evidence(path) == EvidenceFile("合同.pdf", b"%PDF-1.4")


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\0\x03", b"\x7fELF\x02", b"#!/bin/sh\n", b"L\0\0\0\x01\x14\x02\0", b"\xcf\xfa\xed\xfe",
     zipped(**{"照片/看图.exe": b"x"}), zipped(**{"a\\b\\run.js": b"x"})],
)  # fmt: skip
def test_a_program_is_refused_whatever_it_is_called(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "照片.jpg"
    path.write_bytes(content)
    with pytest.raises(AppError, match="evidence_program"):
        read_evidence(path)


@pytest.mark.parametrize(
    "content",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "_VBA_PROJECT".encode("utf-16-le"),
     zipped(**{"[Content_Types].xml": b"", "word/vbaProject.bin": b"x"})],
)  # fmt: skip
def test_macros_are_refused_in_old_and_new_documents(content: bytes) -> None:
    with pytest.raises(AppError, match="evidence_macros"):
        guard_content("文件.docx", content)


def test_ordinary_papers_pass() -> None:
    for content in (b"MZ 10001, a list of plates in plain text, longer than one line of it\n", b"%PDF-1.7",
                    zipped(**{"[Content_Types].xml": b"", "xl/printerSettings/printerSettings1.bin": b"x"}),
                    b"PK\x03\x04 torn"):  # fmt: skip
        guard_content("文件", content)


def test_a_pipe_or_a_folder_is_no_file_and_does_not_hang(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道.pdf")
        with pytest.raises(AppError, match="evidence_no_file"):
            read_evidence(tmp_path / "管道.pdf")
    with pytest.raises(AppError, match="evidence_no_file"):
        read_evidence(tmp_path)


def test_a_dangling_link_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "链接.pdf").symlink_to(tmp_path / "nowhere")
    with pytest.raises(AppError, match="evidence_link"):
        read_evidence(tmp_path / "链接.pdf")


def test_a_zip_is_the_same_twice_and_gives_back_what_was_put_in(tmp_path: Path) -> None:
    parts = {"合同.pdf": b"%PDF" * 50, "白纸.bmp": bytes(3 << 20)}
    files = [entry(name, content) for name, content in parts.items()]
    contents = {one.sha256: parts[one.name] for one in files}
    made = write_zip(files, contents, "d" * 64)
    assert made == write_zip(files, contents, "d" * 64)
    path = tmp_path / "x.bin"
    path.write_bytes(made)
    bundle = open_bundle(path)
    assert bundle is not None
    assert bundle.digest == "d" * 64
    assert {one.name: one.content for one in bundle.files()} == parts
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


def test_what_is_no_zip_of_files_is_left_to_others(tmp_path: Path) -> None:
    for content in (
        b"%PDF-1.4",
        b"",
        zipped(**{"xl/workbook.xml": b""}),
        zipped(**{"OFD.xml": b""}),
        zipped(**{"content.xml": b""}),
    ):
        (tmp_path / "x").write_bytes(content)
        assert open_bundle(tmp_path / "x") is None


def test_bombs_locked_and_torn_zips_are_refused_before_anything_is_inflated(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    good = zipped(**{"a.txt": b"x" * 100})
    locked = bytearray(good)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    cases = (
        (zipped(**{"a.txt": bytes(30 << 20)}), "file_bomb"), (zipped(**{str(n): b"" for n in range(700)}), "file_bomb"),
        (bytes(locked), "evidence_zip_locked"), (good[:-10], "evidence_zip_damaged"),
    )  # fmt: skip
    for content, code in cases:
        path.write_bytes(content)
        with pytest.raises(AppError, match=code):
            open_bundle(path)
    path.write_bytes(good.replace(b"a.txt", b"b.txt", 1))
    bundle = open_bundle(path)
    assert bundle is not None
    with pytest.raises(AppError, match="evidence_zip_damaged"):
        list(bundle.files())


def test_evidence_of_any_name_travels_in_a_sealed_paper_beside_the_workbook() -> None:
    parts = {"return.xlsx": b"not the return", "合同（第2份）.pdf": b"%PDF", "RETURN.XLSX.txt": b"x"}
    files = [entry(name, content) for name, content in parts.items()]
    inside = attachments_of(files, {one.sha256: parts[one.name] for one in files})
    book = Attachment(name="return.xlsx", content=b"PK", mime=XLSX, relationship="/Source")
    found = read_document(seal_document(pages(), unit(), [book, *inside], reason="报送", signed_at=AT))
    assert found.state == "valid"
    assert found.attachments == (book, *inside)
    assert [one.name for one in inside] == ["return(2).xlsx", "合同（第2份）.pdf", "RETURN.XLSX.txt"]


def test_names_in_a_sheet_stay_in_their_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert read_named(b'{"cells": {}}', tmp_path) is None
    assert read_named(b"PK\x03\x04", tmp_path) is None
    found = read_named('\ufeff{"evidence": {"T06": ["a.txt"]}}'.encode(), tmp_path)
    assert found == (("T06", EvidenceFile("a.txt", b"x")),)
    for bad in ('{"T06": "a.txt"}', '{"T06": ["/etc/hosts"]}', '{"T06": ["../a.txt"]}', '{"T06": [1]}'):
        with pytest.raises(AppError, match="evidence_input"):
            read_named(f'{{"evidence": {bad}}}'.encode(), tmp_path)
