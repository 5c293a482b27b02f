"""The zip of parts that a workbook is, and the XML in them."""
