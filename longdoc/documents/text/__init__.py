"""Readers of plain text and markup, in any common encoding."""
