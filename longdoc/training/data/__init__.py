"""Preprocess: from files to texts, tokens and labels, and examples; cached by content and memory-mapped."""
