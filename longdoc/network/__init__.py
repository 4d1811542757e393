"""Tokens → states, search vectors and span scores: the long-context Transformer and the reader."""
