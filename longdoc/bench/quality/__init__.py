"""Quality of answers, search and summaries on held-out questions."""
