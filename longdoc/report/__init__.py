"""Shows answers and summaries in their documents: highlights in a PDF, and an HTML report."""
