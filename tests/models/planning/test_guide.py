"""The guide to the plan format holds every key, function, name and rule there is: it is made from the same tables."""

from models.basics.messages import CHINESE, catalogue
from models.formula.functions import FUNCTIONS, Wanted
from models.formula.tree import ValueKind
from models.plan.rows.keys import KEYS, Type
from models.plan.rules import RULES, InputShape
from models.planning.guide import PREFIXES, plan_guide


def test_the_guide_names_everything_a_plan_may_say() -> None:
    text = plan_guide()
    for table in KEYS.values():
        part = text.partition(
            f"`{table.name if table.inside else f'[{table.name}]' if table.single else f'[[{table.name}]]'}`\n"
        )[2]
        part = part.partition("\n### ")[0]
        for key in table.keys:
            assert f"| `{key.name}` |" in part, (table.name, key.name)
            assert all(f"`{word}`" in part for word in key.words), (table.name, key.name)
    for function in FUNCTIONS.values():
        assert all(f"`{name}`" in text for name in function.names)
    for name, rule in RULES.items():
        line = next(line for line in text.split("\n") if line.startswith(f"- `{name}` "))
        assert all(f"`{key}`" in line for key in rule.inputs), name
    assert all(f"- `{prefix}`" in text for prefix in PREFIXES)
    assert "{表}" not in text


def test_no_sentence_of_the_guide_is_about_what_is_not_there() -> None:
    said = {key.removeprefix("plan_guide.") for key in catalogue(CHINESE) if key.startswith("plan_guide.")}
    kinds = {one.value for one in (*ValueKind, *Wanted)}
    wanted = {
        "type": {one.value for one in Type}, "shape": {one.value for one in InputShape}, "function": set(FUNCTIONS),
        "rule": set(RULES), "prefix": {*PREFIXES, "item", "本行"}, "kind": kinds,
    }  # fmt: skip
    for group, names in wanted.items():
        assert {key.partition(".")[2] for key in said if key.startswith(f"{group}.")} == names, group


def test_every_word_a_key_may_say_has_a_chinese_name() -> None:
    texts = catalogue(CHINESE)
    for table in KEYS.values():
        for key in table.keys:
            words = () if table.settings else key.words  # no book of a plan holds settings
            for word in words:
                own = f"plan_book.words.{table.name}.{key.name}.{word}"
                assert own in texts or f"plan_book.words.{word}" in texts, (table.name, key.name, word)
            labels = [texts.get(f"plan_book.words.{table.name}.{key.name}.{word}") or texts.get(f"plan_book.words.{word}")
                      for word in words]  # fmt: skip
            assert len(set(labels)) == len(labels), (table.name, key.name)
