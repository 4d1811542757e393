"""Reading → result: search, answer, summarize, verify, count, explain."""
