"""Verification of quotations against their sources: verbatim, altered, elsewhere, not found; no network."""
