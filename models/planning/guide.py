"""Guide: the format of plans in words, made from the tables the loader goes by, so that it is never out of date.

Markdown, Chinese in every language, because plans are. What a key, function or rule is called and takes comes from the
program's own tables; only the sentences about them stand in messages, and a missing one is a KeyError.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from models.basics.messages import CHINESE, catalogue, say_in
from models.basics.quantity import BUILT_IN, Rounding
from models.formula.functions import FUNCTIONS, Function
from models.formula.parser import MAX_DEPTH, MAX_NODES, ROW_NUMBER
from models.formula.pattern import LONGEST
from models.formula.tokens import MAX_LENGTH
from models.plan.formulas import FIXED_NAMES, FormulaNames, Formulas
from models.plan.rows.keys import COMMON, KEYS, Key, Keys, head_of, sentence_about
from models.plan.rows.problems import LONGEST_ID
from models.plan.rows.tables import LARGEST, LARGEST_TOGETHER, MOST_FILES, MOST_ROWS
from models.plan.rows.toml_row import LONGEST_LIST, LONGEST_TEXT
from models.plan.rules import RULES, Input, Rule
from models.planning.template import template_rows

PREFIXES = tuple(
    Formulas(
        FormulaNames(items={}, last_year=(), indicators=(), registers={}, parameters={}), Rounding.GBT8170
    ).prefixes
)  # fmt: skip


def plan_guide() -> str:
    """Return the guide to the format of plans as Markdown."""
    return "\n".join((*_beginning(), *_tables(), *_language(), *_rules(), *_end()))


def _say(key: str, **facts: object) -> str:
    return say_in(CHINESE, f"plan_guide.{key}", **facts)


def _beginning() -> Iterator[str]:
    yield f"# {_say('title')}\n"
    yield _say("about")


def _tables() -> Iterator[str]:
    yield f"## {_say('tables')}\n"
    yield f"{_say('tables_about')}\n"
    for table in KEYS.values():
        yield from _table(table)


def _table(table: Keys) -> Iterator[str]:
    texts = catalogue(CHINESE)
    called = f"settings.section.{table.name}" if table.settings else f"plan_book.sheet.{table.name}"
    name = texts[called].partition("（")[0]
    sign = f"[{table.name}]" if table.single else f"[[{table.name}]]"
    yield f"### {name} `{table.name if table.inside else sign}`\n"
    where = [_say("inside", 表=texts[f"plan_book.sheet.{table.inside}"])] if table.inside else []
    where += [_say("single")] if table.single and not table.settings else []
    where += [_say("settings")] if table.settings else []
    if where:
        yield f"{''.join(where)}\n"
    heads = [_say(f"head_{one}") for one in ("key", "name", "type", "about")]
    keys = table.keys if table.settings else (*table.keys, *COMMON)
    yield from _grid(
        heads, ([_head(table.name, key), f"`{key.name}`", _type(key), _about(table.name, key)] for key in keys)
    )


def _head(table: str, key: Key) -> str:
    return head_of(table, key.name) + (_say("needed") if key.needed else "")


def _type(key: Key) -> str:
    return _say(f"type.{key.type}", 表=catalogue(CHINESE).get(f"plan_book.sheet.{key.of}", key.of))


def _about(table: str, key: Key) -> str:
    said = [sentence_about(table, key.name)]
    if key.words:
        said.append(_say("words", 名单="、".join(_word(table, key.name, one) for one in key.words)))
    if key.bounds and key.bounds[0] != key.bounds[1]:
        said.append(_say("bounds", 低=key.bounds[0], 高=key.bounds[1]))
    if key.default not in (None, ""):
        value = _word(table, key.name, str(key.default)) if key.words else "是" if key.default is True else key.default
        said.append(_say("default", 值=value))
    return "".join(said)


def _word(table: str, key: str, one: str) -> str:
    texts = catalogue(CHINESE)
    name = texts.get(f"plan_book.words.{table}.{key}.{one}") or texts.get(f"plan_book.words.{one}")
    return f"`{one}` {name}" if name else f"`{one}`"


def _language() -> Iterator[str]:
    yield f"## {_say('language')}\n"
    yield _say("language_about")
    yield f"{_say('limits', 字=MAX_LENGTH, 项=MAX_NODES, 层=MAX_DEPTH)}\n"
    yield f"### {_say('names')}\n"
    yield f"{_say('names_about')}\n"
    lines = [_say("prefix.item"), *(_prefix(one) for one in PREFIXES), _say(f"prefix.{ROW_NUMBER.partition('.')[0]}")]
    yield "\n".join(f"- {line}" for line in lines) + "\n"
    yield f"### {_say('functions')}\n"
    heads = [_say("function_head"), _say("takes_head"), _say("head_about")]
    yield from _grid(heads, ([_names(one), _takes(one), _function(name, one)] for name, one in FUNCTIONS.items()))
    yield f"### {_say('patterns')}\n"
    yield f"{_say('patterns_about', 长=LONGEST)}\n"
    yield f"### {_say('selectors')}\n"
    yield _say("selectors_about")


def _prefix(name: str) -> str:
    fixed = FIXED_NAMES.get(name)
    listed = "、".join(f"`{name}.{rest}`" for rest in fixed) + "。" if fixed else ""
    return f"`{name}` {_say(f'prefix.{name}')}{listed}"


def _names(one: Function) -> str:
    return " ".join(f"`{name}`" for name in one.names)


def _takes(one: Function) -> str:
    kinds = [_kind(kind) for kind in one.takes]
    return "，".join(kinds) + (" …" if one.more else "")


def _kind(kind: StrEnum) -> str:
    return _say(f"kind.{kind.value}")


def _function(name: str, one: Function) -> str:
    result = f"（{_kind(one.yields)}）" if one.yields else ""
    return f"{_say(f'function.{name}')}{result}"


def _rules() -> Iterator[str]:
    yield f"## {_say('rules')}\n"
    yield f"{_say('rules_about')}\n"
    examples = {check["rule"]: check["message"] for check in reversed(template_rows()["check"]) if "rule" in check}
    for name, rule in RULES.items():
        yield f"- {_word('check', 'rule', name)}：{_rule(name, rule, examples.get(name, ''))}"
    yield ""


def _rule(name: str, rule: Rule, example: str) -> str:
    said = [_say(f"rule.{name}")]
    said += [_say("office")] if rule.office else []
    if rule.inputs:
        said.append(_say("rule_needs", 名单="；".join(_input(key, one) for key, one in rule.inputs.items())))
    said += [_say("example", 句=example)] if example else []
    return "".join(said)


def _input(key: str, one: Input) -> str:
    words = f"：{'、'.join(_word('check', key, word) for word in one.words)}" if one.words else ""
    need = _say("needed") if one.needed else ""
    return _say("input", 键=key, 必=need, 类=_say(f"shape.{one.shape}"), 名单=words)


def _end() -> Iterator[str]:
    yield f"## {_say('measures')}\n"
    yield f"{_say('measures_about', 名单='、'.join(sorted(BUILT_IN.named)))}\n"
    yield f"## {_say('size')}\n"
    yield _say(
        "size_about",
        文件=MOST_FILES,
        单=LARGEST // 1024,
        合=LARGEST_TOGETHER // 1024 // 1024,
        行=MOST_ROWS,
        字=LONGEST_TEXT,
        项=LONGEST_LIST,
        号=LONGEST_ID,
    )


def _grid(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a table; a bar inside a cell would end it."""
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(list(heads))
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '｜') for cell in row)} |"
    yield ""
