"""The structure of a text: headings, numbered clauses, sections, tables of contents."""
