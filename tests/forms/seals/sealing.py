"""Signers, papers and books for the tests of seals; everything is made with the program's own parts."""

import io
from datetime import UTC, datetime
from functools import cache

from forms.seals.keys import keys

AT = datetime(2020, 10, 12, 9, 30, tzinfo=UTC)
PASSPHRASE = "river-Stone-42"


@cache
def office() -> keys.Signer:
    """The office's root."""
    return keys.make_root("安康市生态环境局")


@cache
def unit() -> keys.Signer:
    """A unit that the office has enrolled."""
    key = keys.new_key()
    root = office()
    return keys.Signer(key, keys.issue(root, key.public_key(), "610924", "紫阳县人民政府"), (root.certificate,))


@cache
def newcomer() -> keys.Signer:
    """A unit that has only asked to be enrolled."""
    key = keys.new_key()
    return keys.Signer(key, keys.self_signed(key, "610921", "汉阴县人民政府"))


def flipped(content: bytes, place: int) -> bytes:
    """The bytes with one bit turned."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@cache
def pages() -> bytes:
    """A PDF of two pages as reportlab draws it."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for number in (1, 2):
        canvas.drawString(72, 720, f"Q06.9  182.40  page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def book() -> bytes:
    """A workbook with all that ours have: several sheets, frozen panes, validation, print set-up, names, protection."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    made = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made.set_properties({"title": "完成情况表", "created": AT.replace(tzinfo=None)})
    bold = made.add_format({"bold": True, "border": 1, "num_format": "0.00"})
    for name in ("封面", "A1 大气", "R02 机动车", "数据签名"):
        sheet = made.add_worksheet(name)
        sheet.write_row(0, 0, ["编码", "指标", "数值"], bold)
        for row in range(1, 40):
            sheet.write_string(row, 0, f"Q06.{row}")
            sheet.write_string(row, 1, "氮氧化物减排量")
            sheet.write_number(row, 2, 182.4 + row, bold)
        sheet.freeze_panes(1, 0)
        sheet.data_validation(1, 3, 40, 3, {"validate": "list", "source": ["是", "否"]})
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, 40, 3)
        sheet.set_header("&C&P/&N")
        sheet.protect("", {"select_locked_cells": True})
        sheet.set_column(0, 2, 18)
        sheet.merge_range(42, 0, 42, 2, "填表人：", bold)
    made.define_name("降氮量", "='A1 大气'!$C$2")
    made.close()
    return out.getvalue()
