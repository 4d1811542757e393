"""Reading what only a picture shows: the extra `[ocr]`."""
