"""The mutants of a file: each compiles, changes one place, and knows the function it stands in as Python names it."""

from pathlib import Path

from tests.mutate.mutants import Mutant, mutants_of
from tests.mutate.reached import ROOT, Reached, Run

SOURCE = '''"""A file."""
LIMIT = 3


class Shelf:
    """A shelf."""

    def holds(self, n: int) -> bool:
        """Tell whether it holds so many."""
        def less(m: int) -> bool:
            return m < LIMIT
        return less(n) and not n == 0
'''


def test_each_mutant_changes_one_place_and_names_its_function(tmp_path: Path) -> None:
    path = tmp_path / "shelf.py"
    path.write_text(SOURCE, "utf-8")
    found = list(mutants_of(path))
    for one in found:
        changed = one.source(SOURCE.encode())
        compile(changed, str(path), "exec")
        assert changed != SOURCE.encode()
    assert {(one.function, one.before, one.after) for one in found} == {
        ("", "3", "4"),
        ("Shelf.holds.<locals>.less", "return m < LIMIT", "return None"),
        ("Shelf.holds.<locals>.less", "m < LIMIT", "(m <= LIMIT)"),
        ("Shelf.holds", "return less(n) and not n == 0", "return None"),
        ("Shelf.holds", "less(n) and not n == 0", "(less(n) or not n == 0)"),
        ("Shelf.holds", "less(n) and not n == 0", "(less(n))"),
        ("Shelf.holds", "not n == 0", "(n == 0)"),
        ("Shelf.holds", "n == 0", "(n != 0)"),
        ("Shelf.holds", "0", "1"),
    }


def test_a_mutant_knows_the_lines_it_stands_in_and_those_of_its_statement(tmp_path: Path) -> None:
    path = tmp_path / "shelf.py"
    path.write_text(
        "def f(a):\n    if (\n        a < 3\n        and a\n    ):\n        return (\n            a\n        )\n",
        "utf-8",
    )
    found = {one.before: (one.lines, one.statement) for one in mutants_of(path)}
    assert found["a < 3"] == (range(3, 4), range(2, 6))
    assert found["3"] == (range(3, 4), range(2, 6))
    assert found["return (\n            a\n        )"][0] == range(6, 9)


def test_the_test_that_last_noticed_a_function_is_asked_first_and_then_what_runs_most_in_a_second(
    tmp_path: Path,
) -> None:
    path = ROOT / "models/city/shelf.py"
    mutant = Mutant(
        path=path, line=7, before="a", after="b", start=0, end=1, lines=range(7, 8), statement=range(5, 9), function="f"
    )
    name = "models/city/shelf.py"
    runs: dict[str, Run] = {
        "slow": (9.0, {name: [7]}), "quick": (1.0, {name: [6, 7]}), "beside": (0.5, {name: [5]}), "else": (0.1, {})
    }  # fmt: skip
    reached = Reached(runs=runs)
    assert reached.tests_of(mutant) == ["quick", "slow"]
    reached.failed_last[path, "f"] = "slow"
    assert reached.tests_of(mutant) == ["slow", "quick"]
    runs["small"] = (0.05, {name: [7]})
    assert reached.tests_of(mutant) == ["slow", "small", "quick"], "a test of a few lines is asked before a long walk"
    runs |= {f"long {number}": (40.0, {name: [*range(7, 99)]}) for number in range(4)}
    assert reached.tests_of(mutant) == ["slow", "small", "quick", "long 0", "long 1"], "the slowest are left out"
    for test in [test for test in runs if test not in ("beside", "else")]:
        del runs[test]
    assert reached.tests_of(mutant) == ["beside"]  # no test runs the line: those of its statement
