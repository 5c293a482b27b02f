"""A workbook that is open in a spreadsheet program, driven through xlwings; `xlplan.workbook.live` puts it together."""
