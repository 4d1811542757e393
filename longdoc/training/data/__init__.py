"""Preprocess: files → texts → tokens and labels → examples, memory-mapped and cached by content."""
