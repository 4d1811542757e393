"""Web pages and e-books → blocks of text: the main text with its headings, lists and tables."""
