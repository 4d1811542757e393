"""Stores documents and their Readings on disk, runs batches, and answers questions from all documents."""
