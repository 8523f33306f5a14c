"""The mutants of a file: each compiles, changes one place, and knows the function it stands in as Python names it."""

from pathlib import Path

from tests.mutate.mutants import mutants_of

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
