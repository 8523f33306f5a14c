"""What is in order or alike is told in one line with its number; what needs somebody has lines of its own."""

from dataclasses import replace
from pathlib import Path

from forms.arrivals.received import Received, Tally, tally_words
from forms.opening.opened import Reason
from models.ledger.ledger import Decision
from models.returns.evidence import Presence
from ui.cli.answers.office import reception_lines


def paper(number: int, decision: Decision = Decision.ACCEPTED, *reasons: Reason, missing: str = "") -> Received:
    evidence = Presence(listed=1, present=0, missing=(missing,)) if missing else Presence()
    return Received(
        file=Path(f"{number}.pdf"), decision=decision, reasons=reasons, digest=f"{number:064d}", evidence=evidence
    )


def junk(number: int, why: str, cause: str = "") -> Received:
    return Received(
        file=Path(f"{number}.rar"), decision=Decision.REJECTED, reasons=(Reason("seal", None, why, cause=cause),)
    )


def test_a_hundred_papers_and_files_that_are_alike_are_a_few_lines() -> None:
    late = [paper(n, Decision.ACCEPTED, Reason("late", None, f"迟{n}")) for n in range(10)]
    named = [junk(n, f"“{n}.rar”第{n}字节起已损坏", "container_damaged") for n in range(60, 100)]  # one cause
    plain = [junk(n, "不是报表") for n in range(60)]
    lines = reception_lines([paper(n) for n in range(20, 50)] + late + plain + named)
    assert len(lines) == 6
    assert "30" in lines[0] and "10" in lines[1] and "9" in lines[3]
    assert "60" in lines[4] and "不是报表" in lines[4] and "40" in lines[5] and "已损坏" in lines[5]


def test_nothing_that_needs_somebody_is_folded() -> None:
    held = [paper(n, Decision.HELD, Reason("key", None, "密钥待核实")) for n in range(9)]
    lacking = [paper(n, missing="佐证.pdf") for n in range(10, 19)]
    lines = reception_lines([*held, *lacking])
    assert len(lines) == 2 * (9 + 9)
    assert all(f"{n}.pdf" in lines[2 * n] for n in range(9))


def test_three_are_still_told_one_by_one() -> None:
    assert len(reception_lines([junk(n, "不是报表") for n in range(3)])) == 6


def test_copies_of_what_is_no_paper_are_counted_too() -> None:
    """Nine archives of the same bytes were one file in their line, and nine in the last."""
    copied = replace(junk(0, "这是压缩包"), also=tuple(Path(f"{n}.rar") for n in range(1, 9)))
    (line,) = reception_lines([copied])
    assert "0.rar 等 9 个文件" in line


def test_files_of_a_system_are_told_apart_from_those_that_are_listed() -> None:
    told = tally_words(Tally(files=91, others=91, junk=12), ())
    assert "91 个不是报表（" in told and "12 个系统文件" in told
    assert "系统文件" not in tally_words(Tally(files=79, others=79), ())


def test_of_papers_in_a_zip_no_files_beside_it_are_counted() -> None:
    """None lies outside it: their files are told with the zip."""
    assert tally_words(Tally(files=1, zips=1, inside_new=2), [paper(1)]) == (
        "1 个文件：1 份报表、1 个压缩包（内有 2 个新文件）"
    )
    assert tally_words(Tally(files=2, first=2), [paper(1)]) == "2 个文件：1 份报表（2 个文件）"
