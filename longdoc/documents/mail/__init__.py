"""Mail → its headers as fields, its text, and its attachments."""
