"""Prefixes: the first parts of names in a plan's formulas that are no items, as a plan writes them: 上期.Q06.1."""

from enum import StrEnum


class Prefix(StrEnum):
    """What a name stands for, by its part before the first dot."""

    LAST_YEAR = "上年"  # an item's column of the same period last year
    BEFORE = "上期"  # an item, or the rows of a register, of the preceding period
    SUM = "合计"  # of an item over its county lines
    MEAN = "平均"  # of an item over its county lines
    TARGET = "目标"  # a unit's share of an indicator's target
    GIVEN = "参数"  # a parameter of the office: a figure, or the rows of a table
    PERIOD = "期"
    PLAN = "方案"
    STATE = "状态"  # of an item's cell
    FACTOR = "因子"  # a column of a table of the office, of the row that a choice of the unit picks
    UNIT = "单位"

    def of(self, name: str) -> str:
        """Return a name with the prefix before it."""
        return f"{self}.{name}"
