"""A workbook that is open in a spreadsheet program, driven through xlwings; `book` puts it together."""
