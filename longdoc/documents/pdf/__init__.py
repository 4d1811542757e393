"""PDF → pages of text and metadata, parsed in worker processes."""
