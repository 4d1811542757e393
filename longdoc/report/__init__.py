"""Answers and summaries shown where they stand: highlights in a PDF, and a report as one HTML file."""
