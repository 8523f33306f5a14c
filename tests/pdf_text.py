"""What a program that is not ours, pdftotext, reads on the pages of a PDF."""

import subprocess
from pathlib import Path


def pdf_text(pdf: bytes | Path | str, *options: str) -> str:
    """The text of a PDF, given as its bytes or where it lies; `options` of pdftotext say in which order."""
    content = pdf if isinstance(pdf, bytes) else Path(pdf).read_bytes()
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def pdf_signs(pdf: bytes | Path | str, *options: str) -> str:
    """The text of a PDF without its white space."""
    return "".join(pdf_text(pdf, *options).split())
