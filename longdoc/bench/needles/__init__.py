"""Needles: facts planted in long texts, and questions for them."""
