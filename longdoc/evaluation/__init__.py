"""Metrics, labelled data sets, evaluation sessions, and baselines for summaries."""
