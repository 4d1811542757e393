"""Rules that find an answer by the form of the text alone: definitions, mail headers, Chinese values."""
