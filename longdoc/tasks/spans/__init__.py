"""Spans of text: decoded from logits, and extended to the boundaries that a person would quote."""
