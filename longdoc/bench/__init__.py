"""Measures speed, memory and quality of longdoc on this machine, beside baselines."""
