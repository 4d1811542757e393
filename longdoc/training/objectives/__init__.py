"""The training objectives: a loss for each head of the network."""
