"""Reads workbooks (xlsx, xlsm, xlsb, xls, ods) with cells as the sheet shows them."""
