"""Mail → headers as fields, body text, and attachments."""
