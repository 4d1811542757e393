"""Speed and memory of the encoder by length, compared with baselines."""
