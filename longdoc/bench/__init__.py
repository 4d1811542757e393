"""Measures the speed, memory and quality of longdoc on this machine, compared with baselines."""
