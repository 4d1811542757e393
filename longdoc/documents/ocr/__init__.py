"""OCR of pages without a text layer: the extra `[ocr]`."""
