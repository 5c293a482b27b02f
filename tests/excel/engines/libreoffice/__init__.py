"""LibreOffice behind xlwings, with Excel's semantics: buttons for Excel are tried on a real spreadsheet program."""
