"""Which computer it is, as its system tells it."""

from pathlib import Path

import pytest

from models.system import machine


def test_a_computer_is_told_from_others_where_its_system_says_which_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "on_windows", lambda: False)
    first, second = tmp_path / "first", tmp_path / "second"
    monkeypatch.setattr(machine, "IDENTITIES", (first, second))
    assert machine.machine_id() == ""
    first.write_bytes(b"\n")
    second.write_text("3d1219c7\n", "ascii")
    said = machine.machine_id()
    assert len(said) == machine.LENGTH and "3d1219c7" not in said
    first.write_text("another", "ascii")
    assert machine.machine_id() not in ("", said)
