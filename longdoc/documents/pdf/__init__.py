"""PDF → pages of text: what the file says of itself, what stands on its pages, in worker processes."""
