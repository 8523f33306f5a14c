"""Damaged papers by the thousand. Run by `tasks.py fuzz`.

Whatever arrives is refused in one sentence, or opened with what is wrong named, or — where the damage touched nothing
that was sealed — read with exactly the signed digest. Nothing else may come out: no other exception, no other figure,
no long silence. The seed is printed; TANBAO_FUZZ_SEED plays a run again.
"""

import io
import os
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.opening.open_return import open_return
from forms.papers.paper import open_paper
from models.basics.errors import AppError
from models.basics.messages import sentence
from ui.cli.run import run

SECONDS = float(os.environ.get("TANBAO_FUZZ_SECONDS", "60"))
SLOWEST = 20.0  # seconds for one paper
OF_EACH = 6  # papers of a kind; more would be more of the same
Damage = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def lose(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((1, 7, 512, 4096)) :]


def repeat(chance: random.Random, content: bytes) -> bytes:
    start, length = chance.randrange(len(content)), chance.choice((1, 40, 4096))
    return (
        content[: start + length] + content[start : start + length] * chance.choice((1, 3)) + content[start + length :]
    )


def other_digit(chance: random.Random, content: bytes) -> bytes:
    places = [place for place in range(len(content)) if 48 <= content[place] <= 57]
    if not places:
        return content
    place = chance.choice(places)
    return content[:place] + bytes([48 + (content[place] - 48 + chance.randrange(1, 10)) % 10]) + content[place + 1 :]


def append(chance: random.Random, content: bytes) -> bytes:
    return content + chance.randbytes(chance.choice((1, 30, 5000)))


BYTES: tuple[Damage, ...] = (flip, cut, lose, repeat, other_digit, append)


def inside(chance: random.Random, content: bytes) -> bytes:
    """Damage one part of a package and pack it again, so that the damage gets past the zip's own sums."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    except zipfile.BadZipFile:
        return flip(chance, content)
    name = chance.choice(sorted(parts))
    action = chance.randrange(8)
    if action == 0:
        del parts[name]
    elif action == 1:
        parts[chance.choice(("xl/vbaProject.bin", "../out.xml", "xl/worksheets/sheet99.xml"))] = parts[name]
    elif parts[name]:
        parts[name] = chance.choice(BYTES)(chance, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for one, part in parts.items():
            package.writestr(one, part)
    return out.getvalue()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, bytes]]:
    """Some of every kind of paper there is, from the demonstration."""
    out = tmp_path_factory.mktemp("demo")
    assert run(["demo", "--out", str(out), "--json"]) == 0
    kinds: dict[str, list[Path]] = {}
    for path in sorted(out.rglob("*")):
        if path.suffix in (".pdf", ".xlsx"):
            kinds.setdefault(f"{path.parent.name}{path.suffix}", []).append(path)
    return [(path, path.read_bytes()) for found in kinds.values() for path in found[:OF_EACH]]


def outcome(content: bytes, signed: str | None) -> str:
    """Return in one word what became of a paper; `signed` = digest of what it was made from, None = no return."""
    try:
        opened = open_return(content)
    except AppError as error:
        assert "{" not in sentence(error) and sentence(error).count("\n") == 0
        return _small(content, error)
    if opened.reasons:
        assert all(one.message for one in opened.reasons)
        return "named"
    assert opened.filed is not None and opened.filed.digest == signed, "another figure under a seal that holds"
    return "whole"


def _small(content: bytes, error: AppError) -> str:
    if error.code != "paper_unknown" and not content.startswith(b"%PDF"):
        return "refused"
    try:
        paper = open_paper(content)
    except AppError as refusal:
        assert "{" not in sentence(refusal)
        return "refused"
    return "paper whole" if paper.sealed.state != "broken" else "paper broken"


def test_whatever_arrives_is_refused_named_or_read_exactly(papers: list[tuple[Path, bytes]]) -> None:
    seed = int(os.environ.get("TANBAO_FUZZ_SEED", time.time_ns() % 2**32))
    chance, until = random.Random(seed), time.monotonic() + SECONDS
    signed = {path: _digest(content) for path, content in papers}
    seen: Counter[str] = Counter()
    slowest = 0.0
    while time.monotonic() < until:
        path, content = chance.choice(papers)
        damage = chance.choice((*BYTES, inside)) if path.suffix == ".xlsx" else chance.choice(BYTES)
        damaged, start = damage(chance, content), time.monotonic()
        try:
            seen[f"{path.suffix} {outcome(damaged, signed[path])}"] += 1
        except Exception as error:
            kept = Path(os.environ.get("TMPDIR", "/tmp")) / f"tanbao-fuzz-{seed}{path.suffix}"
            kept.write_bytes(damaged)
            raise AssertionError(f"seed {seed}, {damage.__name__} of {path.name}, kept as {kept.name}") from error
        slowest = max(slowest, time.monotonic() - start)
    print(f"\nseed {seed}: {sum(seen.values())} papers, slowest {slowest:.2f} s, {dict(sorted(seen.items()))}")
    assert sum(seen.values()) > SECONDS and slowest < SLOWEST


def _digest(content: bytes) -> str | None:
    try:
        opened = open_return(content)
    except AppError:
        return None
    return opened.filed.digest if opened.filed and not opened.reasons else None
