"""Archives: the list names every file with its SHA-256, and anybody finds what was changed, taken out or put in."""

import hashlib
import io
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from forms.archive.package import LIST, PAGE, archive_bytes, check_archive, is_archive
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from tests.flow.conftest import founded, town
from tests.flow.town import Town, said_by
from tests.pdf_text import pdf_text

__all__ = ["founded", "town"]

AT = datetime(2020, 10, 22, 9, 0, tzinfo=PLAN_ZONE)
FILES = {
    "610924_紫阳县/2020Q3/报表/第1版.pdf": b"%PDF-1",
    "610924_紫阳县/2020Q3/记录.txt": "来件".encode(),
    "印发文件/通报.docx": b"PK",
}


@pytest.fixture(scope="module")
def made() -> bytes:
    return archive_bytes(FILES, "某市汇总单位　2020年第三季度", ("归档时间 2020-10-22 09:00",), AT)


def repacked(content: bytes, change: dict[str, bytes | None]) -> bytes:
    """The same archive with some entries changed, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        parts = {name: before.read(name) for name in before.namelist()} | change
        for name, part in parts.items():
            if part is not None:
                after.writestr(name, part)
    return out.getvalue()


def test_an_archive_lists_every_file_and_is_the_same_each_time(made: bytes, tmp_path: Path) -> None:
    assert made == archive_bytes(FILES, "某市汇总单位　2020年第三季度", ("归档时间 2020-10-22 09:00",), AT)
    assert is_archive(made) and check_archive(made).gaps == () and check_archive(made).files == len(FILES) + 1
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(["sha256sum", "-c", LIST], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, "a program of the system reads the list as well"
    text = pdf_text(tmp_path / PAGE)
    assert all(hashlib.sha256(content).hexdigest()[:32] in text for content in FILES.values())


def test_what_was_changed_taken_out_or_put_in_is_named(made: bytes) -> None:
    pdf, note, word = FILES
    found = check_archive(repacked(made, {pdf: b"%PDF-2", note: None, "x.txt": b"1"}))
    assert {(gap.file, bool(gap.listed), bool(gap.now)) for gap in found.gaps} == {
        (pdf, True, True), (note, True, False), ("x.txt", False, True),
    }  # fmt: skip
    assert word not in {gap.file for gap in found.gaps}


def test_what_is_no_archive_is_said_to_be_none(made: bytes) -> None:
    assert not is_archive(b"PK\x03\x04 no zip") and not is_archive(repacked(made, {LIST: None}))
    with pytest.raises(AppError):
        check_archive(made[: len(made) // 2])
    with pytest.raises(AppError):
        check_archive(repacked(made, {LIST: b"no list"}))


def test_an_answer_counts_the_files_as_the_list_does_and_speaks_of_a_certificate_where_there_was_one(
    made: bytes, town: Town, tmp_path: Path
) -> None:
    """The list said 189 files, `verify` 190; and that a certificate had been checked, of a zip that has none."""
    path = tmp_path / "归档.zip"
    path.write_bytes(made)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    assert f"本归档包共{len(FILES)}个文件" in pdf_text(tmp_path / PAGE)
    code, said, _ = said_by("verify", path)
    assert code == 0 and f"所列的{len(FILES)}个文件" in said
    root = town.office / "office_root.pem"
    assert "根证书" not in said_by("verify", path, "--trust", root)[1]
    assert "根证书" in said_by("verify", path, town.pack(), "--trust", root)[1]
