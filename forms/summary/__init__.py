"""summary: 汇总表 as workbook and PDF."""
