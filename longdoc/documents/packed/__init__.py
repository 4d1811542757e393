"""Archives of documents → one document with a section for each."""
