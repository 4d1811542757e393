"""Questions about the whole of a document: counts, lists and places, exact over every word; no network."""
