"""Office documents → blocks of text."""
