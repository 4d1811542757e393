"""Keeps documents and their Readings on disk; batches of files, and questions to all of them."""
