"""The objectives: what each head of the network is asked."""
