"""Whole-document questions: exact counts, lists and places over every word; no network."""
