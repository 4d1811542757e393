"""Spreadsheets and delimited files → tables."""
