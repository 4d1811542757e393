"""Trains the reader, the second network, which reads passages: `longdoc train --recipe reader.toml`."""
