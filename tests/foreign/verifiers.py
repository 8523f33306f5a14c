"""The foreign verifiers: poppler for PDFs, LibreOffice and Apache POI for workbooks, each told to trust a root of ours.

Poppler and LibreOffice are asked by `test` too, POI by `tasks.py foreign` alone: it needs Java. Debian's POI comes
without the schema classes that its own relationships transform asks for; XMLBeans, which comes with it, makes them of the
two schemas here in a folder that is thrown away.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509

from forms.seals.keys import keys

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"  # has LibreOffice's `uno`
LIBREOFFICE_SAYS = HERE.parent / "forms/seals/libreoffice_says.py"
WORDS = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
JARS = (
    "poi", "poi-ooxml", "poi-ooxml-schemas", "xmlbeans", "xmlsec", "bcprov", "bcpkix", "bcutil", "commons-codec",
    "commons-collections4", "commons-compress", "commons-math3", "slf4j-api",
)  # fmt: skip
TYPE_SYSTEM = "s7558BE7F5D88107BA4D2FD671B33D2B4"  # the name under which POI 4's classes look for their schema types
LONGEST = 300  # seconds for one question


def trusting_store(folder: Path, root: x509.Certificate) -> Path:
    """Make a certificate store (NSS) in an empty folder that trusts a root, for poppler and LibreOffice."""
    (folder / "root.pem").write_bytes(keys.certificate_pem(root))
    for arguments in (["-N", "--empty-password"], ["-A", "-n", "root", "-t", "CT,C,C", "-i", str(folder / "root.pem")]):
        subprocess.run(["certutil", *arguments, "-d", f"sql:{folder}"], check=True, capture_output=True)
    return folder


def pdfsig(folder: Path, pdf: bytes, store: Path) -> str:
    """Return poppler's words about the signatures of a PDF, which is left in the folder as paper.pdf."""
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdfsig", "-nssdir", f"sql:{store}", str(folder / "paper.pdf")]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=WORDS).stdout


def libreoffice(folder: Path, books: Mapping[str, bytes], store: Path) -> dict[str, dict[str, Any]]:
    """Return name → what LibreOffice finds in each book; it saves each again in the folder as NAME.saved.xlsx."""
    command = [SYSTEM_PYTHON, str(LIBREOFFICE_SAYS), str(store), *map(str, _written(folder, books))]
    settings = {**WORDS, "HOME": str(folder)}
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST, env=settings)
    assert run.returncode == 0, run.stderr
    return dict(zip(books, json.loads(run.stdout), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class PoiFinding:
    """What Apache POI finds in a workbook: `chain` = subjects, the signer first, of a valid signature only."""

    valid: bool
    signatures: int
    chain: tuple[str, ...]


def poi(folder: Path, books: Mapping[str, bytes]) -> dict[str, PoiFinding]:
    """Return name → what Apache POI finds in each book; POI judges no trust. Fails with POI's words if it cannot judge."""
    path = ":".join([str(_schema_classes(folder)), *(f"/usr/share/java/{name}.jar" for name in JARS)])
    said = _java(path, str(HERE / "PoiVerify.java"), *map(str, _written(folder, books)))
    return {name: _poi_finding(line) for name, line in zip(books, said.splitlines(), strict=True)}


def _poi_finding(line: str) -> PoiFinding:
    valid, count, *chain = line.split("\t")
    assert valid in ("true", "false"), line
    return PoiFinding(valid=valid == "true", signatures=int(count), chain=tuple(chain))


def _schema_classes(folder: Path) -> Path:
    made = folder / "classes"
    made.mkdir()
    path = ":".join(f"/usr/share/java/{name}.jar" for name in JARS)
    words = ["-quiet", "-name", TYPE_SYSTEM, "-d", str(made), "-src", str(folder / "sources")]
    _java(path, "org.apache.xmlbeans.impl.tool.SchemaCompiler", *words, *map(str, sorted(HERE.glob("*.xsd"))))
    return made


def _java(class_path: str, *words: str) -> str:
    java = shutil.which("java")
    assert java, "Java is missing: run `python3 build/tasks.py foreign`"
    command: Sequence[str] = [java, "-cp", class_path, *words]
    settings = {**WORDS, "LC_ALL": "C.UTF-8"}  # names are Chinese
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=LONGEST, env=settings)
    assert run.returncode == 0, run.stderr
    return run.stdout


def _written(folder: Path, books: Mapping[str, bytes]) -> list[Path]:
    paths = [folder / f"{name}.xlsx" for name in books]
    for path, content in zip(paths, books.values(), strict=True):
        path.write_bytes(content)
    return paths
