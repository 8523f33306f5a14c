"""Masks 脱敏: how sensitive columns look on pages and sheets that people see.

Plates keep the first and last two characters, names the surname, codes the last four (parameter `mask`).
The full text is in the sealed data only. One text always has one mask, so that a masked cell can be compared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from models.checks.findings import Finding
from models.plan.plan import Plan

STAR = "*"
_DOUBLE_SURNAMES = frozenset({
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "令狐", "呼延", "百里", "东郭", "南门", "羊舌", "微生", "梁丘", "左丘", "西门", "第五",
})  # fmt: skip


def mask(kind: str, text: str) -> str:
    """Return a text as people may see it; `kind` is Column.mask, "" shows it whole.

    What is too short to keep its ends is covered altogether. Raises KeyError for a kind nobody defined.
    """
    return mask_of(kind)(text) if kind else text


def mask_of(kind: str) -> Callable[[str], str]:
    """Return what masks a text of a kind, for those who ask of thousands. Raises KeyError for a kind nobody defined."""
    return _KINDS[kind]


def _plate(text: str) -> str:
    return _cover(text, 2, 2)


def _name(text: str) -> str:
    return _cover(text, 2 if len(text) > 2 and text[:2] in _DOUBLE_SURNAMES else 1, 0)


def _code(text: str) -> str:
    return _cover(text, 0, 4)


def _cover(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    if hidden <= 0:
        return STAR * len(text)
    return text[:first] + STAR * hidden + text[len(text) - last :]


_KINDS: Mapping[str, Callable[[str], str]] = {"plate": _plate, "name": _name, "code": _code}


def sensitive_texts(
    plan: Plan, registers: Mapping[str, Sequence[Mapping[str, str]]], findings: Iterable[Finding] | None = None
) -> dict[str, str]:
    """Return every sensitive text of some register rows with its mask, to be looked for in sentences about them.

    With `findings` only those that their sentences name, which are few among thousands of rows.
    """
    named = None if findings is None else {text for one in findings for text in one.values.values()}
    found: dict[str, str] = {}
    for name, rows in registers.items():
        register = plan.registers.get(name)
        columns = [column for column in register.columns if column.mask] if register else []
        for row in rows if columns else ():
            texts = ((column.mask, row.get(column.name)) for column in columns)
            found.update((text, mask(kind, text)) for kind, text in texts if text and (named is None or text in named))
    return found


def masked_message(finding: Finding, sensitive: Mapping[str, str]) -> str:
    """Return a finding's sentence with each sensitive figure in it masked."""
    values = {name: sensitive.get(text, text) for name, text in finding.values.items()}
    return replace(finding, values=values).message
