"""The add-in and the workbook of buttons: built from `macros/`, and read again once a Python is recorded in them."""
