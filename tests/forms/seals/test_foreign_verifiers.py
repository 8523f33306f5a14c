"""Other programs judge our seals: poppler the PDF, LibreOffice the workbook. A mistake we share with ourselves shows here.

Needs poppler-utils, libreoffice-calc, python3-uno and libnss3-tools of the system.
"""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.guards.guards import foreign_package, read_package
from forms.seals.pdf.seal import seal_document
from forms.seals.pdf.sealed import Attachment
from forms.seals.xlsx import opc
from forms.seals.xlsx.seal import seal_workbook, workbook_seal_state
from tests.foreign.verifiers import libreoffice, pdfsig, trusting_store
from tests.forms.seals.pdf import pdf_changes as change
from tests.forms.seals.sealing import book, flipped, newcomer, office, pages, unit

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate store that trusts our office's root."""
    return trusting_store(tmp_path_factory.mktemp("nss"), office().certificate)


@pytest.mark.parametrize("box", [None, (300, 60, 560, 130)])
def test_poppler_finds_the_paper_valid_trusted_and_signed_in_total(
    tmp_path: Path, trusting: Path, box: tuple[int, int, int, int] | None
) -> None:
    files = [Attachment(name="return.xlsx", content=book(), mime="application/zip", relationship="/Source")]
    sealed = seal_document(pages(), unit(), files, box=box, reason="报送", signed_at=NOW)
    said = pdfsig(tmp_path, sealed, trusting)
    assert "Signature is Valid." in said and "Certificate is Trusted." in said and "Total document signed" in said
    assert "ETSI.CAdES.detached" in said and "610924" in said
    listed = subprocess.run(
        ["pdfdetach", "-list", "paper.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "1 embedded files" in listed and "return.xlsx" in listed
    subprocess.run(["pdfdetach", "-save", "1", "-o", "out.xlsx", "paper.pdf"], cwd=tmp_path, check=True)
    assert (tmp_path / "out.xlsx").read_bytes() == book()


def test_poppler_finds_a_newcomers_paper_valid_but_not_trusted(tmp_path: Path, trusting: Path) -> None:
    said = pdfsig(tmp_path, seal_document(pages(), newcomer(), (), reason="登记", signed_at=NOW), trusting)
    assert "Signature is Valid." in said and "Total document signed" in said and "Certificate is Trusted." not in said


def test_poppler_sees_a_changed_figure_and_finds_ours_valid_under_an_e_seal(tmp_path: Path, trusting: Path) -> None:
    sealed = seal_document(pages(), unit(), (), reason="报送", signed_at=NOW)
    assert "Digest Mismatch" in pdfsig(tmp_path, flipped(sealed, sealed.index(b"endstream") - 20), trusting)
    said = pdfsig(tmp_path, change.countersigned(sealed), trusting)
    assert said.count("Signature is Valid.") == 2 and said.count("Total document signed") == 1


def test_libreoffice_finds_the_book_valid_sees_a_changed_figure_and_what_it_saves_may_be_opened(
    tmp_path: Path, trusting: Path
) -> None:
    sealed = seal_workbook(book(), unit(), NOW)
    parts = read_package(sealed)
    sheet = "/xl/worksheets/sheet2.xml"
    parts[sheet] = parts[sheet].replace(b"<v>183.4</v>", b"<v>193.4</v>")
    books = {
        "good": sealed,
        "newcomer": seal_workbook(book(), newcomer(), NOW),
        "changed": opc.zipped(parts),
        "plain": book(),
    }
    said = libreoffice(tmp_path, books, trusting)
    (good,), (stranger,), (bad,) = (said[name]["signatures"] for name in ("good", "newcomer", "changed"))
    assert good["valid"] and good["certificate"] == 0 and "610924" in good["signer"]
    assert stranger["valid"] and stranger["certificate"] != 0
    assert not bad["valid"] and said["plain"]["signatures"] == []
    assert said["good"]["sheets"] == ["封面", "A1 大气", "R02 机动车", "数据签名"]
    assert said["good"]["text"] == "氮氧化物减排量"
    saved = (tmp_path / "good.saved.xlsx").read_bytes()
    foreign_package(saved)
    assert workbook_seal_state(saved).state == "absent"
