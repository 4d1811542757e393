"""Questions to tables: the cell that a question describes, found by the table's rows, columns and values."""
