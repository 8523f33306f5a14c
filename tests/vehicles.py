"""A vehicle list as a traffic police office hands it in: long, mostly right, with known mistakes at known rows."""

COUNTIES = ("汉滨区", "汉阴县", "石泉县", "宁陕县", "紫阳县", "岚皋县", "平利县", "镇坪县", "旬阳县", "白河县")
STAGES = ("国零", "国一", "国二", "国三")


def vin(n: int) -> str:
    """A VIN as one looks: 17 capitals and digits."""
    return f"LTEST0000{n:08d}"


def truck(n: int, **other: str) -> dict[str, str]:
    """A diesel lorry for hire, scrapped in time."""
    row = {
        "号牌号码": f"陕G{n:05d}", "号牌种类": "大型汽车", "VIN": vin(n), "车辆类型": "重型货车", "燃料种类": "柴油",
        "排放阶段": STAGES[n % 4], "使用性质": "营运", "淘汰方式": "报废注销",
        "完成日期": f"2020-{1 + n % 11:02d}-{1 + n % 28:02d}", "县区": COUNTIES[n % 10],
    }  # fmt: skip
    return row | other


def gas_car(n: int, **other: str) -> dict[str, str]:
    """A car converted from petrol to gas, scrapped in time."""
    return truck(n, 号牌种类="小型汽车", 原燃料="汽油", 改装登记="油改气", 燃料种类="天然气") | other


def trucks(count: int, start: int = 1) -> list[dict[str, str]]:
    """`count` lorries without a mistake."""
    return [truck(n) for n in range(start, start + count)]
