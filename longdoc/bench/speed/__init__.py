"""Speed and memory of the encoder by length, beside baselines."""
