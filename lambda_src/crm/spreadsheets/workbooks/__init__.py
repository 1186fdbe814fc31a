"""Workbooks: xlsx, xlsm, xlsb, xls and ods, with cells as the sheet shows them."""
