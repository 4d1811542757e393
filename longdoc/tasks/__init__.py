"""Reading → result: search, answer, summarize, and what was looked at."""
