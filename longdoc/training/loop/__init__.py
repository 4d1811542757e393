"""Train: examples → batches → losses → steps, with a state on disk that a killed run goes on from."""
