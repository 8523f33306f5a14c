"""papers: pack, request, certificate, receipt, list of duties; NOTICE 通报 and REPORT 专报 go here (notice.py, report.py, docx.py)."""
