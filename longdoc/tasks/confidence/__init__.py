"""Candidate → the probability that it answers, by a calibrated logistic model of named features."""
