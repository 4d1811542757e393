"""A file → Document: text with exact offsets, pages, sections and sentences, whatever the format."""
