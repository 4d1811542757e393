"""Plain text and Markdown → text in any usual encoding."""
