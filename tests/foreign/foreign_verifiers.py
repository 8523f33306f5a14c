"""Foreign verifiers judge a whole return, sealed as the program does it. Run by `tasks.py foreign`; a line for each.

Apache POI and LibreOffice judge the package signature of the workbook, poppler the PDF; each must find the good one valid
and a changed figure invalid. POI judges no trust, so its chain is compared with ours by name.
"""

import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from forms.document.document import write_document
from forms.guards.guards import read_package
from forms.seals.keys import keys
from forms.seals.pdf.seal import seal_document
from forms.seals.pdf.sealed import Attachment
from forms.seals.xlsx import opc
from forms.unit import sealing
from models.checks.run import run_checks
from tests.foreign.verifiers import libreoffice, pdfsig, poi, trusting_store
from tests.forms.sample_return import county, filed, plan, police, sheet_of
from tests.forms.seals.sealing import flipped, office

NOW = datetime.now(UTC)


@cache
def signer(unit: str, kind: str) -> keys.Signer:
    """A key of a unit that the office has enrolled: `rsa` as the program makes it, or `ec` as a token may hold it."""
    key = keys.new_key() if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    certificate = keys.issue(office(), key.public_key(), unit, plan().unit_name(unit))
    return keys.Signer(key, certificate, (office().certificate,))


@cache
def sealed_book(unit: str, kind: str) -> bytes:
    sheet = sheet_of(unit)
    return sealing.sealed_book(
        sealing.Sealing(sheet=sheet, filed=filed(sheet), findings=run_checks(sheet), signer=signer(unit, kind), at=NOW)
    )


def changed(book: bytes) -> bytes:
    """The book with another figure, all else as it was."""
    parts = read_package(book)
    name = next(name for name in parts if "/worksheets/sheet" in name and b"<v>182.4</v>" in parts[name])
    parts[name] = parts[name].replace(b"<v>182.4</v>", b"<v>192.4</v>", 1)
    return opc.zipped(parts)


@cache
def books() -> dict[str, bytes]:
    """Name → workbook: a county's tables by both kinds of key, a department's registers, and a changed figure."""
    good = {
        "county-rsa": sealed_book(county(), "rsa"),
        "county-ec": sealed_book(county(), "ec"),
        "registers": sealed_book(police(), "rsa"),
    }
    return {**good, "changed": changed(good["county-rsa"])}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trusting_store(tmp_path_factory.mktemp("nss"), office().certificate)


def told(verifier: str, paper: str, *words: str) -> None:
    sys.stdout.write(f"\n{verifier:<12} {paper:<16} {'; '.join(words)}")


def test_apache_poi_finds_our_workbooks_valid_and_a_changed_figure_invalid(tmp_path: Path) -> None:
    found = poi(tmp_path, books())
    for name, one in found.items():
        told("Apache POI", name, "valid" if one.valid else "invalid", *one.chain)
    assert {name: (one.valid, one.signatures) for name, one in found.items()} == {
        name: (name != "changed", 1) for name in books()
    }
    for name in ("county-rsa", "county-ec", "registers"):
        leaf, root = found[name].chain
        assert plan().unit_name(police() if name == "registers" else county()) in leaf
        assert "安康市生态环境局 Root" in root


def test_libreoffice_finds_our_workbooks_valid_and_trusted_and_a_changed_figure_invalid(
    tmp_path: Path, store: Path
) -> None:
    found = {name: one["signatures"] for name, one in libreoffice(tmp_path, books(), store).items()}
    for name, (one,) in found.items():
        told(
            "LibreOffice",
            name,
            "valid" if one["valid"] else "invalid",
            f"certificate {one['certificate']}",
            one["signer"],
        )
        assert one["valid"] == (name != "changed")
        assert one["certificate"] == 0 or name == "changed"


def test_poppler_finds_our_pdf_valid_and_trusted_and_a_changed_page_invalid(tmp_path: Path, store: Path) -> None:
    sheet, attached = sheet_of(county()), sealed_book(county(), "rsa")
    content = filed(sheet)
    pages = write_document(content, sheet, run_checks(sheet))
    files = [Attachment(name="return.xlsx", content=attached, mime="application/zip", relationship="/Source")]
    for kind in ("rsa", "ec"):
        sealed = seal_document(pages, signer(county(), kind), files, reason=content.digest[:16], signed_at=NOW)
        good = pdfsig(tmp_path, sealed, store)
        bad = pdfsig(tmp_path, flipped(sealed, sealed.index(b"endstream") - 20), store)
        for name, words in (("pdf", good), ("pdf-changed", bad)):
            told("pdfsig", f"{name}-{kind}", *(line.strip(" -") for line in words.splitlines() if "Validation" in line))
        assert "Signature is Valid." in good and "Certificate is Trusted." in good and "Total document signed" in good
        assert "Digest Mismatch" in bad and "Signature is Valid." not in bad
