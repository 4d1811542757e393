"""Document and network → Reading: every token is read once, independent of any question."""
