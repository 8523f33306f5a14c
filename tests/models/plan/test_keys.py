"""The one table of keys: each key has its Chinese name and its sentence, and the reader knows no other."""

import pytest

from models.basics.messages import catalogue
from models.plan.load import SHIPPED, PlanProblems, load_plan_bytes, plan_files
from models.plan.rows.keys import COMMON, KEYS, RULE_INPUTS, Type, head_of, sentence_about
from models.plan.rows.problems import Problems
from models.plan.rows.toml_row import TomlRow
from models.plan.rows.values import _READERS, Pools, _known
from models.plan.rules import RULES


def test_every_key_has_a_head_and_a_sentence_and_no_other_has() -> None:
    wanted = {f"keys.{table.name}.{key.name}" for table in KEYS.values() for key in table.keys}
    wanted |= {f"keys.common.{key.name}" for key in COMMON}
    assert {key for key in catalogue() if key.startswith("keys.")} == wanted
    for table in KEYS.values():
        for key in (*table.keys, *COMMON):
            assert 0 < len(head_of(table.name, key.name)) <= 8, (table.name, key.name)
            assert sentence_about(table.name, key.name).endswith("。")
        heads = [head_of(table.name, key.name) for key in (*table.keys, *COMMON)]
        if table.name != "indicator":  # its clauses are called as the clause of every table
            assert len(set(heads)) == len(heads), table.name


def test_tables_inside_and_references_lead_somewhere() -> None:
    for table in KEYS.values():
        for key in table.keys:
            if key.type in (Type.TABLE, Type.ROWS):
                assert KEYS[key.of].inside, key
            elif key.of:
                assert key.of in KEYS, key


def test_the_inputs_of_every_rule_are_keys_of_a_check() -> None:
    assert {name for rule in RULES.values() for name in rule.inputs} == set(RULE_INPUTS)


@pytest.mark.parametrize("table", [name for name, keys in KEYS.items() if not keys.inside and not keys.settings])
def test_a_key_that_no_table_has_is_told(table: str) -> None:
    head = f"[{table}]" if KEYS[table].single else f"[[{table}]]"
    files = {**plan_files(SHIPPED), "zz.toml": f"{head}\nno_such_key = 1\n".encode()}
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes(files)
    assert any(problem.path.endswith("no_such_key") for problem in raised.value.problems)


@pytest.mark.parametrize("table", KEYS)
def test_a_key_that_is_not_there_is_what_its_reader_would_give(table: str) -> None:
    """Most keys of most rows are not there: they are answered without asking their reader."""
    known = _known(table)
    for name, blank in known.blank.items():
        problems, key = Problems(), known.keys[name]
        read = _READERS[key.type](TomlRow(problems, "plan.toml", table, {}), key, Pools(ids={key.of: ()}))
        assert (read, type(read), problems.found) == (blank, type(blank), {}), name
