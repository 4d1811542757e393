"""How the example documents are made from the texts in sources/: one file a kind of document."""
