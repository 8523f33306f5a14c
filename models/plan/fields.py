"""Fields: the columns of the cover and of the progress form, the same in every period."""

from models.plan.plan import Column, ColumnType

COVER_FIELDS = (
    Column("负责人", ColumnType.TEXT, True, (), "", ""),
    Column("审核人", ColumnType.TEXT, True, (), "", ""),
    Column("填表人", ColumnType.TEXT, True, (), "", ""),
    Column("电话", ColumnType.TEXT, True, (), "", ""),
    Column("报出日期", ColumnType.DATE, True, (), "", ""),
    Column("承办单位", ColumnType.TEXT, False, (), "", ""),
)
STAGES = ("未启动", "推进中", "已完成", "受阻", "不适用")
PROGRESS_FIELDS = (
    Column("阶段", ColumnType.CHOICE, True, STAGES, "", ""),
    Column("完成百分比", ColumnType.WHOLE, False, (), "%", ""),
    Column("本期进展", ColumnType.TEXT, True, (), "", ""),
    Column("存在问题", ColumnType.TEXT, False, (), "", ""),
    Column("下步打算", ColumnType.TEXT, False, (), "", ""),
    Column("佐证编号", ColumnType.TEXT, False, (), "", ""),
    Column("责任领导", ColumnType.TEXT, False, (), "", ""),
    Column("责任科室", ColumnType.TEXT, False, (), "", ""),
    Column("经办人", ColumnType.TEXT, False, (), "", ""),
)


PROGRESS_TABLE = "A3"
