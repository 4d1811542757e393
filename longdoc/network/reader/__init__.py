"""The reader: the second network, which reads the few most relevant passages with question and context."""
