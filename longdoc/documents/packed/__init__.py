"""Archives of documents → one document, a section for each."""
