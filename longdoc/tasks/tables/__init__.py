"""Question and table → probable cells, by the headers, rows and values that the question describes."""
