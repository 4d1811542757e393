"""The long-context Transformer: knows tokens and tensors, nothing of documents."""
