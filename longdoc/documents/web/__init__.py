"""Readers of web pages, e-books and XML."""
