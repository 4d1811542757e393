"""A file → Document: text with exact offsets, pages, sections, sentences, whatever the format was."""
