"""Quotations of a draft → what their sources say: verbatim, altered, elsewhere, not found; no network."""
