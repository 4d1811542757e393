"""Document + network → Reading: every token read once, the part of the work worth keeping."""
