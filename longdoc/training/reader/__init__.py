"""Trains the reader of passages: `longdoc train --recipe reader.toml`."""
