"""What quality is measured with: metrics, data sets, sessions of questions, and baselines of summaries."""
