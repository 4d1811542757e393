"""The second network: it reads the few passages that count, with the question and their context."""
